"""An office whose registers are filled by hand: shared by the tests of showing and of closing them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from storage.memory_store import MemoryStore
from storage.retention import load_schedule
from vanban.domain.directions import Assignment, Involvement
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.identifiers import new_id
from vanban.domain.issuing import Act, Dispatch, OutgoingAct
from vanban.domain.people import Account, Role
from vanban.ports import Book
from vanban.register.memory import MemoryRegister
from vanban.workflows.books import BookOffice, sheet_of
from vanban.workflows.case_files import CaseOffice
from vanban.workflows.direct_document import DirectionRoom, Person, direct_document
from vanban.workflows.papers import Paper, Wanted

NOW = dt.datetime(2026, 3, 10, 3, 0, tzinfo=dt.UTC)
ENTRY = RegisterEntry(
    type_name="công văn", code_number="15", code_notation="UBND-VX", issued_date=dt.date(2026, 3, 1),
    organ_name="ỦY BAN NHÂN DÂN TỈNH MẪU", subject="về việc thử", arrival_date=dt.date(2026, 3, 2),
    signer_full_name="Trần Thị Mẫu", to_places="Như trên; Lưu: VT", issued_amount=3,
)  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> dt.datetime:
        return self.at


class Office:
    """One office with its books."""

    def __init__(self, new_document) -> None:
        self.clock, self.register, self.new_document = Clock(), MemoryRegister(), new_document
        cases = CaseOffice(
            register=self.register, schedule=load_schedule(None), clock=self.clock, organ_id="000.00.00.H26"
        )
        self.books = BookOffice(
            register=self.register,
            store=MemoryStore(),
            clock=self.clock,
            cases=cases,
            organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
        )
        self.room = DirectionRoom(register=self.register, clock=self.clock)
        with self.register.begin() as uow:
            for unit in ("phong-van-hoa", "phong-tai-chinh"):
                uow.people.add(Account(f"o-{unit}", Role.OFFICIAL, "", unit))
            uow.commit()

    def registered(self, *, direction=Direction.INCOMING, state=State.REGISTERED, void="", series="", **entry) -> str:
        book = Book("van-phong", direction, 2026, series)
        one = self.new_document(
            office="van-phong", direction=direction, state=state, entry=dataclasses.replace(ENTRY, **entry)
        )
        with self.register.begin() as uow:
            uow.documents.add(one)
            number = uow.numbers.take(book, document_id=one.id)
            if void:
                uow.numbers.void(book, document_id=one.id, reason=void)
            uow.events.append(at=self.clock.at, actor="vanthu", name="document.registered", subject=one.id)
            if state is State.SEALED:
                uow.events.append(at=self.clock.at, actor="vanthu", name="document.sealed", subject=one.id)
            uow.commit()
        assert number
        return one.id

    def acted(self, document_id: str, act: Act, *dispatches: Dispatch) -> None:
        done = OutgoingAct(
            id=new_id(), document_id=document_id, act=act, by="vanthu", at=NOW, day=NOW.date(), dispatches=dispatches
        )
        with self.register.begin() as uow:
            uow.issuing.add(done)
            uow.commit()

    def given(self, document_id: str, *who: str, due: dt.date | None = None) -> None:
        roles = [Involvement.LEADS, *[Involvement.ASSISTS] * len(who)]
        given = [Assignment(name, role, due) for name, role in zip(who, roles, strict=False)]
        direct_document(
            document_id, by=Person("lanhdao", "van-phong"), words="Giao xử lý", assignments=given, room=self.room
        )

    def rows(self, paper: Paper, table: int = 0, **wanted) -> list[tuple[str, ...]]:
        asked = Wanted(**{"paper": paper, "office": "van-phong", "year": 2026} | wanted)
        return [row.cells for row in sheet_of(asked, office=self.books).tables[table].rows]
