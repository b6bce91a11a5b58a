"""The form of drafts: silent on what is right, one named warning for each mistake, and its place on the page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import random

import pytest
from reportlab.lib.units import mm

from processors.bounds import Bounds
from processors.format_check.checking import SandboxedFormatChecker, check_file
from vanban.domain.document import Urgency
from vanban.domain.format_check import DECREE
from vanban.samples import drawing
from vanban.samples.contents import KINDS, compose
from vanban.samples.drawing import HEIGHT, WIDTH, render
from vanban.samples.letter import Letter
from vanban.samples.offices import DEPARTMENTS, OUR_OFFICE
from vanban.settings import Limits
from vanban.typefaces import Face

_REAL_SETTER = drawing._LetterSetter


def checked(data: bytes, tmp_path, **facts) -> dict[str, dict]:
    """Return the warnings by their codes."""
    path = tmp_path / "draft.pdf"
    path.write_bytes(data)
    report = check_file({"path": str(path), "bounds": Bounds().as_arguments(), "facts": facts})
    assert report["measured"] or facts
    return {warning["code"]: warning for warning in report["warnings"]}


def letter(kind: str = "công văn", *, seed: int = 1, office=OUR_OFFICE, **changes) -> Letter:
    return compose(kind, rng=random.Random(seed), office=office, **changes)


def draft(kind: str = "công văn", **changes) -> Letter:
    return dataclasses.replace(letter(kind, **changes), number="", issued_on=None)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_draft_that_is_right_gives_no_warning(kind, tmp_path):
    assert checked(render(draft(kind, urgency=Urgency.URGENT)), tmp_path) == {}
    assert checked(render(letter(kind, seed=2, office=DEPARTMENTS[5])), tmp_path) == {}


WRONG_WORDS = {
    "number-zero": {"number": "5"},
    "symbol-kind": {"symbol": "QĐ-UBND"},
    "symbol-office": {"symbol": "HĐND-VP"},
    "symbol-form": {"symbol": "UBND – VP"},
    "addressees-missing": {"addressees": ()},
    "file-copy": {"recipients": ("Như trên", "Lãnh đạo phường")},
    "file-copy-form": {"recipients": ("Như trên", "Lưu VT, VP")},
    "date-place": {"place": "phường Mẫu"},
    "deputy-without-kt": {"authority": ("PHÓ CHỦ TỊCH",)},
    "authority-form": {"authority": ("T/M ỦY BAN NHÂN DÂN", "CHỦ TỊCH")},
    "name-degree": {"signer": "ThS. Nguyễn Văn Mẫu"},
}


@pytest.mark.parametrize("code", WRONG_WORDS)
def test_wrong_words_are_named_with_rule_place_and_remedy(code, tmp_path):
    right = letter(number="15", capacity="head")
    warnings = checked(render(dataclasses.replace(right, **WRONG_WORDS[code])), tmp_path)
    assert set(warnings) == {code}
    told = warnings[code]
    assert told["vi"].endswith(".")
    assert told["todo_vi"].endswith(".")
    assert told["rule"].startswith("II.")
    if code != "addressees-missing":
        x0, y0, x1, y1 = told["box"]
        assert (0 < x0 < x1 < WIDTH, 0 < y0 < y1 < HEIGHT, told["page"]) == (True, True, 1)


def test_a_named_kind_must_begin_its_symbol(tmp_path):
    wrong = dataclasses.replace(letter("quyết định"), symbol="CTR-UBND")
    assert set(checked(render(wrong), tmp_path)) == {"symbol-kind"}


def set_with(monkeypatch, data: Letter, change, rules=None) -> bytes:
    """Set a letter with other strokes: ``change(text, face, size)`` returns what is set instead."""

    class Faulty(_REAL_SETTER):
        def _centred(self, text, centre, y, face, size):
            text, face, size = change(text, face, size)
            return super()._centred(text, centre, y, face, size)

        def _at(self, text, x, y, face, size):
            super()._at(*_moved(change(text, face, size), x, y))

        def _rule(self, centre, y, width):
            if width := rules(width) if rules else width:
                super()._rule(centre, y, width)

    monkeypatch.setattr(drawing, "_LetterSetter", Faulty)
    return render(data)


def _moved(set_as, x, y):
    text, face, size = set_as
    return text, x, y, face, size


def when(start: str, **wanted):
    """Return a change of the strings that begin so."""

    def change(text: str, face: Face, size: float) -> tuple[str, Face, float]:
        if not text.startswith(start):
            return text, face, size
        return wanted.get("text", text), wanted.get("face", face), wanted.get("size", size)

    return change


SET_WRONGLY = {
    "nation-setting": when("CỘNG HÒA", size=11),
    "nation-words": when("CỘNG HÒA", text="CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAN"),
    "motto-words": when("Độc lập", text="Độc lập – Tự do – Hạnh phúc"),
    "motto-setting": when("Độc lập", face=Face.REGULAR),
    "motto-missing": when("Độc lập", text=" "),
    "issuer-setting": when("PHƯỜNG MẪU", face=Face.REGULAR),
    "number-setting": when("Số:", face=Face.BOLD),
    "number-missing": when("Số:", text=" "),
    "date-setting": when("Phường Mẫu,", face=Face.REGULAR),
    "date-comma": when("Phường Mẫu,", text="Phường Mẫu ngày 15 tháng 10 năm 2026"),
    "date-day": when("Phường Mẫu,", text="Phường Mẫu, ngày 5 tháng 10 năm 2026"),
    "date-month": when("Phường Mẫu,", text="Phường Mẫu, ngày 15 tháng 2 năm 2026"),
    "kind-setting": when("QUYẾT ĐỊNH", size=16),
    "subject-setting": when("Về việc", face=Face.ITALIC),
    "authority-setting": when("TM.", face=Face.REGULAR),
    "name-setting": when("Nguyễn Văn Mẫu", size=12),
    "recipients-label-setting": when("Nơi nhận", face=Face.BOLD),
    "recipients-label": when("Nơi nhận", text="Nơi nhận"),
    "recipients-setting": when("- ", size=13),
}


@pytest.mark.parametrize("code", SET_WRONGLY)
def test_what_is_set_wrongly_is_seen(code, monkeypatch, tmp_path):
    data = letter("quyết định", signer="Nguyễn Văn Mẫu", capacity="head", issued_on=dt.date(2026, 10, 15), drafter="")
    warnings = checked(set_with(monkeypatch, data, SET_WRONGLY[code]), tmp_path)
    assert set(warnings) == {code}


@pytest.mark.parametrize(("index", "code"), [(0, "issuer-rule"), (1, "motto-rule"), (2, "subject-rule")])
def test_a_missing_or_overlong_rule_is_seen(index, code, monkeypatch, tmp_path):
    for factor in (0, 2.2):
        seen: list[float] = []

        def rules(width, factor=factor, seen=seen):
            seen.append(width)
            return width * factor if len(seen) == index + 1 else width

        data = set_with(monkeypatch, letter("quyết định"), lambda *given: given, rules)
        assert set(checked(data, tmp_path)) == {code}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("LEFT", 22 * mm, "margin-left"), ("LEFT", 40 * mm, "margin-left"), ("TOP", 12 * mm, "margin-top")],
)
def test_margins_are_measured(name, value, code, monkeypatch, tmp_path):
    monkeypatch.setattr(drawing, name, value)
    if name == "LEFT":
        monkeypatch.setattr(drawing, "TEXT_WIDTH", WIDTH - value - drawing.RIGHT)
    warnings = checked(render(letter("kế hoạch")), tmp_path)
    assert code in warnings
    assert set(warnings) <= {code, "page-number-place"}
    assert warnings[code]["rule"] == "I.3"


def test_numbers_of_pages(monkeypatch, tmp_path):
    plan = letter("kế hoạch")

    class Unnumbered(_REAL_SETTER):
        def _next_page(self):
            self.canvas.showPage()
            self.page += 1

    monkeypatch.setattr(drawing, "_LetterSetter", Unnumbered)
    drawn = drawing.draw(plan)
    assert drawn.pages > 1
    assert set(checked(drawn.pdf, tmp_path)) == {"page-number"}


def turned_into(data: bytes, change) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def test_paper_typeface_and_colour(tmp_path):
    import pikepdf

    def letter_size(document):
        for page in document.pages:
            page.mediabox = [0, 0, 612, 792]

    def arial(document):
        for found in document.objects:
            if isinstance(found, pikepdf.Dictionary) and "/BaseFont" in found:
                found.BaseFont = pikepdf.Name("/ArialMT")
            if isinstance(found, pikepdf.Dictionary) and "/FontName" in found:
                found.FontName = pikepdf.Name("/ArialMT")

    data = render(letter())
    assert "paper" in checked(turned_into(data, letter_size), tmp_path)
    warnings = checked(turned_into(data, arial), tmp_path)
    assert "ArialMT" in warnings["typeface"]["vi"]


def test_of_a_scan_only_what_was_read_is_said(tmp_path):
    from PIL import Image

    Image.new("RGB", (1654, 2339), "white").save(tmp_path / "draft.pdf", resolution=200)
    data = (tmp_path / "draft.pdf").read_bytes()
    facts = {"kind": {"value": "quyết định"}, "symbol": {"value": "KH-UBND", "page": 1, "box": [90, 700, 190, 712]}}
    warnings = checked(data, tmp_path, **facts)
    assert {"symbol-kind", "issuer-missing", "recipients-missing", "title-missing"} <= set(warnings)
    assert warnings["symbol-kind"]["box"] == (90, 700, 190, 712)
    assert not any(code.endswith(("-setting", "-rule")) or code.startswith("margin") for code in warnings)


def test_the_check_runs_in_a_child_process_and_keeps_the_file(tmp_path):
    path = tmp_path / "draft.pdf"
    path.write_bytes(render(dataclasses.replace(letter(), symbol="QĐ-UBND")))
    before = path.read_bytes()
    report = SandboxedFormatChecker(limits=Limits()).check(path.read_bytes(), facts={})
    assert [warning.code for warning in report.warnings] == ["symbol-kind"]
    assert report.as_json()["warnings"][0]["rule"] == f"{DECREE}, II.3.b"
    assert path.read_bytes() == before
