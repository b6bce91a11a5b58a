"""Papers that go with an incoming document: a view of it with dấu ĐẾN, and phiếu giải quyết văn bản đến.

Both are made anew whenever they are asked for, from what the register says then. The original is only read: its bytes,
and any signature in them, stay as they came (``docs/design.md``, invariant 1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from processors.free_spot import free_spot
from storage.slip_page import SlipEntry, SlipPart, slip_page
from storage.stamped_view import STAMP, ArrivalStamp, PagePicture, stamped_view
from vanban.clock import HANOI, shown
from vanban.domain.directions import Opinion, Part, Slip
from vanban.domain.document import Direction, Document
from vanban.domain.errors import IntegrityError, RefusedError
from vanban.domain.identifiers import original_key
from vanban.ports import RECORDS, Clock, ObjectStore, Register
from vanban.workflows.book_columns import day_of, receivers
from vanban.workflows.direct_document import DIRECTED
from vanban.workflows.unit_names import UnitNames, with_unit_names

WRITTEN_OUT = "document.paper-made"
"""Event: a paper that goes with a document was made for somebody."""
MARK = "Bản xem có dấu ĐẾN, không thay bản gốc"
_MOST_PAGES = 30
_WIDTH = 1240
"""Pixels: A4 at 150 dpi."""
_MM = 72 / 25.4
_USUAL = (22.0, 62.0)
"""Left and top in mm where number and symbol end on A4, if the reading did not find them."""
_ASKED: dict[Part, tuple[str, tuple[str, ...]]] = {
    Part.LEADERSHIP: (
        "1. Ý kiến của lãnh đạo cơ quan, tổ chức",
        (
            "Giao đơn vị, cá nhân chủ trì",
            "Giao các đơn vị, cá nhân tham gia phối hợp giải quyết văn bản đến (nếu có)",
            "Thời hạn giải quyết đối với mỗi đơn vị, cá nhân (nếu có)",
            "Ngày tháng cho ý kiến phân phối, giải quyết",
        ),
    ),
    Part.UNIT: (
        "2. Ý kiến của lãnh đạo đơn vị",
        (
            "Giao cho cá nhân; thời hạn giải quyết đối với cá nhân (nếu có)",
            "Ngày, tháng, năm cho ý kiến",
        ),
    ),
    Part.HANDLER: (
        "3. Ý kiến đề xuất của người giải quyết",
        ("Ý kiến đề xuất giải quyết văn bản đến của cá nhân", "Ngày, tháng, năm đề xuất ý kiến"),
    ),
}
"""Parts of the form (Phụ lục IV, VII) in its own words, and what is written by hand where nobody has said anything."""


class Pictures(Protocol):
    """Draws pages; ``processors.page_pictures.PagePictures``."""

    def png(self, data: bytes, *, page: int, width: int) -> bytes:
        """Return one page, 1-based. Raises ``UnreadableError``."""

    def shapes(self, data: bytes, *, most: int) -> tuple[int, Sequence[tuple[float, float]]]:
        """Return how many pages there are, and the sizes of the first, in points. Raises ``UnreadableError``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRoom:
    """Everything that these papers need."""

    register: Register
    store: ObjectStore
    pictures: Pictures
    clock: Clock
    organisation: str
    unit_names: UnitNames = field(default_factory=dict)


def view_with_stamp(document_id: str, *, actor: str, room: PaperRoom) -> bytes:
    """Return the document as a PDF to look at or print, with dấu ĐẾN where page 1 is empty.

    Raises:
        NotFoundError: if there is no such document.
        RefusedError: if it has no arrival number.
        UnreadableError: if its pages cannot be drawn.
        IntegrityError: if the store returns other bytes than came.
    """
    document, slip, case_files = _look_up(document_id, room)
    data = _original(document, room)
    count, shapes = room.pictures.shapes(data, most=_MOST_PAGES)
    pages = [
        PagePicture(room.pictures.png(data, page=number, width=_WIDTH), *shape)
        for number, shape in enumerate(shapes, start=1)
    ]
    stamp = ArrivalStamp(
        organisation=room.organisation,
        number=str(document.entry.arrival_number),
        day=day_of(document.entry.arrival_date),
        passed_to=receivers(slip),
        case_file="; ".join(case_files) or document.entry.file_notation,
    )
    first = pages[0]
    spot = free_spot(
        first.png, page=(first.width / _MM, first.height / _MM), size=STAMP, near=_below_number(document, first.height)
    )
    made = stamped_view(
        pages,
        stamp,
        spot=spot,
        mark=f"{MARK} · SHA-256 bản gốc {document.sha256}",
        title=f"{MARK}: số đến {stamp.number}, {stamp.day}",
        pages_left=count - len(pages),
    )
    _note(document, "dau-den", actor, room)
    return made


