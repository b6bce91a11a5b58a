"""The clerk's work: queue, review, register, return, hand in; and nothing of a file acts as a page."""

import hashlib
import io

import pytest

from vanban.desk.hardening import BodyLimit
from vanban.domain.document import Direction, State, Urgency
from vanban.domain.identifiers import original_key
from vanban.domain.intake import Disposition
from vanban.domain.reading import Attachment, Reading
from vanban.domain.reasons import REASONS
from vanban.ports import RECORDS

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def test_the_queue_shows_urgent_first_and_refused_files_with_their_reason(house):
    house.add(b"old", file_name="old.pdf")
    house.add(b"new", file_name="new-but-urgent.pdf", urgency=Urgency.EXPRESS, state=State.NEEDS_REVIEW)
    house.add(b"other", file_name="other-office.pdf", office="phong-khac")
    house.add_refused(Disposition.QUARANTINED, "truncated", file_name="cut.pdf", office="van-phong")
    house.add_refused(Disposition.SUSPECT, "suspect")
    browser = house.browser("vanthu")
    page = browser.get("/queue").text
    assert page.index("new-but-urgent.pdf") < page.index("old.pdf")
    assert "HỎA TỐC" in page
    assert "other-office.pdf" not in page
    refused = browser.get("/queue/refused").text
    assert "Tệp bị cắt cụt" in refused
    assert "abababababababab…" in refused
    assert "Nghi có dấu chỉ độ mật" in refused


def test_registering_takes_the_number_stores_the_correction_and_goes_on(house, facts, letter_pdf, typed):
    document = house.add(letter_pdf, facts=facts)
    following = house.add(b"next one", facts=facts)
    browser = house.browser("vanthu")
    page = browser.get(f"/documents/{document.id}").text
    assert 'class="unsure" data-fact="subject"' in page
    assert "chưa chắc 60 %" in page
    assert page.count("<rect") == 6
    answer = browser.post(f"/documents/{document.id}/register", **typed)
    assert answer.url.path == f"/documents/{following.id}"
    assert "Đã đăng ký, số đến: 1." in answer.text
    registered = house.get(document.id)
    assert (registered.state, registered.entry.arrival_number) == (State.REGISTERED, 1)
    assert registered.entry.subject == "Về việc đã sửa"
    assert house.events(document.id) == ["document.viewed", "document.registered"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"subject": ""}, "còn thiếu: trích yếu"),
        ({"issued_date": "32/13/2026"}, "Ngày văn bản không phải là ngày hợp lệ"),
        ({"subject": "x" * 501}, "Trích yếu dài quá 500 ký tự"),
    ],
)
def test_a_refused_registration_keeps_what_was_typed_and_takes_no_number(house, facts, change, said, typed):
    document = house.add(facts=facts)
    answer = house.browser("vanthu").post(
        f"/documents/{document.id}/register", **{**typed, "organ_name": "SỞ TƯ PHÁP", **change}
    )
    assert answer.status_code == 400
    assert said in answer.text
    assert "SỞ TƯ PHÁP" in answer.text
    assert house.get(document.id).state is State.READ


def test_a_document_that_someone_else_returned_first_is_told_so(house, facts, typed):
    document = house.add(facts=facts)
    first, second = house.browser("vanthu"), house.browser("vanthu")
    first.post(f"/documents/{document.id}/return", why="Nhầm nơi nhận")
    answer = second.post(f"/documents/{document.id}/register", **typed)
    assert answer.status_code == 409
    assert house.get(document.id).state is State.RETURNED
    assert house.get(document.id).note == "Nhầm nơi nhận"


def test_the_same_number_symbol_and_issuer_warns_before_registering(house, facts, typed):
    browser = house.browser("vanthu")
    first = house.add(b"first", facts=facts)
    browser.post(f"/documents/{first.id}/register", **typed)
    second = house.add(b"second", facts=facts)
    page = browser.get(f"/documents/{second.id}").text
    assert "Có thể trùng:" in page
    assert f"/documents/{first.id}" in page


