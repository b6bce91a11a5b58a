"""The register's entry as a form: fields of NĐ 30/2020, Phụ lục VI, with the lengths it allows."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.datastructures import FormData

from vanban.desk.crops import Crop, crop_of, is_handwritten
from vanban.domain.document import Direction, Document, RegisterEntry
from vanban.domain.errors import RefusedError

SURE = 0.95
"""Confidence from which a proposed fact is not coloured."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form."""

    name: str
    """Attribute of ``RegisterEntry``."""
    vi: str
    en: str
    limit: int
    """Characters, as Phụ lục VI allows."""
    fact: str = ""
    """The fact of the reading that proposes it; empty where nothing does."""
    kind: str = "text"
    """``text``, ``area`` or ``date``."""
    needed: bool = False
    taken_by_register: bool = False
    """For outgoing documents the register gives the value: number and date."""


FIELDS = (
    Field("type_name", "Loại văn bản", "Kind", 100, "kind", needed=True),
    Field("code_number", "Số", "Number", 11, "number", taken_by_register=True),
    Field("code_notation", "Ký hiệu", "Symbol", 30, "symbol"),
    Field("issued_date", "Ngày văn bản", "Date", 10, "issued_on", kind="date", needed=True, taken_by_register=True),
    Field("organ_name", "Cơ quan ban hành", "Issuer", 200, "issuer", needed=True),
    Field("subject", "Trích yếu", "Subject", 500, "subject", kind="area", needed=True),
    Field("signer_position", "Chức vụ người ký", "Signer's title", 100, "signer_title"),
    Field("signer_full_name", "Người ký", "Signer", 50, "signer"),
    Field("to_places", "Nơi nhận", "Recipients", 1000, "recipients", kind="area"),
    Field("sphere", "Lĩnh vực", "Sphere", 100),
    Field("due_date", "Hạn xử lý", "Due", 10, kind="date"),
)


@dataclass(frozen=True, slots=True)
class FilledField:
    """One field with the value to show and how sure the reading is of it."""

    field: Field
    value: str
    mark: str
    """CSS class: ``sure``, ``unsure``, ``missing`` or empty."""
    percent: int | None
    """Confidence in percent, where the reading proposed a value."""
    guess: str = ""
    """What reading takes handwriting for: shown beside the empty field, never in it."""
    crop: Crop | None = None
    """Where the handwriting stands on the page."""


def fields_for(document: Document) -> tuple[Field, ...]:
    """Return the fields that the clerk fills in for this document."""
    outgoing = document.direction is Direction.OUTGOING
    return tuple(field for field in FIELDS if not (outgoing and field.taken_by_register))


def filled(
    document: Document,
    entry: RegisterEntry,
    typed: FormData | None = None,
    *,
    sizes: tuple[tuple[float, float], ...] = (),
) -> list[FilledField]:
    """Return the form as shown: what the clerk typed before, else what the reading proposes.

    What is written by hand is not proposed: its field is empty beside the enlarged piece of the page (``sizes``).
    """
    facts: dict[str, Any] = (document.reading or {}).get("facts", {})
    shown = [_filled(field, facts.get(field.fact) or {}, entry, typed) for field in fields_for(document)]
    return [_to_be_read(document, one, typed, sizes) for one in shown]


def first_to_look_at(fields: Sequence[FilledField]) -> str:
    """Return the name of the field that the clerk begins with: the first that is not sure."""
    open_ones = [one.field.name for one in fields if one.mark in ("unsure", "missing", "hand")]
    return (open_ones or [one.field.name for one in fields] or [""])[0]


def _to_be_read(
    document: Document, one: FilledField, typed: FormData | None, sizes: tuple[tuple[float, float], ...]
) -> FilledField:
    if not is_handwritten(document, one.field.fact, sure=SURE):
        return one
    crop = crop_of(document, one.field.fact, sizes)
    value = one.value if typed is not None else ""
    return replace(one, value=value, mark="hand", guess=one.value if typed is None else "", crop=crop)


def _filled(field: Field, fact: dict[str, Any], entry: RegisterEntry, typed: FormData | None) -> FilledField:
    value = _shown(getattr(entry, field.name)) if typed is None else str(typed.get(field.name) or "")
    if not field.fact:
        return FilledField(field, value, "", None)
    if fact.get("value") in (None, "", []):
        return FilledField(field, value, "missing", None)
    confidence = float(fact.get("confidence") or 0.0)
    return FilledField(field, value, "sure" if confidence >= SURE else "unsure", round(confidence * 100))


def _shown(value: object) -> str:
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def corrected(document: Document, entry: RegisterEntry, form: FormData) -> RegisterEntry:
    """Return the entry with what the clerk typed.

    Raises:
        RefusedError: if a value is too long or a date cannot be understood.
    """
    year = (entry.issued_date or document.received_at).year
    given = {
        field.name: _parsed(field, str(form.get(field.name) or ""), year=year)
        for field in fields_for(document)
        if field.name in form
    }
    return replace(entry, **given)


def _parsed(field: Field, text: str, *, year: int) -> Any:
    value = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(value) > field.limit:
        raise RefusedError(
            f"{field.en} is longer than {field.limit} characters.",
            vi=f"{field.vi} dài quá {field.limit} ký tự.",
            remedy="Shorten it. / Hãy rút gọn.",
        )
    return day_of(field.vi, field.en, _with_year(value, year)) if field.kind == "date" else value


def _with_year(value: str, year: int) -> str:
    """Return a day as typed in a hurry, ``5/11`` or ``0511`` or ``05112026``, in full."""
    parts = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})|(\d{2})(\d{2})(\d{4})?", value)
    if parts is None:
        return value
    day, month = parts[1] or parts[3], parts[2] or parts[4]
    return f"{day}/{month}/{parts[5] or year}"


def day_of(vi: str, en: str, value: str) -> dt.date | None:
    """Return a typed day, None if nothing was typed.

    Raises:
        RefusedError: if it is no day; ``vi`` and ``en`` name the field.
    """
    if not value:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(value, form).date()  # noqa: DTZ007  a day, no moment
        except ValueError:
            continue
    raise RefusedError(
        f"{en} is not a date.",
        vi=f"{vi} không phải là ngày hợp lệ.",
        remedy="Write it as dd/mm/yyyy, such as 05/02/2026. / Hãy ghi dạng ngày/tháng/năm.",
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a page where a fact was found, for drawing over the page image."""

    fact: str
    page: int
    x: float
    y: float
    """From the top of the page, in PDF points."""
    width: float
    height: float
    css: str


def marks(document: Document, sizes: tuple[tuple[float, float], ...]) -> list[Mark]:
    """Return the places of all facts on the pages that are shown."""
    facts: dict[str, Any] = (document.reading or {}).get("facts", {})
    found = []
    for name, fact in facts.items():
        page, box = fact.get("page"), fact.get("box")
        if not box or not page or not 1 <= page <= len(sizes):
            continue
        x0, y0, x1, y1 = box
        css = "sure" if float(fact.get("confidence") or 0.0) >= SURE else "unsure"
        found.append(Mark(name, page, x0 - 2, sizes[page - 1][1] - y1 - 2, x1 - x0 + 4, y1 - y0 + 4, css))
    return found
