"""A visitor's way in a real browser: from the clerk's QR picture to the public page, and to a verdict."""

import datetime as dt

import pytest

from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.evidence import FileVerdict, SignatureVerdict

pytestmark = pytest.mark.browser
ENTRY = RegisterEntry(
    type_name="quyết định", code_number="15", code_notation="QĐ-UBND", issued_date=dt.date(2026, 11, 5),
    organ_name="ỦY BAN NHÂN DÂN PHƯỜNG MẪU", subject="Về việc riêng", signer_position="CHỦ TỊCH",
    signer_full_name="Nguyễn Văn Mẫu",
)  # fmt: skip
SIGNED = SignatureVerdict(
    field="Ky", signer="Nguyễn Văn Mẫu", signed_at="2026-11-20T01:00:00Z", timestamp="2026-11-20T01:00:05Z",
    level="B-LT", integrity=True, trust="trusted", revocation="good", coverage="revision", modified_after=False,
    verdict="valid", holder="person", proven_at="2026-11-20T01:00:05Z", proven_by="Dấu thời gian mẫu", anchor="Gốc mẫu",
)  # fmt: skip


class Valid:
    def verify(self, data, *, at=None):
        return FileVerdict("ab" * 32, "valid", (SIGNED,))


def test_from_the_qr_picture_to_the_verdict(page, walk, house, letter_pdf, tmp_path):
    house.services.verifier = Valid()
    issued = house.add(letter_pdf, direction=Direction.OUTGOING, state=State.SEALED, entry=ENTRY)
    walk.log_in("vanthu")
    page.goto(f"/documents/{issued.id}")
    page.dblclick("text=Tạo mã QR tra cứu")
    page.wait_for_selector(".qr img")
    assert page.evaluate("document.querySelector('.qr img').naturalWidth") > 100
    walk.look("document-qr")
    page.click("header form[action='/logout'] button")
    page.wait_for_selector("input[name=password]")
    with house.services.register.begin() as uow:
        page.goto(f"/v/{uow.public_codes.of(issued.id).code}")
    copy = tmp_path / "ban-nhan-duoc.pdf"
    copy.write_bytes(letter_pdf)
    page.set_input_files("input[name=file]", copy)
    page.click("text=So sánh")
    page.wait_for_selector("text=Trùng khớp")
    walk.look("published", whole=True)
    page.click("text=Kiểm tra chữ ký số của tệp")
    page.set_input_files("input[name=file]", copy)
    page.click("button.primary")
    page.wait_for_selector("text=Tệp đúng như khi được ký")
    walk.look("verified", whole=True)
    page.click("header >> text=English")
    page.wait_for_selector("text=Verify digital signatures")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    walk.look("verify-phone", whole=True)
    assert page.troubles == []
