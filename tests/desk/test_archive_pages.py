"""The archivist's day at the desk: packages, case files, hand-over, holds, disposal, and who looked at what."""

import datetime as dt
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest

from storage.retention import load_schedule
from vanban.desk.archive_words import FINDINGS
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.evidence import FileVerdict
from vanban.domain.people import Account, Role
from vanban.workflows.archive import archive_ready
from vanban.workflows.archive_cases import archive_closed
from vanban.workflows.event_log import publish_root
from vanban.workflows.terms import decide_term


class NothingSigned:
    def verify(self, data, *, at=None):
        return FileVerdict(hashlib.sha256(data).hexdigest(), "unsigned")


class FixedStamps:
    def token(self, sha256):
        return b"token over " + sha256


@pytest.fixture
def keeping(house, accounts):
    """The house with what the archive needs, and a second archivist."""
    services = house.services
    first = next(one for one in accounts if one.name == "luutru")
    services.let_in([Account("luutru2", Role.ARCHIVIST, first.password_hash)])
    services.verifier = NothingSigned()
    services.time_stamps = FixedStamps()
    services.schedule = load_schedule()
    return house


@pytest.fixture
def second(keeping, passwords):
    browser = keeping.browser()
    assert browser.log_in("luutru2", passwords["luutru"]).status_code == 200
    return browser


def archived(house, data=b"%PDF-1.7 one", **entry):
    fields = {"type_name": "tờ trình", "subject": "Về việc tuyển dụng", "issued_date": dt.date(2026, 3, 1)}
    document = house.add(data, state=State.REGISTERED, entry=RegisterEntry(**fields | entry))
    run_archive(house)
    assert house.get(document.id).state is State.ARCHIVED
    return document


def run_archive(house):
    list(archive_ready(house.services.archive_room, keep_on=lambda: True))
    list(archive_closed(house.services.archive_room, keep_on=lambda: True))


def names_in(answer):
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def open_case(browser, **fields):
    usual = {"file_notation": "01.TCCB", "file_catalog": "2026", "unit": "van-phong", "title": "Hồ sơ tuyển dụng"}
    return browser.post("/archive/case-files", maintenance="10N", **usual | fields)


def test_a_package_shows_its_objects_with_locks_and_is_handed_out_whole(keeping):
    document = archived(keeping)
    browser = keeping.browser("luutru")
    assert f"/archive/records/{document.id}" in browser.get("/archive").text
    page = browser.get(f"/archive/records/{document.id}").text
    assert "COMPLIANCE" in page
    assert "không khóa" not in page
    assert "Chưa có gốc nhật ký nào" in page
    names = names_in(browser.get(f"/archive/records/{document.id}/package.zip"))
    assert any(name.endswith("manifest-sha256.txt") or "METS" in name or "mets" in name.lower() for name in names)
    assert "document.viewed" in keeping.events(document.id), "what was taken away was looked at"
    assert list((keeping.services.settings.run / "bundles").iterdir()) == [], "nothing stays here"


def test_a_lost_object_is_seen_at_once(keeping):
    document = archived(keeping)
    with keeping.services.register.begin() as uow:
        key = sorted(uow.receipts.get(document.id).objects)[0]
    stat = keeping.services.store.stat
    keeping.services.store.stat = lambda bucket, asked, **at: None if asked == key else stat(bucket, asked, **at)
    page = keeping.browser("kiemtra").get(f"/archive/records/{document.id}").text
    assert page.count("KHÔNG có trong kho") == 1
    assert "có đối tượng không có khóa" in page


def test_the_proof_stands_on_the_newest_root(keeping):
    document = archived(keeping)
    assert publish_root(keeping.services.log_room) is not None
    browser = keeping.browser("luutru")
    page = browser.get(f"/archive/records/{document.id}").text
    assert "nằm trong gốc nhật ký" in page
    names = names_in(browser.get(f"/archive/records/{document.id}/proof.zip"))
    assert {"check_story.py", "proof.json", "root.json"} <= {name.split("/")[-1] for name in names}


