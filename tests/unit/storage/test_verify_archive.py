"""Every kind of tampering, each found under its code, even where the inventory was made to fit."""

import datetime as dt
import hashlib
import json
import re

import pytest

from storage.verify_archive import find_defects
from tests.unit.storage.made_packages import case_package, document_package

METS, REP = "METS.xml", "representations/rep1/METS.xml"
PREMIS, EVENTS = "metadata/preservation/PREMIS.xml", "metadata/events.json"
DATA = "representations/rep1/data/"


def sha(data):
    return hashlib.sha256(data).hexdigest()


class Forger:
    """Changes a package, and then makes inventory and METS fit, as somebody would who knows the format."""

    def __init__(self, package):
        self.files = {file.path: file.data for file in package.files}

    def edit(self, path, old, new):
        assert old.encode() in self.files[path]
        self.files[path] = self.files[path].replace(old.encode(), new.encode())

    def edit_json(self, path, change):
        value = json.loads(self.files[path])
        change(value)
        self.files[path] = json.dumps(value, ensure_ascii=False).encode()

    def refit(self, *, mets=True):
        inventory = json.loads(self.files["inventory.json"])
        if mets:
            for name in (REP, METS):
                self.files[name] = self._refitted(name)
        for entry in inventory["files"]:
            if entry["path"] in self.files:
                data = self.files[entry["path"]]
                entry |= {"sha256": sha(data), "size": len(data)}
        self.files["inventory.json"] = json.dumps(inventory).encode()

    def _refitted(self, name):
        folder = name.removesuffix("METS.xml")

        def fit(match):
            target = self.files.get(folder + match["path"])
            if target is None:
                return match[0]
            fitted = re.sub(r'CHECKSUM="\w+"', f'CHECKSUM="{sha(target)}"', match[0])
            return re.sub(r'SIZE="\d+"', f'SIZE="{len(target)}"', fitted)

        text = self.files[name].decode()
        return re.sub(r'SIZE="\d+"[^§]*?xlink:href="(?P<path>[^"]+)"', fit, text).encode()

    def codes(self, **given):
        found = find_defects(self.files, self.files.__getitem__, **given)
        return [defect.code for defect in found]


@pytest.fixture(params=[document_package, case_package], ids=["document", "case file"])
def forger(request):
    return Forger(request.param())


@pytest.fixture
def document():
    return Forger(document_package())


@pytest.fixture
def case_file():
    return Forger(case_package())


def test_a_whole_package_has_no_defect_and_a_refitted_one_neither(forger):
    assert forger.codes() == []
    forger.refit()
    assert forger.codes() == []


def test_any_file_changed_or_gone_is_found(forger):
    for path in [path for path in forger.files if path != "inventory.json"]:
        kept = forger.files[path]
        forger.files[path] = kept + b" "
        assert "altered" in forger.codes(), path
        del forger.files[path]
        assert "missing" in forger.codes(), path
        forger.files[path] = kept


def test_a_file_more_is_found(forger):
    forger.files["note.txt"] = b"x"
    assert forger.codes() == ["unexpected"]


def test_without_inventory_or_with_another_it_is_no_package(forger):
    assert forger.codes(manifest_sha256="0" * 64) == ["other-manifest"]
    forger.files["inventory.json"] = b"["
    assert forger.codes() == ["unreadable"]
    del forger.files["inventory.json"]
    assert forger.codes() == ["no-inventory"]


def test_a_listed_file_that_mets_does_not_name_is_found(forger):
    forger.files["more.pdf"] = b"x"
    forger.edit_json("inventory.json", lambda kept: kept["files"].append({"path": "more.pdf"}))
    forger.refit()
    assert forger.codes() == ["mets-unreferenced"]


def test_a_file_that_mets_names_twice_or_that_is_not_there_is_found(forger):
    forger.edit(METS, 'xlink:href="metadata/events.json"', 'xlink:href="metadata/preservation/PREMIS.xml"')
    forger.refit()
    assert sorted(forger.codes()) == ["mets-twice", "mets-unreferenced"]
    forger.edit(METS, 'xlink:href="metadata/preservation/PREMIS.xml"', 'xlink:href="metadata/gone.xml"')
    forger.refit(mets=False)
    assert "mets-missing" in forger.codes()


def test_another_checksum_or_size_in_mets_is_found(forger):
    forger.edit(METS, 'CHECKSUM="', 'CHECKSUM="0')
    forger.refit(mets=False)
    assert set(forger.codes()) == {"mets-checksum"}
    forger.edit(METS, 'SIZE="', 'SIZE="9')
    forger.refit(mets=False)
    assert "mets-size" in forger.codes()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (":uuid:", ":uuid:9", "mets-object"),
        ('TYPE="AIP"', 'TYPE="SIP"', "mets-type"),
        ('ID="dmd-2"', 'ID="dmd-1"', "mets-ids"),
        ("</mets>", "", "unreadable"),
        ("<mets ", '<!DOCTYPE mets [<!ENTITY a "b">]><mets ', "unreadable"),
    ],
)
def test_mets_about_something_else_is_found(forger, old, new, code):
    forger.edit(METS, old, new)
    forger.refit(mets=False)
    assert code in forger.codes()


