"""Claims: one rename, nothing overwritten, nothing lost by a crash between two lines."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import unicodedata
from pathlib import Path

import pytest

from vanban.domain.document import Direction
from vanban.domain.intake import Disposition, IntakeItem
from vanban.intake import spool
from vanban.intake.filing import Cabinet
from vanban.intake.looking import entries

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "intake" / "den" / "van-phong").mkdir(parents=True)
    for name in ("spool", "work", "done", "quarantine", "duplicates", "suspects"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def cabinet(home: Path) -> Cabinet:
    names = ("spool", "work", "done", "quarantine", "duplicates", "suspects")
    return Cabinet(**{name: home / name for name in names})


def drop(home: Path, name: str | bytes, data: bytes = b"x") -> Path:
    path = Path(os.fsdecode(os.fsencode(home / "intake/den/van-phong") + b"/" + os.fsencode(name)))
    path.write_bytes(data)
    return path


def only_entry(home: Path):
    (entry,) = entries(home / "intake")
    return entry


def test_a_claim_moves_the_file_and_keeps_who_and_what(home: Path) -> None:
    dropped = drop(home, "Quyết định.pdf")
    claim = spool.take_claim(only_entry(home), spool=home / "spool", now=NOW)
    assert claim is not None
    assert not dropped.exists()
    assert (home / "spool" / claim.id / "payload").read_bytes() == b"x"
    assert (claim.file_name, claim.office, claim.direction) == ("Quyết định.pdf", "van-phong", Direction.INCOMING)
    ((again, payload),) = spool.claims(home / "spool")
    assert again == claim
    assert payload.read_bytes() == b"x"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("xuống\ndòng.pdf", "xuống\ufffddòng.pdf"),
        (unicodedata.normalize("NFD", "Số.pdf"), "Số.pdf"),
        (b"\xff\xfe.pdf", "\ufffd\ufffd.pdf"),
        ("..pdf", None),
        ("x" * 251 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_hostile_names_are_only_shown(home: Path, name: str | bytes, shown: str | None) -> None:
    drop(home, name)
    if shown is None:  # hidden files are unfinished transfers
        assert [e.held_back for e in entries(home / "intake")] == ["unfinished"]
        return
    claim = spool.take_claim(only_entry(home), spool=home / "spool", now=NOW)
    assert claim is not None
    assert claim.file_name == shown


def test_a_file_written_to_after_the_settled_look_goes_back(home: Path) -> None:
    dropped = drop(home, "a.pdf")
    entry = only_entry(home)
    dropped.write_bytes(b"more than before")
    assert spool.take_claim(entry, spool=home / "spool", now=NOW) is None
    assert dropped.read_bytes() == b"more than before"
    assert list((home / "spool").iterdir()) == []


def test_a_writer_still_there_at_the_claim_sends_the_file_back(home: Path) -> None:
    dropped = drop(home, "a.pdf")
    entry = only_entry(home)
    with dropped.open("ab"):
        assert spool.take_claim(entry, spool=home / "spool", now=NOW) is None
    assert dropped.exists()


def test_putting_back_never_overwrites(home: Path) -> None:
    taken = drop(home, "a.pdf", b"new")
    payload = home / "spool" / "p"
    payload.write_bytes(b"old")
    where = spool.put_back(payload, to=taken)
    assert taken.read_bytes() == b"new"
    assert where.read_bytes() == b"old"
    assert where.parent == taken.parent


def test_a_folder_is_put_back_beside_one_of_its_name(home: Path) -> None:
    (home / "spool" / "abc" / "payload").mkdir(parents=True)
    taken = home / "intake/den/van-phong/thu-muc"
    taken.mkdir()
    where = spool.put_back(home / "spool" / "abc" / "payload", to=taken)
    assert where != taken
    assert where.is_dir()
    assert not (home / "spool" / "abc" / "payload").exists()


def test_a_claim_whose_rename_never_happened_is_swept_away(home: Path) -> None:
    (home / "spool" / "abc").mkdir()
    (home / "spool" / "abc" / "claim.json").write_text('{"half"')
    assert list(spool.claims(home / "spool")) == []
    assert not (home / "spool" / "abc").exists()


def item_of(claim, disposition: Disposition, reason: str = "") -> IntakeItem:
    return IntakeItem(
        claim_id=claim.id, disposition=disposition, sha256="0" * 64, size=1, received_at=NOW, received_by="a",
        reason=reason,
    )  # fmt: skip


def test_filing_a_suspect_locks_it_and_drops_its_name(home: Path, cabinet: Cabinet) -> None:
    drop(home, "Tối mật.pdf")
    claim = spool.take_claim(only_entry(home), spool=home / "spool", now=NOW)
    assert claim is not None
    (cabinet.work_folder(claim.id) / "page-0001.json").write_text("words")
    cabinet.file_away(item_of(claim, Disposition.SUSPECT, "suspect"))
    cabinet.file_away(item_of(claim, Disposition.SUSPECT, "suspect"))  # may run twice
    filed = home / "suspects" / claim.id
    assert sorted(f.name for f in filed.iterdir()) == ["payload"]
    assert (filed / "payload").lstat().st_mode & 0o777 == 0
    assert not (home / "work" / claim.id).exists()


def test_filing_a_refused_link_never_touches_what_it_points_to(home: Path, cabinet: Cabinet) -> None:
    outside = home / "outside.pdf"
    outside.write_bytes(b"mine")
    (home / "intake/den/van-phong/link.pdf").symlink_to(outside)
    claim = spool.take_claim(only_entry(home), spool=home / "spool", now=NOW)
    assert claim is not None
    cabinet.file_away(item_of(claim, Disposition.QUARANTINED, "not-a-file"))
    assert (home / "quarantine" / claim.id / "payload").is_symlink()
    assert outside.read_bytes() == b"mine"
    assert "liên kết" in (home / "quarantine" / claim.id / "reason.json").read_text()


def test_a_pass_killed_while_locking_a_suspect_is_finished_by_the_next(home: Path, cabinet: Cabinet) -> None:
    drop(home, "Tối mật.pdf")
    claim = spool.take_claim(only_entry(home), spool=home / "spool", now=NOW)
    assert claim is not None
    spool.forget_name(home / "spool" / claim.id)
    (home / "spool" / claim.id / "payload").chmod(0)  # here the first pass was killed
    ((again, _),) = spool.claims(home / "spool")
    assert (again.id, again.file_name) == (claim.id, "")
    assert "mật" not in (home / "spool" / claim.id / "claim.json").read_text()
    cabinet.file_away(item_of(again, Disposition.SUSPECT, "suspect"))
    assert [f.name for f in (home / "suspects" / claim.id).iterdir()] == ["payload"]


@pytest.mark.parametrize("cut", ["before anything", "before it is moved", "before it is opened", "after all"])
def test_a_released_suspect_is_taken_back_wherever_an_earlier_try_was_cut_off(
    home: Path, cabinet: Cabinet, cut: str
) -> None:
    drop(home, "Tối mật.pdf")
    claim = spool.take_claim(only_entry(home), spool=home / "spool", now=NOW)
    assert claim is not None
    cabinet.file_away(item_of(claim, Disposition.SUSPECT, "suspect"))
    released = dataclasses.replace(claim, file_name="tep-1")
    filed, back = home / "suspects" / claim.id, home / "spool" / claim.id
    if cut == "before it is moved":
        spool.write_claim(filed, released)
    elif cut == "before it is opened":
        filed.rename(back)
    elif cut == "after all":
        assert cabinet.take_back(released, disposition=Disposition.SUSPECT)
    assert cabinet.take_back(released, disposition=Disposition.SUSPECT)
    ((again, payload),) = spool.claims(home / "spool")
    assert (again, payload.lstat().st_mode & 0o777) == (released, 0o600)
    assert not filed.exists()


def test_what_is_taken_back_is_never_opened_through_a_link_and_what_is_gone_stays_gone(
    home: Path, cabinet: Cabinet
) -> None:
    outside = home / "outside.pdf"
    outside.write_bytes(b"mine")
    outside.chmod(0o640)
    (home / "intake/den/van-phong/link.pdf").symlink_to(outside)
    claim = spool.take_claim(only_entry(home), spool=home / "spool", now=NOW)
    assert claim is not None
    cabinet.file_away(item_of(claim, Disposition.QUARANTINED, "not-a-file"))
    assert cabinet.take_back(claim, disposition=Disposition.QUARANTINED)
    assert outside.lstat().st_mode & 0o777 == 0o640
    assert not (home / "spool" / claim.id / "reason.json").exists()
    elsewhere = dataclasses.replace(claim, id="gone")
    assert not cabinet.take_back(elsewhere, disposition=Disposition.QUARANTINED)