def test_packages_are_listed_a_page_at_a_time(keeping, monkeypatch):
    monkeypatch.setattr("vanban.desk.routes.archive.ROWS", 2)
    made = set()
    for number in range(5):
        made.add(archived(keeping, f"%PDF-1.7 {number}".encode()).id)
        keeping.services.clock.ahead += dt.timedelta(minutes=1)
    browser, path, seen = keeping.browser("luutru"), "/archive", []
    while path:
        page = browser.get(path).text
        seen += re.findall(r"/archive/records/([0-9a-f-]{36})", page)
        following = re.search(r'href="(/archive\?before=[^"]+)" rel="next"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 5
    assert set(seen) == made


def test_a_case_file_from_opening_to_the_hand_over(keeping):
    document = archived(keeping)
    browser = keeping.browser("luutru")
    opened = open_case(browser)
    path = opened.url.path
    assert "Đã mở hồ sơ" in opened.text
    assert open_case(browser).status_code == 400, "a second click opens no second one"
    for _ in range(2):
        assert document.id in browser.post(f"{path}/documents", document=document.id).text
    assert browser.get(f"{path}/inventory.pdf").content.startswith(b"%PDF")
    assert "Đã kết thúc" in browser.post(f"{path}/close", ended="").text
    assert browser.post(f"{path}/close").status_code == 400, "a second click says that it is closed"
    run_archive(keeping)
    for kind in ("aip", "bagit", "dip"):
        assert names_in(browser.get(f"{path}/export/{kind}.zip"))
    case_id = path.split("/")[-1]
    assert keeping.events(case_id).count("casefile.exported") == 3
    assert case_id in browser.get("/archive/hand-over?days=3660").text
    assert browser.get("/archive/hand-over/list.pdf?unit=van-phong&year=2026&days=3660").content.startswith(b"%PDF")
    for _ in range(2):  # a double click gives the papers again
        papers = names_in(browser.post("/archive/hand-over", case_file=[case_id], receiver="Lê Thị Lưu"))
        assert papers == ["nop-luu/bien-ban-giao-nhan.pdf", "nop-luu/muc-luc-ho-so-nop-luu.pdf"]
    assert keeping.events(case_id).count("casefile.handed-over") == 1
    assert case_id not in browser.get("/archive/hand-over?days=3660").text


def test_what_is_wrong_with_a_case_file_is_said_beside_what_was_typed(keeping):
    browser = keeping.browser("luutru")
    wrong = open_case(browser, file_catalog="hai nghìn", title="Hồ sơ chưa mở")
    assert wrong.status_code == 400
    assert "Hồ sơ chưa mở" in wrong.text
    path = open_case(browser).url.path
    assert "Hồ sơ chưa có văn bản nào" in browser.post(f"{path}/close").text
    assert browser.post(f"{path}/documents", document="no-such").status_code == 400


def test_a_hold_is_released_by_a_second_person_only(keeping, second):
    document = archived(keeping)
    first = keeping.browser("luutru")
    for _ in range(2):  # a double click
        page = first.post("/archive/holds", subject=document.id, why="Thanh tra").text
    assert keeping.events(document.id).count("hold.placed") == 1
    assert "người khác phải gỡ" in page
    with keeping.services.register.begin() as uow:
        hold = uow.holds.list()[0]
        package = uow.receipts.get(document.id).package
        assert uow.custody.get("", package).held, "the store followed"
    assert "phải do người khác gỡ" in first.post(f"/archive/holds/{hold.id}/release", why="Xong").text
    assert "Đang có lệnh giữ" in second.get(f"/archive/records/{document.id}").text
    assert "Đã gỡ lệnh giữ" in second.post(f"/archive/holds/{hold.id}/release", why="Thanh tra xong").text
    assert "đã được gỡ trước đó" in second.post(f"/archive/holds/{hold.id}/release", why="Lần nữa").text
    assert "hold.released" in keeping.events(document.id)


def test_disposal_is_proposed_by_one_and_approved_by_another_and_deletes_nothing(keeping, second, passwords):
    document = archived(keeping)
    browser = keeping.browser("luutru")
    assert document.id not in browser.get("/archive/disposals").text
    decide_term(document.id, "05N", actor="luutru", why="Danh mục", office=keeping.services.term_office)
    keeping.services.clock.ahead = dt.timedelta(days=365 * 18)
    for one, name in ((browser, "luutru"), (second, "luutru2")):  # the sessions of long ago are over
        assert one.log_in(name, passwords["luutru"]).status_code == 200
    assert document.id in browser.get("/archive/disposals").text
    for _ in range(2):  # a double click makes one list
        listed = browser.post("/archive/disposals", document=[document.id], why="Hết thời hạn")
    path = listed.url.path
    with keeping.services.register.begin() as uow:
        assert len(uow.disposals.list()) == 1
    assert "phải do người khác phê duyệt" in browser.post(f"{path}/approve").text
    approved = second.post(f"{path}/approve", words="Đồng ý").text
    assert f"vanban disposal carry-out {path.split('/')[-1]}" in approved
    assert second.get(f"{path}/list.pdf").content.startswith(b"%PDF")
    assert keeping.get(document.id).state is State.ARCHIVED
    assert "đã ở trạng thái" in second.post(f"{path}/withdraw", why="Muộn").text


def test_who_looked_is_listed_by_document_and_by_person(keeping, letter_pdf):
    document = keeping.add(letter_pdf, state=State.REGISTERED, direction=Direction.OUTGOING)
    other = keeping.add(b"%PDF-1.7 other", state=State.REGISTERED, direction=Direction.OUTGOING)
    keeping.browser("vanthu").get(f"/documents/{document.id}")
    keeping.browser("lanhdao").get(f"/documents/{other.id}")
    auditor = keeping.browser("kiemtra")
    everything = auditor.get("/archive/views").text
    assert document.id in everything
    assert other.id in everything
    assert other.id not in auditor.get(f"/archive/views?document={document.id}").text
    by_person = auditor.get("/archive/views?person=lanhdao").text
    assert other.id in by_person
    assert document.id not in by_person


def test_the_auditor_sees_no_form_that_changes(keeping):
    document = archived(keeping)
    browser = keeping.browser("kiemtra")
    for path in ("", "/case-files", "/hand-over", "/holds", "/disposals", "/views", f"/records/{document.id}"):
        page = browser.get(f"/archive{path}").text
        posts = set(re.findall(r'method="post" action="([^"]+)"', page))
        assert posts == {"/language", "/logout"}, path


def test_every_finding_has_words_that_say_what_to_do():
    told = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
    table = told[told.index("| finding | means") : told.index("## Time-stamps")]
    firsts = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    documented = {kind for first in firsts for kind in re.findall(r"`([a-z-]+)`", first)}
    assert documented == set(FINDINGS)
