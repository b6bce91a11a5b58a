"""The package: the same bytes for the same input, everything in the inventory, and a check that shares no code."""

import dataclasses
import datetime as dt
import hashlib
import json
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from storage.package import Content, ascii_name, build_package
from storage.verify_archive import check_folder, check_package
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.evidence import GENESIS, Event, event_digest

PREMIS = "{http://www.loc.gov/premis/v3}"
ORIGINAL, SEALED = b"%PDF-1.7 a", b"%PDF-1.7 ab"


def sha(data):
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def document():
    return Document(
        id="0f8fad5b-d9cb-469f-a165-70867728950e",
        claim_id="7c9e6679-7425-40de-944b-e07fc1f90ae7",
        office="van-phong",
        direction=Direction.OUTGOING,
        state=State.SEALED,
        sha256=sha(ORIGINAL),
        size=len(ORIGINAL),
        media_type="application/pdf",
        file_name="Dự thảo.pdf",
        received_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        received_by="vanthu",
        current_sha256=sha(SEALED),
        entry=RegisterEntry(subject="Về việc thử nghiệm", to_places="UBND quận; Sở Nội vụ"),
    )


@pytest.fixture
def events():
    fields = {
        "sequence": 3,
        "at": dt.datetime(2026, 5, 1, 2, tzinfo=dt.UTC),
        "actor": "vanthu",
        "name": "document.sealed",
        "subject": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "data": {"to": sha(SEALED)},
        "previous": GENESIS,
    }
    return [Event(**fields, digest=event_digest(**fields))]


@pytest.fixture
def contents():
    return [Content("original", ORIGINAL, "application/pdf"), Content("sealed", SEALED, "application/pdf")]


@pytest.fixture
def package(document, contents, events):
    return build_package(document, contents, events)


@pytest.fixture
def files(package):
    return {file.path: file.data for file in package.files}


def check(files):
    return check_package(files, files.__getitem__)


def test_the_same_input_gives_the_same_bytes(document, contents, events, package):
    assert build_package(document, contents, events) == package


def test_keys_are_ascii_and_say_where_the_package_belongs(package):
    assert package.prefix == "aip/van-phong/2026/0f8fad5b-d9cb-469f-a165-70867728950e/v1/"
    assert all(key.isascii() for key in package.objects)


def test_the_inventory_comes_last_and_lists_everything_else(package):
    assert package.files[-1].path == "inventory.json"
    inventory = json.loads(package.files[-1].data)
    assert [f["path"] for f in inventory["files"]] == [f.path for f in package.files[:-1]]
    assert [f["sha256"] for f in inventory["files"]] == [sha(f.data) for f in package.files[:-1]]
    assert package.manifest_sha256 == sha(package.files[-1].data)


def test_a_whole_package_passes_the_check(files):
    assert check(files) == []


def test_outgoing_fields_have_their_receivers(files):
    fields = json.loads(files["metadata/document.json"])["fields"]
    assert fields["To"] == [
        {"OrganId": None, "OrganName": "UBND quận"},
        {"OrganId": None, "OrganName": "Sở Nội vụ"},
    ]
    assert "ArrivalNumber" not in fields


def test_incoming_fields_have_their_arrival(document, contents):
    incoming = dataclasses.replace(document, direction=Direction.INCOMING, entry=RegisterEntry(arrival_number=7))
    package = build_package(incoming, contents, [])
    fields = json.loads(next(f.data for f in package.files if f.path == "metadata/document.json"))["fields"]
    assert fields["ArrivalNumber"] == 7
    assert "To" not in fields


def test_premis_names_each_file_with_its_digest_and_each_event(files):
    root = ET.fromstring(files["metadata/preservation/PREMIS.xml"])  # noqa: S314 - our own
    digests = {e.text for e in root.iter(f"{PREMIS}messageDigest")}
    assert {sha(ORIGINAL), sha(SEALED)} <= digests
    assert [e.text for e in root.iter(f"{PREMIS}eventType")] == ["digital signing", "fixity check"]


def test_two_files_in_one_role_keep_two_names(document, events):
    contents = [
        Content("original", ORIGINAL, "image/jpeg"),
        Content("signed", b"%PDF 1", "application/pdf"),
        Content("signed", SEALED, "application/pdf"),
    ]
    paths = [file.path for file in build_package(document, contents, events).files]
    assert [path.removeprefix("representations/rep1/data/") for path in paths[:3]] == [
        "original.jpg",
        "signed.pdf",
        "signed-2.pdf",
    ]


@pytest.mark.parametrize(
    "path", ["representations/rep1/data/sealed.pdf", "metadata/preservation/PREMIS.xml", "METS.xml"]
)
def test_a_changed_or_missing_file_is_found(files, path):
    changed = {**files, path: files[path] + b" "}
    assert any(path in sentence for sentence in check(changed))
    del changed[path]
    assert any(path in sentence for sentence in check(changed))


def test_a_file_that_is_not_listed_is_found(files):
    assert check({**files, "more.pdf": b"x"}) == ["more.pdf is not in the inventory"]


def test_without_its_inventory_it_is_no_package(files):
    del files["inventory.json"]
    assert len(check(files)) == 1
    assert check({**files, "inventory.json": b"{"}) == ["inventory.json cannot be read"]


def test_a_forged_event_is_found_even_with_a_matching_inventory(document, contents, events):
    forged = [dataclasses.replace(events[0], actor="someone else")]
    files = {f.path: f.data for f in build_package(document, contents, forged).files}
    assert check(files) == ["event 3 was changed"]


def test_another_original_is_found_even_with_a_matching_inventory(document, contents, events):
    swapped = [dataclasses.replace(contents[0], data=b"%PDF other"), contents[1]]
    files = {f.path: f.data for f in build_package(document, swapped, events).files}
    assert check(files) == ["the original is not what the record says"]


def test_the_check_runs_by_itself_on_a_folder(files, tmp_path):
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    assert check_folder(tmp_path) == []
    command = [sys.executable, "-m", "storage.verify_archive", str(tmp_path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (tmp_path / "representations/rep1/data/original.pdf").write_bytes(b"EVIL")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    ("name", "starts"),
    [("van-phong", "van-phong"), ("Văn phòng", "van-phong-"), ("Đảng/ủy", "dang-uy-"), ("日本", "office-")],
)
def test_office_names_become_ascii(name, starts):
    assert ascii_name(name).startswith(starts)
    assert ascii_name(name).isascii()


def test_two_offices_never_share_a_prefix():
    assert len({ascii_name(name) for name in ("Văn phòng", "van phong", "van-phong", "VAN PHÒNG", "vạn phòng")}) == 5