def test_an_event_changed_is_found_even_when_premis_is_made_to_fit(forger):
    forger.edit(EVENTS, '"actor": "vanthu"', '"actor": "giamdoc"')
    forger.edit(PREMIS, ">vanthu<", ">giamdoc<")
    forger.refit()
    assert set(forger.codes()) == {"event-altered", "premis-fixity"}


def test_an_event_dropped_or_told_differently_is_found(forger):
    kept = dict(forger.files)
    forger.edit_json(EVENTS, lambda events: events.clear())
    forger.refit()
    assert "premis-events" in forger.codes()
    for old, new in ((">vanthu<", ">giamdoc<"), ("T09:00:00.000005", "T10:00:00.000005"), (">3<", ">4<")):
        forger.files = dict(kept)
        forger.edit(PREMIS, old, new)
        forger.refit()
        assert "premis-events" in forger.codes()


def test_events_out_of_order_are_found(document):
    document.edit_json(EVENTS, lambda events: events.append(events[0]))
    document.refit()
    assert "event-order" in document.codes()


def test_another_original_or_final_file_is_found(document):
    document.files[DATA + "original.pdf"] = b"%PDF forged"
    document.refit()
    assert set(document.codes()) >= {"other-original", "premis-fixity"}


def test_a_record_about_another_document_is_found(document, case_file):
    document.edit_json("metadata/document.json", lambda kept: kept["record"].update(document="x"))
    case_file.edit_json("metadata/casefile.json", lambda kept: kept.update(case_file="x"))
    for forger in (document, case_file):
        forger.refit()
        assert "other-record" in forger.codes()


def test_a_document_taken_out_of_a_case_file_is_found(case_file):
    case_file.edit_json("metadata/casefile.json", lambda kept: kept["documents"].clear())
    case_file.refit()
    assert "totals" in case_file.codes()
    case_file.edit_json("metadata/casefile.json", lambda kept: kept["documents"].append({"ordinal": 2}))
    assert "ordinals" in case_file.codes()


def test_a_description_of_something_else_is_found(forger):
    ead = "metadata/descriptive/EAD.xml"
    forger.edit(ead, ":uuid:", ":uuid:9")
    forger.refit()
    assert forger.codes() == ["ead-object"]
    forger.edit(ead, "<unittitle", "<unittitle>Khác</unittitle><unittitle")
    forger.refit()
    assert forger.codes() == ["ead-object", "ead-title"]


@pytest.mark.parametrize("said", [b"{}", b"[]", b"null", b"\xff", b'{"record": [], "documents": 3, "fields": null}'])
def test_a_file_that_says_anything_at_all_ends_in_defects_never_in_a_crash(forger, said):
    for path in [path for path in forger.files if path.endswith((".json", ".xml"))]:
        kept = dict(forger.files)
        forger.files[path] = said
        if path != "inventory.json":
            forger.refit(mets=not path.endswith("METS.xml"))
        assert forger.codes(verify=lambda _: "valid", referred={}.__getitem__), path
        forger.files = kept


def test_a_version_that_forgets_those_before_and_an_unknown_format_are_found(forger):
    forger.edit_json("inventory.json", lambda kept: kept.update(version=2))
    assert forger.codes() == ["versions"]
    forger.edit_json("inventory.json", lambda kept: kept.update(version=1, format="vanban-aip/9"))
    assert "unknown-format" in forger.codes()


@pytest.mark.parametrize(
    ("verdict", "code"), [("valid", []), ("invalid", ["signature"]), ("indeterminate", ["signature-unproven"])]
)
def test_the_final_file_is_judged_by_the_verifier_that_is_passed_in(document, verdict, code):
    judged = []

    def verify(data):
        judged.append(data)
        return verdict

    assert [one for one in document.codes(verify=verify) if one.startswith("signature")] == code
    assert judged == [b"%PDF b"]


def test_what_the_store_says_of_locks_is_judged(document):
    until = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    locks = dict.fromkeys(document.files, ("COMPLIANCE", until))
    assert document.codes(locks=locks, locked_until=until) == []
    locks[METS] = ("GOVERNANCE", until)
    locks[REP] = ("COMPLIANCE", until - dt.timedelta(days=1))
    assert document.codes(locks=locks, locked_until=until) == ["unlocked", "short-lock"]
    assert len(document.codes(locks={})) == len(document.files)


def test_what_a_case_file_refers_to_is_followed(case_file):
    inner = document_package()
    stored = {inner.prefix + file.path: file.data for file in inner.files}
    assert case_file.codes(referred=stored.__getitem__) == []
    stored[inner.prefix + "inventory.json"] += b" "
    assert case_file.codes(referred=stored.__getitem__) == ["reference-altered"]
    assert case_file.codes(referred={}.__getitem__) == ["reference-missing"]