def test_returning_needs_a_reason(house):
    document = house.add()
    answer = house.browser("vanthu").post(f"/documents/{document.id}/return", why="  ")
    assert answer.status_code == 400
    assert "phải có lý do" in answer.text
    assert house.get(document.id).state is State.READ


def test_only_the_clerk_registers_and_no_form_counts_without_its_token(house, facts, typed):
    document = house.add(facts=facts)
    for name in ("lanhdao", "luutru", "quantri"):
        assert house.browser(name).post(f"/documents/{document.id}/register", **typed).status_code == 403
    clerk = house.browser("vanthu")
    for token in ({}, {"csrf": ""}, {"csrf": "guess"}, {"csrf": house.browser("vanthu").token()}):
        answer = clerk.client.post(f"/documents/{document.id}/register", data={**typed, **token})
        assert answer.status_code == 403
        assert "Biểu mẫu đã hết hiệu lực" in answer.text
    assert house.get(document.id).state is State.READ


def test_what_a_file_calls_itself_never_becomes_markup(house, facts):
    facts["subject"]["value"] = facts["issuer"]["value"] = EVIL
    facts["number"]["value"] = '"><script>'
    document = house.add(facts=facts, file_name=f"{EVIL}.pdf", received_by=EVIL)
    house.add_refused(Disposition.QUARANTINED, EVIL, file_name=EVIL, office="van-phong")
    browser = house.browser("vanthu")
    pages = [browser.get(p).text for p in ("/queue", "/queue/refused", f"/documents/{document.id}")]
    browser.post(f"/documents/{document.id}/return", why=EVIL)
    pages += [browser.get(p).text for p in ("/documents", f"/documents/{document.id}")]
    for page in pages:
        assert "&lt;script&gt;" in page
        assert "<script>" not in page
        assert "<img src=x" not in page


def test_bytes_are_exact_never_shown_by_the_browser_and_each_look_is_an_event(house, letter_pdf):
    document = house.add(letter_pdf, file_name='Công văn "số" 5;\r\nX-Evil: 1.pdf')
    browser = house.browser("vanthu")
    path = f"/documents/{document.id}/bytes/{document.sha256}"
    answer = browser.get(path)
    assert hashlib.sha256(answer.content).hexdigest() == document.sha256
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''C%C3%B4ng%20v%C4%83n%20%22")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "x-evil" not in answer.headers
    image = browser.get(f"{path}/pages/1.png")
    assert image.content.startswith(b"\x89PNG")
    assert image.headers["cache-control"] == "private, no-cache"
    again = browser.get(f"{path}/pages/1.png", headers={"if-none-match": image.headers["etag"]})
    assert again.status_code == 304
    assert browser.get(f"{path}/pages/99.png").status_code == 422
    assert house.events(document.id) == ["document.viewed"]
    browser.get(path)
    assert house.events(document.id) == ["document.viewed"] * 2


def test_bytes_go_to_nobody_else(house):
    document, foreign = house.add(b"mine"), house.add(b"theirs", office="phong-khac")
    suspect = house.add(b"suspect", state=State.SUSPECT)
    clerk = house.browser("vanthu")
    assert clerk.get(f"/documents/{document.id}/bytes/{foreign.sha256}").status_code == 404
    for hidden in (foreign, suspect):
        assert clerk.get(f"/documents/{hidden.id}").status_code == 404
        assert clerk.get(f"/documents/{hidden.id}/bytes/{hidden.sha256}").status_code == 404
    assert house.browser("luutru").get(f"/documents/{suspect.id}/bytes/{suspect.sha256}").status_code == 404
    assert house.browser("lanhdao").get(f"/documents/{document.id}").status_code == 404
    assert house.browser("quantri").get(f"/documents/{document.id}").status_code == 403
    assert house.events(document.id) == []


def test_a_file_that_cannot_be_drawn_still_opens_for_review(house):
    document = house.add(b"%PDF-1.7 broken")
    answer = house.browser("vanthu").get(f"/documents/{document.id}")
    assert answer.status_code == 200
    assert "Không dựng được ảnh trang" in answer.text