def slip_paper(document_id: str, *, actor: str, room: PaperRoom) -> bytes:
    """Return phiếu giải quyết văn bản đến as PDF, with every opinion so far and room for those to come.

    Raises:
        NotFoundError: if there is no such document.
        RefusedError: if it has no arrival number.
    """
    document, slip, _ = _look_up(document_id, room)
    made = slip_page(
        organisation=room.organisation,
        unit=room.unit_names.get(document.office, document.office),
        day=room.clock.now().astimezone(HANOI).date(),
        about=_about(document),
        arrival=f"Số đến: {document.entry.arrival_number}, ngày đến: {day_of(document.entry.arrival_date)}",
        parts=[*(_part(part, slip) for part in _ASKED), *_result(slip)],
    )
    _note(document, "phieu", actor, room)
    return made


def _look_up(document_id: str, room: PaperRoom) -> tuple[Document, Slip, list[str]]:
    with room.register.begin() as uow:
        document, slip = uow.documents.get(document_id), uow.directions.slip(document_id)
        case_files = [uow.case_files.get(one).code.file_notation for one in uow.case_files.holding(document_id)]
    registered = document.direction is Direction.INCOMING and document.state in DIRECTED
    if not registered or document.entry.arrival_number is None:
        raise RefusedError(
            f"Document {document_id} has no arrival number.",
            vi="Chỉ văn bản đến đã có số đến mới có dấu ĐẾN và phiếu giải quyết.",
            remedy="Register it first. / Văn thư phải đăng ký văn bản trước.",
        )
    return document, with_unit_names(slip, room.unit_names), case_files


def _original(document: Document, room: PaperRoom) -> bytes:
    data = room.store.get(RECORDS, original_key(document.sha256))
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise IntegrityError(
            f"The stored bytes of document {document.id} are not what came.",
            vi=f"Nội dung lưu của văn bản {document.id} không khớp sổ đăng ký.",
            remedy="Tell the administrator; `vanban audit` shows more. / Hãy báo quản trị.",
        )
    return data


def _below_number(document: Document, height: float) -> tuple[float, float]:
    """Return left and top in mm just under number and symbol on page 1, as the reading found them."""
    facts = (document.reading or {}).get("facts", {})
    boxes = [
        facts[name]["box"]
        for name in ("number", "symbol")
        if (facts.get(name) or {}).get("box") and facts[name].get("page") == 1
    ]
    if not boxes:
        return _USUAL
    return min(float(box[0]) for box in boxes) / _MM, (height - min(float(box[1]) for box in boxes)) / _MM + 3


def _about(document: Document) -> str:
    entry = document.entry
    number = "/".join(part for part in (entry.code_number, entry.code_notation) if part)
    kind = f"{entry.type_name[:1].upper()}{entry.type_name[1:]}"
    named = " ".join(part for part in (kind, f"số {number}" if number else "") if part)
    dated = f"ngày {day_of(entry.issued_date)}" if entry.issued_date else ""
    issuer = f"của {entry.organ_name}" if entry.organ_name else ""
    return " ".join(filter(None, (named, dated, issuer, entry.subject)))


def _part(part: Part, slip: Slip) -> SlipPart:
    title, asked = _ASKED[part]
    return SlipPart(title, asked, tuple(_entry(one) for one in slip.of(part)))


def _result(slip: Slip) -> list[SlipPart]:
    """Return the result below the form's own parts, once there is one (Phụ lục IV, VIII)."""
    found = tuple(_entry(one) for one in slip.of(Part.RESULT))
    return [SlipPart("Kết quả giải quyết", (), found)] if found else []


def _entry(opinion: Opinion) -> SlipEntry:
    given = [
        f"- {one.involvement.value[:1].upper()}{one.involvement.value[1:]}: {one.who}"
        + (f", thời hạn {day_of(one.due)}" if one.due else "")
        for one in opinion.assignments
    ]
    if opinion.progress:
        given.append(f"- {opinion.progress.value[:1].upper()}{opinion.progress.value[1:]}")
    if opinion.answer:
        given.append(f"- Văn bản trả lời: {opinion.answer}")
    return SlipEntry(words=opinion.words, given=tuple(given), by=opinion.by, at=shown(opinion.at))


def _note(document: Document, paper: str, actor: str, room: PaperRoom) -> None:
    with room.register.begin() as uow:
        data = {"paper": paper}
        uow.events.append(at=room.clock.now(), actor=actor, name=WRITTEN_OUT, subject=document.id, data=data)
        uow.commit()
