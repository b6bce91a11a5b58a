"""The pages for anyone: verifying a file, and what stands behind the QR picture of an issued document."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import logging
import os
import threading

import httpx
import pytest
import zxingcpp
from PIL import Image

from vanban.desk.visitors import LOOKS_A_MINUTE, UPLOADS_A_MINUTE, TooOftenError, Visitors
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.evidence import FileVerdict, SignatureVerdict
from vanban.domain.issuing import Act, OutgoingAct
from vanban.domain.publishing import new_code

NAME = "tai-lieu-cua-nguoi-dan.pdf"
DATA = b"%PDF-1.7 what a visitor sends"
ENTRY = RegisterEntry(
    type_name="quyết định", code_number="15", code_notation="QĐ-UBND", issued_date=dt.date(2026, 11, 5),
    organ_name="ỦY BAN NHÂN DÂN PHƯỜNG MẪU", subject="Về việc riêng của ông A", to_places="Ông A",
    signer_position="CHỦ TỊCH", signer_full_name="Nguyễn Văn Mẫu",
)  # fmt: skip
SEAL = SignatureVerdict(
    field="Dau", signer="ỦY BAN NHÂN DÂN PHƯỜNG MẪU", signed_at="2026-11-20T01:00:00Z", timestamp=None, level="B-B",
    integrity=True, trust="trusted", revocation="revoked", coverage="file", modified_after=False, verdict="invalid",
    holder="organisation",
)  # fmt: skip


class OneVerdict:
    """Gives one verdict, and remembers how many files it saw."""

    def __init__(self, verdict: FileVerdict) -> None:
        self.verdict = verdict
        self.seen: list[bytes] = []

    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        self.seen.append(data)
        return self.verdict


@pytest.fixture
def verifier(house) -> OneVerdict:
    house.services.verifier = OneVerdict(FileVerdict("ab" * 32, "invalid", (SEAL,)))
    return house.services.verifier


@pytest.fixture
def issued(house):
    return house.add(direction=Direction.OUTGOING, state=State.SEALED, entry=ENTRY)


@pytest.fixture
def public_name(house) -> str:
    """Another name, under which visitors reach the desk."""
    name = "https://tra-cuu.example"
    house.services.settings = house.services.settings.model_copy(update={"public_url": f"{name}/"})
    return name


def send(browser, path: str = "/verify", data: bytes = DATA):
    return browser.client.post(path, files={"file": (NAME, data, "application/pdf")})


def code_of(house, document) -> str:
    browser = house.browser("vanthu")
    browser.post(f"/documents/{document.id}/public-code")
    with house.services.register.begin() as uow:
        return uow.public_codes.of(document.id).code


def test_a_visitor_reads_what_the_verdict_means(house, verifier):
    page = send(house.browser())
    assert page.status_code == 200
    for said in (
        "KHÔNG HỢP LỆ",
        "ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
        "con dấu",
        "đã bị thu hồi",
        "toàn bộ tệp",
        "Nội dung còn nguyên",
    ):
        assert said in page.text, said
    assert verifier.seen == [DATA]


def test_nothing_of_a_visitor_is_kept(house, verifier, caplog):
    before = set(house.services.settings.home.rglob("*"))
    with caplog.at_level(logging.DEBUG):
        answers = [house.browser().get("/verify"), send(house.browser())]
    assert [one.headers.get("set-cookie") for one in answers] == [None, None]
    assert all(one.headers["cache-control"] == "no-store" for one in answers)
    assert NAME not in answers[1].text + caplog.text
    assert house.events() == []
    assert set(house.services.settings.home.rglob("*")) == before


def test_a_form_without_a_file_is_told_so(house, verifier):
    assert "Chưa chọn tệp" in house.browser().client.post("/verify", data={"file": "x"}).text
    assert "Chưa chọn tệp" in send(house.browser(), data=b"").text
    assert verifier.seen == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(house, verifier):
    most = house.services.settings.limits.public_file_bytes
    assert send(house.browser(), data=bytes(most + 20_000)).status_code == 413
    assert verifier.seen == []


def test_an_address_that_sends_too_many_waits_a_minute_and_others_do_not(house, verifier):
    browser = house.browser()
    answers = [send(browser) for _ in range(UPLOADS_A_MINUTE + 1)]
    assert [one.status_code for one in answers] == [200] * UPLOADS_A_MINUTE + [429]
    assert "quá nhiều yêu cầu" in answers[-1].text
    assert answers[-1].headers["retry-after"] == "60"
    assert answers[-1].headers.get("set-cookie") is None
    assert len(verifier.seen) == UPLOADS_A_MINUTE
    house.services.clock.ahead += dt.timedelta(minutes=1)
    assert send(browser).status_code == 200


def test_an_ipv6_subscriber_is_one_visitor(house):
    visitors, now = Visitors(), house.services.clock.now()
    for n in range(LOOKS_A_MINUTE):
        visitors.look(f"2001:db8:0:1::{n:x}", now=now)
    with pytest.raises(TooOftenError):
        visitors.look("2001:db8:0:1:ffff::1", now=now)
    visitors.look("2001:db8:0:2::1", now=now)
    visitors.look("192.0.2.1", now=now)


def test_only_so_many_files_are_taken_at_once(house):
    visitors, now = Visitors(), house.services.clock.now()
    with visitors.upload("192.0.2.1", now=now), visitors.upload("192.0.2.1", now=now):
        with pytest.raises(TooOftenError), visitors.upload("192.0.2.1", now=now):
            pass
        others = [visitors.upload(f"192.0.2.{n}", now=now) for n in range(2, 8)]
        for one in others:
            one.__enter__()
        with pytest.raises(ServiceUnavailableError), visitors.upload("192.0.2.9", now=now):
            pass
        for one in others:
            one.__exit__(None, None, None)
    with visitors.upload("192.0.2.9", now=now):
        pass


def test_two_files_are_judged_at_a_time(house, verifier):
    """Six visitors at once: the third waits until one of the first two is done."""
    inside, most, guard = 0, 0, threading.Lock()
    two_in, go = threading.Event(), threading.Event()

    def verify(data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        nonlocal inside, most
        with guard:
            inside += 1
            most = max(most, inside)
            if inside == 2:
                two_in.set()
        assert go.wait(20)
        with guard:
            inside -= 1
        return FileVerdict("ab" * 32, "unsigned")

    verifier.verify = verify

    async def everyone() -> list[int]:
        def client(n: int) -> httpx.AsyncClient:
            there = httpx.ASGITransport(house.app, client=(f"192.0.2.{n}", 1))
            return httpx.AsyncClient(transport=there, base_url="http://127.0.0.1")

        async def sent(n: int) -> int:
            async with client(n) as one:
                return (await one.post("/verify", files={"file": (NAME, DATA)})).status_code

        sending = [asyncio.create_task(sent(n)) for n in range(6)]
        assert await asyncio.to_thread(two_in.wait, 20)
        go.set()
        return await asyncio.gather(*sending)

    assert asyncio.run(everyone()) == [200] * 6
    assert most == 2


def test_an_issued_document_says_what_the_office_publishes_and_no_more(house, issued):
    page = house.browser().get(f"/v/{code_of(house, issued)}")
    assert page.status_code == 200
    for said in ("15/QĐ-UBND", "05/11/2026", "Quyết định", "Nguyễn Văn Mẫu", "CHỦ TỊCH", issued.sha256, "đã phát hành"):
        assert said in page.text, said
    for kept in ("ông A", "Ông A", issued.id, issued.file_name):
        assert kept not in page.text, kept
    assert page.headers.get("set-cookie") is None


def test_a_recalled_document_says_so_first(house, issued):
    path = f"/v/{code_of(house, issued)}"
    assert "chưa phát hành" in house.browser().get(path).text
    now, day = house.services.clock.now(), dt.date(2026, 11, 27)
    for act, said in ((Act.ISSUED, "Đã phát hành<"), (Act.RECALL_DECIDED, "VĂN BẢN ĐÃ BỊ THU HỒI")):
        with house.services.register.begin() as uow:
            done = OutgoingAct(id=act, document_id=issued.id, act=act, by="lanhdao", at=now, day=day, reason="sai sót")
            assert uow.issuing.add(done)
            uow.commit()
        assert said in house.browser().get(path).text
    page = house.browser().get(path).text
    assert "27/11/2026" in page
    assert "sai sót" not in page
    assert "Đã phát hành<" not in page.replace("Văn bản đã phát hành<", "")


def test_a_copy_is_the_issued_file_or_not(house, issued):
    path = f"/v/{code_of(house, issued)}"
    same = house.services.store.get("records", f"sha256/{issued.sha256[:2]}/{issued.sha256[2:4]}/{issued.sha256}")
    assert "Trùng khớp" in send(house.browser(), path, same).text
    assert "Không trùng khớp" in send(house.browser(), path, same + b"\n").text


def test_every_wrong_code_gets_the_same_answer(house, issued):
    real = code_of(house, issued)
    browser = house.browser()
    expected = browser.get(f"/v/{new_code()}")
    assert expected.status_code == 404
    for code in ("x", "a" * 32, real.upper(), real[:-1], f"{real}a", "%00" * 4, "a" * 5000, "đ" * 32, issued.id):
        answer = browser.get(f"/v/{code}")
        assert (answer.status_code, answer.text) == (404, expected.text), code
    assert send(browser, f"/v/{new_code()}").status_code == 404


def test_the_code_leads_there_also_once_it_is_archived(house, issued):
    path = f"/v/{code_of(house, issued)}"
    with house.services.register.begin() as uow:
        uow.documents.change(issued.id, expect=State.SEALED, state=State.ARCHIVED)
        uow.commit()
    assert issued.sha256 in house.browser().get(path).text


def test_looking_for_codes_is_slowed_down(house):
    browser = house.browser()
    answers = [browser.get(f"/v/{new_code()}").status_code for _ in range(LOOKS_A_MINUTE + 1)]
    assert answers == [404] * LOOKS_A_MINUTE + [429]


def test_only_what_was_issued_can_have_a_code(house):
    clerk = house.browser("vanthu")
    for direction, state in ((Direction.OUTGOING, State.SIGNED), (Direction.INCOMING, State.ARCHIVED)):
        document = house.add(os.urandom(20), direction=direction, state=state, entry=ENTRY)
        assert clerk.post(f"/documents/{document.id}/public-code").status_code == 400
        assert clerk.get(f"/documents/{document.id}/qr.png").status_code == 404
        assert "Tạo mã QR" not in clerk.get(f"/documents/{document.id}").text


def test_the_clerk_makes_the_code_once_and_the_picture_leads_to_the_page(house, issued, public_name):
    clerk = house.browser("vanthu")
    page = f"/documents/{issued.id}"
    assert "Tạo mã QR" in clerk.get(page).text
    codes = {code_of(house, issued), code_of(house, issued)}
    assert len(codes) == 1
    assert house.events(issued.id).count("document.code-made") == 1
    assert "qr.png" in clerk.get(page).text
    picture = clerk.get(f"{page}/qr.png")
    assert picture.headers["content-type"] == "image/png"
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))
    assert [one.text for one in read] == [f"{public_name}/v/{codes.pop()}"]


def test_the_public_name_reaches_the_desk_whose_other_pages_ask_for_a_login_there_too(house, public_name):
    house.restart()
    client = house.browser().client
    assert client.get(f"{public_name}/verify").status_code == 200
    assert client.get("https://other.example/verify").status_code == 400
    assert client.get(f"{public_name}/queue", follow_redirects=False).headers["location"] == "/login?next=%2Fqueue"