@pytest.mark.parametrize("state", [State.NEEDS_REVIEW, State.ARCHIVED])
def test_a_mail_shows_the_files_inside_and_what_the_checks_warned_of(house, state):
    read = Attachment("công văn.pdf", "ab" * 32, "application/pdf", Reading("ab" * 32, pages=3, source="text"))
    not_read = Attachment("bảng.xlsx", "cd" * 32, "application/zip", reason="time-limit")
    reading = {"facts": {}, "attachments": [read.as_json(), not_read.as_json()]}
    document = house.add(b"mail", state=state, reading=reading, warnings=("animation-sampled",))

    page = house.browser("vanthu").get(f"/documents/{document.id}").text

    assert "công văn.pdf" in page
    assert "3 trang" in page
    assert REASONS["time-limit"].vi in page
    assert REASONS["animation-sampled"].vi in page


@pytest.mark.parametrize(
    ("name", "landed"),
    [
        ("Công văn 12.pdf", "Công văn 12.pdf"),
        ("../../../etc/passwd", "passwd"),
        (".hidden.pdf", "_.hidden.pdf"),
        ("scan.part", "scan.part_"),
        ("hoa-toc", "_hoa-toc"),
    ],
)
def test_an_upload_lands_in_the_intake_folder_where_intake_sees_it(house, name, landed):
    answer = house.browser("vanthu").post(
        "/upload", files={"files": (name, io.BytesIO(b"bytes"))}, stream="den", not_secret="yes"
    )
    assert "Đã nộp 1 tệp" in answer.text
    folder = house.services.settings.intake / "den" / "van-phong"
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [(landed, b"bytes")]
    assert house.events(hashlib.sha256(b"bytes").hexdigest()) == ["file.handed-in"]
    assert (house.services.settings.bells / "intake" / "bell").exists()


def test_uploads_of_one_name_replace_nothing_and_urgent_ones_go_first(house):
    browser = house.browser("vanthu")
    files = [("files", ("a.pdf", io.BytesIO(body))) for body in (b"one", b"two")]
    browser.post("/upload", files=files, stream="di", not_secret="yes", urgent="yes")
    folder = house.services.settings.intake / Direction.OUTGOING.value / "van-phong" / "hoa-toc"
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {"a.pdf": b"one", "a-1.pdf": b"two"}


def test_an_upload_without_the_word_on_secrecy_is_refused(house):
    answer = house.browser("vanthu").post("/upload", files={"files": ("a.pdf", io.BytesIO(b"x"))}, stream="den")
    assert answer.status_code == 400
    assert list((house.services.settings.intake / "den" / "van-phong").iterdir()) == []


def test_a_body_that_grows_beyond_the_bound_is_cut_off(house):
    import httpx
    from starlette.testclient import TestClient

    async def swallow(scope, receive, send):
        while (await receive()).get("more_body"):
            pass

    client = TestClient(BodyLimit(swallow, most_bytes=1000))
    answer: httpx.Response = client.post("/", content=(b"x" * 100 for _ in range(20)))
    assert answer.status_code == 413


def test_stored_bytes_that_are_not_what_the_register_says_are_not_handed_out(house):
    document = house.add(b"true bytes")
    store = house.services.store
    store.overwrite(RECORDS, original_key(document.sha256), b"false bytes")
    answer = house.browser("vanthu").get(f"/documents/{document.id}/bytes/{document.sha256}")
    assert answer.status_code == 500
    assert "không khớp sổ đăng ký" in answer.text
    assert "false bytes" not in answer.text


def test_page_images_are_drawn_once_and_their_files_removed(house, letter_pdf, monkeypatch):
    document = house.add(letter_pdf)
    browser = house.browser("vanthu")
    path = f"/documents/{document.id}/bytes/{document.sha256}/pages/1.png"
    first = browser.get(path)
    monkeypatch.setattr(house.services.store, "get", None)  # a second fetch would fail
    assert browser.get(path).content == first.content
    assert list((house.services.settings.run / "pages").iterdir()) == []
