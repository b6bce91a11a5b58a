"""Letters carry what they claim, in clean text, within the page, the same for the same seed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import re
import unicodedata

import pypdfium2
import pytest

from vanban.domain.document import Urgency
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import written_day, written_month
from vanban.samples.contents import KINDS, compose
from vanban.samples.drawing import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, draw, render
from vanban.samples.letter import Block
from vanban.typefaces import Face, face_file, missing_letters


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", list(KINDS))
def test_the_text_layer_holds_the_truth(kind, seed):
    letter = compose(kind, rng=random.Random(seed), urgency=Urgency.VERY_URGENT)
    text, truth = text_of(render(letter)), letter.truth()
    assert unicodedata.is_normalized("NFC", text)
    assert f"Số: {truth['number']}/{truth['symbol']}" in text
    assert letter.dateline in text
    for name in ("issuer", "subject", "signer_title", "signer", "place"):
        assert truth[name] in text, name
    for name in (*(truth["addressees"] or ()), *truth["recipients"], "THƯỢNG KHẨN"):
        assert name in text
    assert kind == "công văn" or kind.upper() in text
    for day in truth["deadlines"]:
        when = dt.date.fromisoformat(day)
        assert f"ngày {written_day(when)} tháng {written_month(when)} năm {when.year}" in text


def test_same_seed_same_bytes():
    first, second, other = (render(compose("kế hoạch", rng=random.Random(seed))) for seed in (3, 3, 4))
    assert first == second
    assert first != other


@pytest.mark.parametrize("kind", list(KINDS))
def test_everything_stands_within_the_margins(kind):
    for seed in range(3):
        with pypdfium2.PdfDocument(render(compose(kind, rng=random.Random(seed)))) as document:
            for page in document:
                text = page.get_textpage()
                for index in range(text.count_rects()):
                    left, bottom, right, top = text.get_rect(index)
                    assert LEFT - 2 <= left < right <= WIDTH - RIGHT + 2
                    assert BOTTOM - 14 <= bottom < top <= HEIGHT - 25


def test_a_draft_leaves_the_places_blank():
    letter = dataclasses.replace(compose("quyết định", rng=random.Random(1)), number="", issued_on=None, year=2026)
    drawn = draw(letter)
    assert re.search(r"Số:\s+/QĐ-", text_of(drawn.pdf))
    assert re.search(r"ngày\s+tháng\s+năm 2026", text_of(drawn.pdf))
    for name in ("number", "day", "month"):
        x0, _, x1, _ = drawn.places[name]
        assert x1 - x0 > 20, "room for the digits"
    assert letter.truth()["number"] is None
    assert letter.truth()["issued_on"] is None


def test_the_signature_has_room_between_title_and_name():
    drawn = draw(compose("quyết định", rng=random.Random(1)))
    _, bottom, _, top = drawn.places["signature"]
    assert top - bottom > 70
    assert drawn.places["name"][3] < bottom


def test_the_signature_is_never_alone_on_a_page():
    for length in range(1, 40):
        letter = compose("thông báo", rng=random.Random(2))
        body = tuple(
            Block("Nội dung của đoạn này dài hơn một dòng một chút để chiếm hai dòng trên trang giấy." * 2)
            for _ in range(length)
        )
        with pypdfium2.PdfDocument(render(dataclasses.replace(letter, body=body))) as document:
            last = document[len(document) - 1].get_textpage().get_text_range()
        assert "Nội dung" in last or "trang giấy" in last


def test_letters_without_a_glyph_are_refused():
    letter = dataclasses.replace(compose("thông báo", rng=random.Random(2)), subject="Kết luận \u6c49")
    with pytest.raises(RefusedError, match=r"U\+6C49"):
        render(letter)


def test_the_typeface_has_every_vietnamese_letter():
    vowels = [v + mark for v in "aăâeêioôơuưy" for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")]
    letters = unicodedata.normalize("NFC", "".join(vowels) + "đ")
    for face in Face:
        assert missing_letters(face_file(face), letters + letters.upper()) == ""
