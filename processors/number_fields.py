"""Named form fields of a draft that stand for its number and date; they are filled and flattened before anyone signs.

Names are compared without diacritics, case, spaces and underscores: ``Số``, ``so_van_ban``, ``NGAY`` …
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from processors.number_places import Box, Place

if TYPE_CHECKING:
    import pikepdf

PARTS: Mapping[str, str] = MappingProxyType(
    {name: part for part, names in {
        "number": ("so", "sovanban", "sovb", "number", "codenumber"),
        "day": ("ngay", "day"),
        "month": ("thang", "month"),
        "year": ("nam", "year"),
        "date": ("ngaythangnam", "ngaybanhanh", "ngayvanban", "date", "issueddate"),
    }.items() for name in names}
)  # fmt: skip
"""Folded name of a field to what goes into it; ``date`` is the whole “ngày … tháng … năm …”."""
USUAL_SIZE = 13.0
"""Points: what the decree asks of number and date (Phụ lục I, Mục V)."""
_CAPITALS = 0.66
"""Height of a digit as a share of the size."""
_MOST_FIELDS = 2000
_FONT = re.compile(rb"/\S+\s+(\d+(?:\.\d+)?)\s+Tf")


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """One widget of a field, as a place to write."""

    part: str
    name: str
    """Full name of the field, for flattening."""
    page: int
    """From 0."""
    place: Place
    box: Box
    alignment: int
    """0 left, 1 centred, 2 right (ISO 32000-1, 12.7.3.3)."""


def find_fields(pdf: pikepdf.Pdf) -> list[FieldPlace]:
    """Return the places of the fields whose names stand for number and date."""
    pages = {annotation.objgen: index for index, page in enumerate(pdf.pages) for annotation in page.get("/Annots", ())}
    found = []
    for name, field in _text_fields(pdf):
        part = PARTS.get(folded(name.rpartition(".")[2]))
        if part is None:
            continue
        widgets: Any = field.get("/Kids", None) or [field]
        shown = [one for one in widgets if one.is_indirect and one.objgen in pages and "/Rect" in one]
        found += [_place(part, name, pages[widget.objgen], field, widget) for widget in shown]
    return found


def flatten(pdf: pikepdf.Pdf, names: frozenset[str]) -> None:
    """Take these fields and their widgets away; what was written in their place is page content. Others stay."""
    import pikepdf

    if not names:
        return
    gone = set()
    for name, field in list(_text_fields(pdf)):
        if name in names:
            gone |= {field.objgen, *(kid.objgen for kid in field.get("/Kids", ()))}
    form = pdf.Root.AcroForm
    form.Fields = pikepdf.Array(_without(form.Fields, gone))
    for page in pdf.pages:
        if "/Annots" in page:
            page.Annots = pikepdf.Array([one for one in page.Annots if one.objgen not in gone])
    for leftover in ("/XFA", "/CO"):  # another description of the same form, and an order of calculation
        if leftover in form:
            del form[leftover]
    if not len(form.Fields):
        del pdf.Root["/AcroForm"]


def folded(name: str) -> str:
    """Return a field's name as it is compared."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isalnum())


def _without(fields: Any, gone: set[Any]) -> list[Any]:
    left = []
    for field in fields:
        if field.objgen in gone:
            continue
        if "/Kids" in field and "/T" in field["/Kids"][0]:
            kept = _without(field["/Kids"], gone)
            if not kept:
                continue
            field["/Kids"] = type(field["/Kids"])(kept)
        left.append(field)
    return left


def _text_fields(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield every text field with its full name."""
    form = pdf.Root.get("/AcroForm")
    waiting = [("", field) for field in (form.get("/Fields", ()) if form is not None else ())]
    for _ in range(_MOST_FIELDS):
        if not waiting:
            return
        above, field = waiting.pop(0)
        name = ".".join(filter(None, (above, str(field.get("/T", "")))))
        kids: Any = field.get("/Kids", ())
        if len(kids) and "/T" in kids[0]:
            waiting += [(name, kid) for kid in kids]
        elif str(field.get("/FT", "")) == "/Tx":
            yield name, field


def _place(part: str, name: str, page: int, field: Any, widget: Any) -> FieldPlace:
    x0, y0, x1, y1 = (float(number) for number in widget["/Rect"])
    left, bottom, right, top = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    size = _size(widget, field) or min(USUAL_SIZE, 0.75 * (top - bottom))
    place = Place(
        printed=str(field.get("/V", "")).strip(),
        left=left,
        right=right,
        baseline=bottom + (top - bottom - _CAPITALS * size) / 2,
        size=size,
        italic=part != "number",
    )
    # What nobody aligned stands where the decree's model has it: the number against its slash, the rest in the middle.
    alignment = int(widget.get("/Q", field.get("/Q", 0))) or (2 if part == "number" else 1)
    return FieldPlace(part, name, page, place, (left, bottom, right, top), alignment)


def _size(*dictionaries: Any) -> float:
    for one in dictionaries:
        if found := _FONT.search(bytes(one.get("/DA", b""))):
            return float(found[1])
    return 0.0
