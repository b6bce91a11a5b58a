"""Dấu ĐẾN on a view and phiếu giải quyết: made of what the register says, the original never touched."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io

import pypdfium2
import pytest
from pypdf import PdfReader

from vanban.desk.accounts import Account, Role
from vanban.domain.directions import Assignment, Involvement, Progress
from vanban.domain.document import RegisterEntry, State
from vanban.domain.identifiers import original_key
from vanban.ports import RECORDS
from vanban.workflows.direct_document import Person, direct_document, report_progress

ENTRY = RegisterEntry(
    type_name="công văn", code_number="15", code_notation="UBND-VX", issued_date=dt.date(2026, 11, 5),
    organ_name="ỦY BAN NHÂN DÂN TỈNH MẪU", subject="về việc <thử> nghiệm", arrival_number=37,
    arrival_date=dt.date(2026, 11, 6),
)  # fmt: skip


@pytest.fixture
def arrived(house, letter_pdf):
    house.services.let_in([Account("vanhoa", Role.OFFICIAL, "", "phong-van-hoa")])
    document = house.add(letter_pdf, state=State.REGISTERED, entry=ENTRY)
    given = [Assignment("phong-van-hoa", Involvement.LEADS, dt.date(2099, 1, 5))]
    direct_document(
        document.id, by=Person("lanhdao", "van-phong"), words="Giao xử lý & báo cáo", assignments=given,
        room=house.services.direction_room,
    )  # fmt: skip
    return document


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_view_has_the_stamp_where_page_1_is_empty_and_the_original_stays(house, arrived, letter_pdf):
    answer = house.browser("vanthu").get(f"/documents/{arrived.id}/arrival.pdf")
    assert answer.status_code == 200
    text = words_of(answer.content)
    for said in ("Số: 37", "Ngày: 06/11/2026", "Chuyển: phong-van-hoa", "ĐẾN", "ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
                 "Bản xem có dấu ĐẾN, không thay bản gốc", arrived.sha256):  # fmt: skip
        assert said in text
    kept = house.services.store.get(RECORDS, original_key(arrived.sha256))
    assert kept == letter_pdf
    assert hashlib.sha256(kept).hexdigest() == arrived.sha256
    assert house.events(arrived.id)[-1] == "document.paper-made"
    # The view is the pages and the stamp and nothing else: no letter of the page is covered.
    red, covered = stamp_and_cover(letter_pdf, answer.content)
    assert red > 200
    assert covered == 0


def stamp_and_cover(before: bytes, after: bytes) -> tuple[int, int]:
    """Return how many dots of page 1 turned red, and how many of those were dark before."""
    pictures = []
    for data in (before, after):
        pdf = pypdfium2.PdfDocument(data)
        pictures.append(pdf[0].render(scale=1).to_pil().convert("RGB"))
        pdf.close()
    size = pictures[0].size
    assert pictures[1].size == size
    pairs = list(zip(pictures[0].getdata(), pictures[1].getdata(), strict=True))
    stamped = [old for old, (r, g, b) in pairs if r > 150 and g < 110 and b < 110 and old[0] - old[1] < 60]
    return len(stamped), sum(max(old) < 120 for old in stamped)


def test_the_slip_has_every_opinion_in_the_parts_of_the_form(house, arrived):
    report_progress(
        arrived.id, by=Person("x", "phong-van-hoa"), progress=Progress.DONE, answer="20/VHTT",
        room=house.services.direction_room,
    )  # fmt: skip
    answer = house.browser("lanhdao").get(f"/documents/{arrived.id}/slip.pdf")
    text = words_of(answer.content)
    for said in (
        "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", "Công văn số 15/UBND-VX ngày 05/11/2026 của ỦY BAN NHÂN DÂN TỈNH MẪU",
        "về việc <thử> nghiệm", "Số đến: 37, ngày đến: 06/11/2026", "Giao xử lý & báo cáo",
        "Chủ trì: phong-van-hoa, thời hạn 05/01/2099", "2. Ý kiến của lãnh đạo đơn vị",
        "Giao cho cá nhân; thời hạn giải quyết đối với cá nhân (nếu có)", "Ngày, tháng, năm cho ý kiến",
        "Ý kiến đề xuất giải quyết văn bản đến của cá nhân", "Ngày, tháng, năm đề xuất ý kiến",
        "Văn bản trả lời: 20/VHTT",
    ):  # fmt: skip
        assert said in text
    assert text.index("1. Ý kiến") < text.index("2. Ý kiến") < text.index("3. Ý kiến") < text.index("Kết quả")


def test_papers_and_page_call_a_unit_by_its_name(house, arrived):
    names = {"phong-van-hoa": "Phòng Văn hóa", "van-phong": "Văn phòng"}
    house.services.settings = house.services.settings.model_copy(update={"unit_names": names})
    official = house.browser("lanhdao")
    text = words_of(official.get(f"/documents/{arrived.id}/slip.pdf").content)
    assert "Chủ trì: Phòng Văn hóa, thời hạn 05/01/2099" in text
    assert "Chuyển: Phòng Văn hóa" in words_of(official.get(f"/documents/{arrived.id}/arrival.pdf").content)
    page = official.get(f"/documents/{arrived.id}").text
    assert "Phòng Văn hóa — trước hết ngày" in page
    assert '<option value="phong-van-hoa">Phòng Văn hóa</option>' in page
    assert ">Văn phòng</option>" in house.browser("vanthu").get("/registers").text


def test_a_slip_on_which_nobody_has_spoken_asks_in_the_words_of_the_form(house, letter_pdf):
    document = house.add(letter_pdf, state=State.REGISTERED, entry=ENTRY)
    text = words_of(house.browser("vanthu").get(f"/documents/{document.id}/slip.pdf").content)
    asked = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Giao đơn vị, cá nhân chủ trì",
        "Giao các đơn vị, cá nhân tham gia phối hợp giải quyết văn bản đến (nếu có)",
        "Thời hạn giải quyết đối với mỗi đơn vị, cá nhân (nếu có)", "Ngày tháng cho ý kiến phân phối, giải quyết",
    )  # fmt: skip
    places = [text.index(words) for words in asked]
    assert places == sorted(places)


def test_a_full_first_page_grows_and_the_stamp_stands_above_it(house):
    full = pypdfium2.PdfDocument.new()
    full.new_page(200, 120)
    written = io.BytesIO()
    full.save(written)
    document = house.add(written.getvalue(), state=State.REGISTERED, entry=ENTRY)
    answer = house.browser("vanthu").get(f"/documents/{document.id}/arrival.pdf")
    [page] = PdfReader(io.BytesIO(answer.content)).pages
    assert float(page.mediabox.height) > 220
    assert "Chuyển: ....." in page.extract_text()


def test_what_has_no_arrival_number_and_what_is_of_another_office_gives_no_paper(house, arrived, letter_pdf, accounts):
    waiting = house.add(letter_pdf + b"%%", state=State.READ)
    clerk = house.browser("vanthu")
    other = dataclasses.replace(accounts[0], name="khac", office="phong-khac")
    house.services.let_in([Account(other.name, Role.CLERK, other.password_hash, other.office)])
    stranger = house.browser()
    stranger.log_in("khac", "chữ ký 1")
    for paper in ("arrival.pdf", "slip.pdf"):
        assert clerk.get(f"/documents/{waiting.id}/{paper}").status_code == 400
        assert stranger.get(f"/documents/{arrived.id}/{paper}").status_code == 404
    page = clerk.get(f"/documents/{arrived.id}").text
    assert f"/documents/{arrived.id}/arrival.pdf" in page
    assert f"/documents/{arrived.id}/slip.pdf" in page
