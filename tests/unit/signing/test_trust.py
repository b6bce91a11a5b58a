"""Whom a trust folder trusts, for what and since when."""

import datetime as dt

import pytest

from signing.demo.tampering.authority import Authority
from signing.trust import load_trust

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
LISTED = '[[anchor]]\nfile = "root.pem"\nname = "Gốc mẫu"\n'


@pytest.fixture(scope="module")
def authority():
    return Authority(now=NOW)


@pytest.fixture
def folder(authority, tmp_path):
    """Make ``<name>/`` with root and lists, and an ``anchors.toml`` if ``listed`` is given; return what is above."""

    def make(name="", listed=None):
        authority.write_trust(tmp_path / name)
        if listed is not None:
            (tmp_path / name / "anchors.toml").write_text(listed, encoding="utf-8")
        return tmp_path

    return make


def counts(trust, *, at=NOW, use=None):
    return bool(trust.in_force(at=at, use=use).roots)


def test_a_plain_folder_is_for_everything(folder):
    trust = load_trust(folder())
    assert len(trust.crls) == 2
    assert all(counts(trust, use=use) for use in (None, "public-duty", "business", "timestamp"))


def test_a_subfolder_is_for_what_its_name_says_and_for_time_stamps(folder):
    trust = load_trust(folder("public-duty"))
    assert [counts(trust, use=use) for use in (None, "public-duty", "timestamp", "business")] == [True] * 3 + [False]


def test_services_that_only_stamp_make_no_signature_trusted(folder):
    trust = load_trust(folder("timestamp"))
    assert counts(trust, use="timestamp")
    assert not counts(trust)


def test_the_list_says_when(folder):
    trust = load_trust(folder(listed=LISTED + "trusted_from = 2026-01-01\ntrusted_until = 2026-12-31T00:00:00Z\n"))
    [root] = trust.roots
    assert trust.terms_of(root).name == "Gốc mẫu"
    assert counts(trust)
    assert not counts(trust, at=NOW - dt.timedelta(days=365))
    assert not counts(trust, at=NOW + dt.timedelta(days=365))


@pytest.mark.parametrize(
    "listed",
    [
        "[[anchor",
        "",
        "anchor = 3",
        '[[anchor]]\nname = "x"',
        LISTED + 'purposes = ["all"]',
        LISTED + "trusted_from = 3",
    ],
)
def test_a_list_that_says_nothing_makes_nobody_trusted(folder, listed):
    trust = load_trust(folder(listed=listed))
    assert not trust.roots
    assert trust.unreadable == ("anchors.toml",)


def test_a_list_that_names_a_missing_file_says_so(folder):
    trust = load_trust(folder(listed='[[anchor]]\nfile = "other.pem"\n'))
    assert (trust.roots, trust.unreadable) == ((), ("other.pem",))


def test_an_anchor_in_two_folders_keeps_the_terms_of_the_first(folder):
    folder()
    trust = load_trust(folder("business"))
    assert len(trust.roots) == 1
    assert counts(trust, use="public-duty")
