"""Lays out the documents of outside offices, each with the proportions that chance gives it."""

from __future__ import annotations

import datetime as dt
import functools
import random
import re
from pathlib import Path
from typing import Any

from benchmarks.reading.forged import HEAD, ForgedLayout
from benchmarks.reading.layouts import Laid
from benchmarks.reading.outside_content import BODY, MOTTOES, NAMES, Outside, documents
from benchmarks.reading.outside_sheet import OutsideSheet
from benchmarks.reading.sheet import BY_HAND, FAMILIES, broken, mm
from vanban.domain.identifiers import written_day, written_month, written_number


def _names(letterhead: str) -> list[tuple[str, ...]]:
    return [tuple(line.strip() for line in name.split(" / ") if line.strip()) for name in letterhead.split(" ; ")]


def lay_out(document: Outside, _content: Any, rng: random.Random, *, by_hand: bool) -> Laid:
    """Return one document with a number, a day and proportions by chance."""
    day = dt.date(2025, 7, 2) + dt.timedelta(days=rng.randrange(480))
    number = written_number(rng.choice((rng.randint(1, 9), rng.randint(10, 299), rng.randint(300, 9999))))
    told = _truth(document, number, day)
    proportions = _proportions(rng)
    room = (BY_HAND, BY_HAND) if by_hand else (number, written_day(day))
    dated = {"d": room[1], "m": written_month(day), "y": str(day.year)}
    look = {name: tuple(value) if isinstance(value, list) else value for name, value in document.look.items()}
    if "date_lines" in look:
        look["date_lines"] = tuple(line.format(**dated) for line in look["date_lines"])
    *above, issuer = _names(document.letterhead)
    sheet = OutsideSheet(
        parent=tuple(line for name in above for line in name),
        issuer=issuer,
        code=re.sub("[<>]", "", document.code.format(n=room[0], y=day.year)),
        dateline=document.dateline.format(place=document.place, **dated) if document.place else "",
        heading="" if document.kind == "công văn" else document.heading or document.kind.upper(),
        subject=_subject_lines(document, proportions),
        body=(*document.body, *rng.sample(BODY[:5], 3), BODY[5]),
        authority=document.signs,
        signer=rng.choice(NAMES),
        recipients=("Như trên", "Bộ phận một cửa", "Lưu: VT"),
        motto=MOTTOES[document.motto] if isinstance(document.motto, str) else document.motto,
        addressees=document.to,
        **{**proportions, **look},
    )
    hand = (number, written_day(day)) if by_hand and document.code else ("", "")
    return Laid(sheet, told, HEAD - set(document.unsure), hand)


def _truth(document: Outside, number: str, day: dt.date) -> dict[str, Any]:
    *above, issuer = _names(document.letterhead)
    symbol = re.search("<(.+)>", document.code)
    return {
        "kind": document.kind,
        "number": number + "".join(re.findall(r"\{n\}([a-z])", document.code)),
        "symbol": symbol.group(1) if symbol else None,
        "issued_on": day.isoformat(),
        "place": document.place or None,
        "issuer": " ".join(issuer) or None,
        "parent_issuer": " ".join(above[-1]) if above else None,
        "subject": document.subject.replace("|", " ") or None,
        "urgency": None,
        "circulation": None,
        "addressees": list(document.to) or None,
        "arrival_stamp": False,
        **document.truth,
    }


def _proportions(rng: random.Random) -> dict[str, Any]:
    return {
        "top": rng.uniform(14, 30) * mm,
        "left": rng.uniform(20, 35) * mm,
        "right": rng.uniform(11, 20) * mm,
        "left_at": rng.uniform(0.2, 0.235),
        "right_at": rng.uniform(0.705, 0.735),
        "pitch": rng.uniform(13.2, 18),
        "size": rng.choice((11.5, 12, 12.5, 13, 13.5, 14)),
        "family": rng.choice(("liberation", "liberation", "liberation", *FAMILIES)),
        "dashes": rng.choice(("", "", "", "", "-------", "_____")),
        "weights": rng.choice(((0, 1), (0, 1), (0, 1), (1, 1), (0, 0))),
    }


def _subject_lines(document: Outside, proportions: dict[str, Any]) -> tuple[str, ...]:
    family, size = proportions["family"], proportions["size"]
    if document.kind == "công văn":
        return broken(f"V/v {document.subject.replace('|', ' ')}", 185, family=family, size=size - 1)
    parts = [part for part in document.subject.split("|") if part]
    return tuple(line for part in parts for line in broken(part, 340, family=family, size=size + 1))


def _layouts(table: str) -> dict[str, ForgedLayout]:
    path = Path(__file__).with_name(f"{table}.jsonl")
    return {name: functools.partial(lay_out, document) for name, document in documents(path).items()}


OUTSIDE = _layouts("outside")
AGAIN = _layouts("outside_again")
"""Others, written down when the rules had been mended on the first."""
