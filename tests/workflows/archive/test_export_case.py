"""Case files that leave the house: as in the archive, in a bag, to read; and the papers that go with them."""

import dataclasses
import datetime as dt
import hashlib
import io
import posixpath
from pathlib import Path

import bagit
import pypdf
import pytest
from lxml import etree

from storage.case_export import check_bag
from storage.memory_store import MemoryStore
from storage.verify_archive import defects_of_folder, packages_in
from vanban.domain.document import Direction, State
from vanban.domain.errors import IntegrityError, RefusedError
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS
from vanban.workflows.archive_cases import archive_closed
from vanban.workflows.case_files import due_case_files
from vanban.workflows.case_lists import hand_over, list_documents, list_due
from vanban.workflows.export_case import ExportKind, ExportRoom, export_case

MONDAY, FRIDAY = dt.date(2026, 5, 18), dt.date(2026, 5, 22)
SCHEMA = Path(__file__).parents[2] / "schemas" / "mets.xsd"
XLINK = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture
def room(cases):
    return ExportRoom(office=cases.office, store=cases.archive.store, organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU")


@pytest.fixture
def case_file(cases):
    """Two incoming documents, the later one added first; one of them a scan with a searchable copy."""
    opened = cases.open(title="Hồ sơ tuyển dụng", creator="Nguyễn Văn Mẫu")
    later, earlier = cases.document(FRIDAY), cases.document(MONDAY)
    searchable = b"%PDF-1.7 searchable"
    sha256 = hashlib.sha256(searchable).hexdigest()
    MemoryStore.put(cases.archive.store, RECORDS, original_key(sha256), searchable)
    with cases.archive.register.begin() as uow:
        uow.evidence.add(earlier, role="searchable", sha256=sha256, at=cases.archive.clock.at)
        uow.commit()
    cases.add(opened, later, earlier)
    return archived(cases, opened)


def archived(cases, case_file):
    closed = cases.close(case_file)
    cases.archive.archive_all()
    assert [outcome.error for outcome in archive_closed(cases.archive.room, keep_on=lambda: True)] == [None]
    return closed


def text_of(pdf):
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


def test_the_archived_shape_is_what_lies_in_the_archive_and_checks_by_itself(case_file, room, tmp_path):
    folder = export_case(case_file.id, tmp_path, kind=ExportKind.AIP, room=room)
    assert folder.name == f"urn_000.00.00.H26_uuid_{case_file.id}-aip"
    packages = packages_in(folder)
    assert len(packages) == 3
    assert [defects_of_folder(package) for package in packages] == [[], [], []]
    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert path.read_bytes() == room.store.get(ARCHIVE, path.relative_to(folder).as_posix())
    next(path for path in folder.rglob("inventory.json") if "aip-case" not in path.parts).write_bytes(b"{}")
    assert "reference-altered" in {d.code for package in packages for d in defects_of_folder(package)}
    with pytest.raises(RefusedError):
        export_case(case_file.id, tmp_path, kind=ExportKind.AIP, room=room)


def test_the_bag_is_valid_by_the_library_of_congress_own_program(case_file, room, tmp_path):
    folder = export_case(case_file.id, tmp_path, kind=ExportKind.BAGIT, room=room)
    bag = bagit.Bag(str(folder))
    assert bag.is_valid()
    assert sorted(bag.algorithms) == ["sha256", "sha512"]
    assert bag.info["Source-Organization"] == room.organisation
    assert bag.info["External-Identifier"] == f"urn:000.00.00.H26:uuid:{case_file.id}"
    assert [defects_of_folder(package) for package in packages_in(folder / "data")] == [[], [], []]
    next(folder.rglob("original.pdf")).write_bytes(b"EVIL")
    assert check_bag(folder)


def test_the_package_for_use_has_one_file_each_in_order_and_no_evidence(case_file, room, tmp_path):
    folder = export_case(case_file.id, tmp_path, kind=ExportKind.DIP, room=room)
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert paths == {
        "METS.xml",
        "documentation/muc-luc-van-ban.pdf",
        "metadata/descriptive/EAD.xml",
        "representations/rep1/METS.xml",
        "representations/rep1/data/001.pdf",
        "representations/rep1/data/002.pdf",
    }
    first, second = ((folder / f"representations/rep1/data/00{n}.pdf").read_bytes() for n in (1, 2))
    assert (first, second) == (b"%PDF-1.7 searchable", b"%PDF-1.7 original")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    referred = set()
    for name in ("METS.xml", "representations/rep1/METS.xml"):
        tree = etree.parse(folder / name)
        assert schema.validate(tree), schema.error_log
        assert tree.getroot().get("TYPE") == "DIP"
        for element in tree.iter("{*}mdRef", "{*}file"):
            href = element.get(XLINK) or element[0].get(XLINK)
            path = posixpath.join(posixpath.dirname(name), href)
            referred.add(path)
            assert element.get("CHECKSUM") == hashlib.sha256((folder / path).read_bytes()).hexdigest()
    assert referred == paths - {"METS.xml"}
    described = (folder / "metadata/descriptive/EAD.xml").read_text()
    assert described.count("<c level=") == 2
    assert "Hồ sơ tuyển dụng" in text_of((folder / "documentation/muc-luc-van-ban.pdf").read_bytes())


def test_a_signed_document_is_handed_out_as_it_was_signed(cases, room, tmp_path):
    opened, sealed = cases.open(), cases.archive.sealed()
    cases.archive.archive_all()
    cases.add(opened, sealed.id)
    case_file = archived(cases, opened)
    folder = export_case(case_file.id, tmp_path, kind=ExportKind.DIP, room=room)
    assert next(folder.rglob("001*.pdf")).read_bytes() == cases.archive.sealed_by_both


def test_every_version_leaves_with_the_case_file(cases, case_file, room, tmp_path):
    cases.add(case_file, cases.document(FRIDAY), why="Sở gửi muộn")
    cases.archive.archive_all()
    list(archive_closed(cases.archive.room, keep_on=lambda: True))
    folder = export_case(case_file.id, tmp_path, kind=ExportKind.AIP, room=room)
    versions = [path.parent.name for path in sorted((folder / "aip-case").rglob("inventory.json"))]
    assert (versions, len(packages_in(folder))) == (["v1", "v2"], 5)


def test_nothing_appears_when_a_byte_is_not_what_was_archived(cases, case_file, room, tmp_path):
    [key] = [v.key for v in room.store.versions(ARCHIVE, "aip/") if v.key.endswith("searchable.pdf")]
    room.store.overwrite(ARCHIVE, key, b"EVIL")
    for kind in ExportKind:
        with pytest.raises(IntegrityError):
            export_case(case_file.id, tmp_path, kind=kind, room=room)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_archived_does_not_leave(cases, room, tmp_path):
    opened = cases.open()
    with pytest.raises(RefusedError):
        export_case(opened.id, tmp_path, kind=ExportKind.AIP, room=room)
    with pytest.raises(RefusedError):
        hand_over([opened.id], actor="luutru", organisation=room.organisation, office=room.office)


def test_the_list_of_documents_has_the_columns_of_the_decree(cases, case_file, room):
    cases.add(case_file, cases.document(FRIDAY), why="Sở gửi muộn")
    written = list_documents(case_file.id, organisation=room.organisation, office=room.office)
    assert written == list_documents(case_file.id, organisation=room.organisation, office=room.office)
    text = text_of(written)
    for column in ("STT", "Số, ký hiệu văn bản", "Ngày tháng năm văn bản", "Tác giả văn bản", "Ghi chú", "(7)"):
        assert column in text
    assert "Số, ký hiệu hồ sơ: 01.TCCB" in text
    assert "Tờ trình Về việc thử" in text
    assert text.index("18/05/2026") < text.index("22/05/2026")
    assert all(pages in text for pages in ("1–3", "4–6", "7–9"))
    assert "Bổ sung: Sở gửi" in text


def test_the_hand_over_leaves_record_and_list_and_is_noted_once(cases, case_file, room):
    said = {"actor": "luutru", "organisation": room.organisation, "office": room.office, "giver": "Trần Thị Giao"}
    done = hand_over([case_file.id, case_file.id], **said)
    record, listed = text_of(done.record), text_of(done.listed)
    assert "BIÊN BẢN Giao nhận hồ sơ, tài liệu" in record
    assert "Ông (bà): Trần Thị Giao" in record
    assert "Tổng số hồ sơ: 1 (một)" in record
    assert "Tổng số tệp tin trong hồ sơ: 2 (hai)" in record
    assert "18/05/2026 – 22/05/2026" in record
    assert "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU" in listed
    assert "Mục lục này gồm: 1 hồ sơ" in listed
    assert "Viết bằng chữ: Một hồ sơ" in listed
    assert "10 năm" in listed
    first = cases.show(case_file).case_file
    assert (first.handed_over_by, first.handed_over_at) == ("luutru", cases.archive.clock.at)
    cases.archive.clock.at += dt.timedelta(days=1)
    again = hand_over([case_file.id], **said)
    assert cases.show(case_file).case_file == first
    assert again.case_files[0].office in text_of(again.listed)
    named = dataclasses.replace(room.office, unit_names={first.office: "Phòng Tổ chức cán bộ"})
    papers = hand_over([case_file.id], **said | {"office": named})
    assert "Hồ sơ điện tử của Phòng Tổ chức cán bộ" in text_of(papers.record)
    assert "Phòng Tổ chức cán bộ" in text_of(papers.listed).replace("PHÒNG TỔ CHỨC CÁN BỘ", "Phòng Tổ chức cán bộ")
    assert len(cases.archive.events("casefile.handed-over")) == 1
    cases.archive.clock.at += dt.timedelta(days=400)
    assert due_case_files(office=room.office) == []


def test_case_files_of_two_units_are_not_handed_over_together(cases, case_file, room):
    other = cases.open("02.VP", unit="Văn phòng")
    cases.add(other, cases.document(MONDAY))
    archived(cases, other)
    with pytest.raises(RefusedError):
        hand_over([case_file.id, other.id], actor="luutru", organisation=room.organisation, office=room.office)
    assert cases.archive.events("casefile.handed-over") == []


def test_the_list_of_what_is_due_is_of_one_unit(cases, case_file, room):
    cases.archive.clock.at = dt.datetime(2027, 5, 1, tzinfo=dt.UTC)
    given = {"organisation": room.organisation, "office": room.office, "year": 2026}
    assert "01.TCCB" in text_of(list_due(unit="Phòng Tài chính", **given))
    with pytest.raises(RefusedError):
        list_due(unit="Văn phòng", **given)


def test_incoming_documents_need_no_number_to_be_named(cases, room, tmp_path):
    opened = cases.open()
    cases.add(opened, cases.archive.add(Direction.INCOMING, State.REGISTERED, {"original": b"%PDF-1.4"}).id)
    case_file = archived(cases, opened)
    assert next(export_case(case_file.id, tmp_path, kind=ExportKind.DIP, room=room).rglob("001.pdf"))
