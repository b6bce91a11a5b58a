"""A house with one row of every sort that a page shows, and the address of every page in it.

``every_page`` names at least one address for each GET route; ``test_every_page`` fails where a new route has none.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from storage.retention import load_schedule
from tests.desk.conftest import PIN, Browser, House
from vanban.clock import HANOI
from vanban.desk.access import Way, rules
from vanban.desk.accounts import Role
from vanban.domain.batch import ItemState
from vanban.domain.directions import Involvement
from vanban.domain.document import Direction, RegisterEntry, State, Urgency
from vanban.domain.evidence import FileVerdict, SignatureVerdict
from vanban.domain.findings import Finding
from vanban.domain.intake import Disposition
from vanban.domain.notices import NoticeKind, notice
from vanban.ports import Book
from vanban.workflows.archive import archive_ready
from vanban.workflows.archive_cases import archive_closed
from vanban.workflows.disposal import approve
from vanban.workflows.event_log import publish_root
from vanban.workflows.publish import give_code
from vanban.workflows.terms import decide_term

ANYONE = "anyone"
NAMES = {
    Role.CLERK: "vanthu", Role.OFFICIAL: "lanhdao", Role.ARCHIVIST: "luutru", Role.ADMIN: "quantri",
    Role.AUDITOR: "kiemtra",
}  # fmt: skip
ENTRY = RegisterEntry(
    type_name="quyết định", code_number="15", code_notation="QĐ-UBND", issued_date=dt.date(2026, 11, 5),
    organ_name="ỦY BAN NHÂN DÂN PHƯỜNG MẪU", subject="Về việc thử từng trang", signer_full_name="Nguyễn Văn Mẫu",
    signer_position="CHỦ TỊCH", to_places="Sở Nội vụ; Lưu: VT", arrival_number=3,
)  # fmt: skip
DRAFT = dataclasses.replace(ENTRY, arrival_number=None)
CHANGED = SignatureVerdict(
    field="Ky", signer="Nguyễn Văn Mẫu", signed_at="2026-11-20T01:00:00Z", timestamp=None, level="B-B",
    integrity=True, trust="unknown", revocation="unknown", coverage="revision", modified_after=True,
    verdict="invalid", holder="person", reasons=("Bị sửa. / Changed.",),
)  # fmt: skip
TASK = {"who": "các đơn vị", "what": "gửi báo cáo", "by": None, "page": 1, "box": [85, 280, 545, 330]}
TASK |= {"confidence": 0.8, "how": "day", "at": None, "every": None}


class Changed:
    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        return FileVerdict(hashlib.sha256(data).hexdigest(), "invalid", (CHANGED,))


class Unsigned:
    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        return FileVerdict(hashlib.sha256(data).hexdigest(), "unsigned")


class FixedStamps:
    def token(self, sha256: bytes) -> bytes:
        return b"token over " + sha256


class Furnished:
    """The house, and where everything in it is looked at."""

    def __init__(self, house: House, *, letter: bytes, draft: bytes, facts: Mapping[str, Any]) -> None:
        self.house = house
        self._letter, self._draft, self._facts = letter, draft, dict(facts)
        self._browsers: dict[str, Browser] = {}
        self.pages: dict[str, dict[str, list[str]]] = {}
        """Route, who opens it (a role's value, or ``anyone``), and the addresses."""
        house.services.verifier = Unsigned()
        house.services.time_stamps = FixedStamps()  # type: ignore[assignment]
        house.services.schedule = load_schedule()
        self._intake()
        self._incoming()
        self._outgoing()
        self._lists()
        self._archive()
        self._oversight()
        house.services.verifier = Changed()

    def browser(self, who: str) -> Browser:
        """Return a browser in which a role's person (or nobody) is logged in."""
        if who not in self._browsers:
            self._browsers[who] = self.house.browser("" if who == ANYONE else NAMES[Role(who)])
        return self._browsers[who]

    def _there(self, route: str, path: str, *who: str) -> None:
        for one in who:
            self.pages.setdefault(route, {}).setdefault(one, []).append(path)

    def _document(self, document_id: str, *who: str) -> None:
        self._there("/documents/{document_id}", f"/documents/{document_id}", *who)

    def _add(self, data: bytes, **fields: Any) -> str:
        return self.house.add(data, **{"entry": DRAFT, **fields}).id

    def _intake(self) -> None:
        house = self.house
        for disposition in (Disposition.QUARANTINED, Disposition.DUPLICATE):
            house.add_refused(
                disposition,
                "wrong-type",
                claim_id=f"claim-{disposition.value}",
                file_name="thu.pdf",
                office="van-phong",
            )
        house.add_refused(Disposition.SUSPECT, "suspect", claim_id="claim-locked")
        other = hashlib.sha256(b"another suspect").hexdigest()
        house.add_refused(Disposition.SUSPECT, "suspect", claim_id="claim-asked", sha256=other)
        asked = {"why": "Dấu ĐẾN bị nhận nhầm", "paper_seen": "yes", "stream": "den"}
        self.browser("clerk").post(f"/suspects/{other}/ask", **asked)

    def _incoming(self) -> None:
        reading = {"facts": self._facts, "tasks": [TASK]}
        urgent = {"urgency": Urgency.EXPRESS, "reading": reading, "entry": RegisterEntry()}
        self._document(
            self._add(self._letter, state=State.NEEDS_REVIEW, reason="low-confidence", **urgent), "clerk", "auditor"
        )
        self._add(self._letter + b"%", state=State.READ, entry=RegisterEntry(), reading=reading)
        mail = {"facts": {}, "attachments": [{"name": "a.pdf", "sha256": "ab" * 32, "pages": 2}]}
        self._document(self._add(b"mail", reading=mail, warnings=("active-content", "animation-sampled")), "clerk")
        self._add(b"being read", state=State.RECEIVED, entry=RegisterEntry(), reading=None)
        verdict = FileVerdict("ab" * 32, "invalid", (CHANGED,)).as_json()
        fields = {"state": State.REGISTERED, "entry": ENTRY, "reading": reading, "verdict": verdict}
        letter = self._add(self._letter + b"%%", **fields)
        self._document(letter, "clerk", "official", "archivist", "auditor")
        given = self._add(self._letter + b"%%%", **fields)
        row = {"who": "van-phong", "involvement": Involvement.LEADS.value, "due": "", "task": ""}
        self.browser("official").post(
            f"/documents/{given}/direction", words="Giao xử lý", opinion="one", seen="0", **row
        )
        self._document(given, "clerk", "official")
        self._document(self._add(b"sent back", state=State.RETURNED, note="thiếu trang", reason="returned"), "clerk")
        for name in ("arrival.pdf", "slip.pdf"):
            route = f"/documents/{{arrived_id}}/{name}"
            self._there(route, f"/documents/{letter}/{name}", "clerk", "official", "archivist", "auditor")
        sha256 = self.house.get(letter).sha256
        route, path = "/documents/{document_id}/bytes/{sha256}", f"/documents/{letter}/bytes/{sha256}"
        for more, told in (("", ""), ("/pages/{page}.png", "/pages/1.png")):
            self._there(f"{route}{more}", f"{path}{told}", "clerk", "official", "archivist", "auditor")
        self._there("/documents/{document_id}/twins", f"/documents/{letter}/twins", "clerk")

    def _outgoing(self) -> None:
        outgoing = {"direction": Direction.OUTGOING, "reading": {"facts": {}}}
        to_confirm = self._add(self._draft, state=State.READ, **outgoing)
        self._document(to_confirm, "clerk")
        route = "/documents/{document_id}/format"
        self._there(route, f"/documents/{to_confirm}/format", "clerk", "official", "archivist", "auditor")
        self._document(self._numbered(self._draft + b"%", **outgoing), "clerk", "official", "auditor")
        self._document(self._add(b"to seal", state=State.SIGNED, **outgoing), "clerk", "official")
        self._document(self._add(b"not issued", state=State.SEALED, **outgoing), "clerk", "official")
        issued = self._add(self._letter + b"%issued", state=State.SEALED, **outgoing)
        clerk = self.browser("clerk")
        clerk.post("/issuing", document=[issued], way="thư điện tử")
        self._document(issued, "clerk", "official", "archivist", "auditor")
        recalled = self._add(self._letter + b"%recalled", state=State.SEALED, **outgoing)
        clerk.post("/issuing", document=[recalled], way="thư điện tử")
        self.browser("official").post(f"/documents/{recalled}/recall", reason="Sai thẩm quyền", act="recall-1")
        self._document(recalled, "clerk", "official")
        code = give_code(issued, actor="vanthu", office=self.house.services.publishing_office).code
        self._there("/v/{code}", f"/v/{code}", ANYONE)
        self._there("/documents/{document_id}/qr.png", f"/documents/{issued}/qr.png", "clerk", "official")

    def _numbered(self, data: bytes, **fields: Any) -> str:
        document = self.house.add(data, state=State.REGISTERED, **{"entry": DRAFT, **fields})
        year = self.house.services.clock.now().astimezone(HANOI).year
        with self.house.services.register.begin() as uow:
            uow.numbers.take(Book(document.office, document.direction, year), document_id=document.id)
            uow.commit()
        return document.id

    def _lists(self) -> None:
        official = self.browser("official")
        outgoing = {"direction": Direction.OUTGOING, "reading": {"facts": {}}}

        def frozen(*data: bytes) -> tuple[str, str]:
            documents = [self._numbered(one, **outgoing) for one in data]
            return official.post("/batches", document=documents).url.path.split("/")[-1], documents[0]

        def granted(data: bytes) -> str:
            batch, _ = frozen(data)
            with self.house.services.register.begin() as uow:
                manifest = uow.batches.get(batch).manifest_sha256
            official.post(f"/batches/{batch}/grant", manifest=manifest, pin=PIN)
            return batch

        done, running = granted(self._draft + b"%done"), granted(self._draft + b"%running")
        self.house.finish_batch(done)
        failed = granted(self._draft + b"%failed")
        self._fail(failed)
        waiting, document = frozen(self._draft + b"%waiting", self._draft + b"%also waiting")
        for batch in (waiting, running, done, failed):
            self._there("/batches/{batch_id}", f"/batches/{batch}", "official")
        self._there("/batches/{batch_id}/progress", f"/batches/{running}/progress", "official")
        route = "/batches/{batch_id}/lines/{line_id}"
        self._there(route, f"/batches/{waiting}/lines/{document}", "official")
        official.post("/pcs/code")

    def _fail(self, batch_id: str) -> None:
        """Play a signing worker that gets no time-stamp."""
        with self.house.services.register.begin() as uow:
            item = uow.batches.get(batch_id).items[0]
            told = "Không lấy được dấu thời gian. Hãy kiểm tra kết nối tới dịch vụ."
            uow.batches.set_item(
                batch_id, dataclasses.replace(item, state=ItemState.FAILED, reason="timestamp", message_vi=told)
            )
            uow.documents.change(
                item.document_id, expect=State.APPROVED, state=State.REGISTERED, reason="signing-timestamp"
            )
            uow.batches.close(batch_id, at=self.house.services.clock.now())
            uow.commit()

    def _archive(self) -> None:
        archived, other, loose = (self._kept(b"%PDF-1.7 kept " + name) for name in (b"one", b"two", b"three"))
        archivist, both = self.browser("archivist"), ("archivist", "auditor")
        case = {"unit": "van-phong", "title": "Hồ sơ thử", "maintenance": "10N", "file_catalog": "2026"}
        closed = archivist.post("/archive/case-files", file_notation="01.TCCB", **case).url.path
        archivist.post(f"{closed}/documents", document=archived)
        archivist.post(f"{closed}/close", ended="")
        opened = archivist.post("/archive/case-files", file_notation="02.TCCB", **case).url.path
        archivist.post(f"{opened}/documents", document=other)
        list(archive_closed(self.house.services.archive_room, keep_on=lambda: True))
        listed = self._disposal(loose)
        self._there("/archive/disposals/{list_id}", listed, *both)
        approved = self._disposal(self._kept(b"%PDF-1.7 past its term"), by="luutru2")
        self._there("/archive/disposals/{list_id}", approved, *both)
        self._there("/archive/disposals/{list_id}/list.pdf", f"{approved}/list.pdf", *both)
        archivist.post("/archive/holds", subject=other, why="Thanh tra")
        publish_root(self.house.services.log_room)
        for record in (archived, other, loose):
            self._there("/archive/records/{record_id}", f"/archive/records/{record}", *both)
        self._document(archived, *both, "clerk")
        self.unfiled = loose  # kept, and in no case file
        for kind in ("package", "proof"):
            self._there(f"/archive/records/{{record_id}}/{kind}.zip", f"/archive/records/{archived}/{kind}.zip", *both)
        for path in (closed, opened):
            self._there("/archive/case-files/{case_file_id}", path, *both)
        self._there("/archive/case-files/{case_file_id}/inventory.pdf", f"{closed}/inventory.pdf", *both)
        self._there("/archive/case-files/{case_file_id}/export/{kind}.zip", f"{closed}/export/dip.zip", *both)
        self._there(
            "/archive/hand-over/list.pdf", "/archive/hand-over/list.pdf?unit=van-phong&year=2026&days=3660", *both
        )
        self._there("/archive/hand-over", "/archive/hand-over?days=3660", *both)
        self._there("/archive/find", f"/archive/find?q={archived}", *both)

    def _kept(self, data: bytes) -> str:
        """Return a document that was archived."""
        document = self._add(data, state=State.REGISTERED, entry=ENTRY)
        list(archive_ready(self.house.services.archive_room, keep_on=lambda: True))
        return document

    def _disposal(self, document_id: str, *, by: str = "") -> str:
        """Return the page of a list made when the term is over, years from now; ``by`` is who approves it."""
        services = self.house.services
        decide_term(document_id, "05N", actor="luutru", why="Danh mục", office=services.term_office)
        services.clock.ahead = dt.timedelta(days=365 * 18)
        made = self.house.browser(NAMES[Role.ARCHIVIST]).post(
            "/archive/disposals", document=[document_id], why="Hết hạn"
        )
        if by:
            approve(made.url.path.split("/")[-1], actor=by, words="Đồng ý", office=services.disposal_office)
        services.clock.ahead = dt.timedelta()
        return made.url.path

    def _oversight(self) -> None:
        now = self.house.services.clock.now()
        with self.house.services.register.begin() as uow:
            uow.findings.settle({"one": [Finding("altered", "some-id", "originals/ab")]}, at=now)
            for role, name in NAMES.items():
                told = notice(NoticeKind.TO_SIGN, account=name, about=role.value, path="/", label="05/QĐ-UBND", at=now)
                uow.notices.add(told)
            uow.commit()
        self.browser("admin").post("/admin/users/kiemtra/rights", role="archivist", office="van-phong")
        self.browser("clerk").post("/search/saved", name="Quyết định", asked="q=quyết+định")
        self._there("/search", "/search?q=quyết+định", "clerk", "official", "archivist", "auditor")
        self._there("/search/file", "/search/file?q=quyết+định&form=csv", "clerk")
        for paper in ("so-den", "so-di"):
            self._there("/registers", f"/registers?paper={paper}", "clerk", "archivist", "auditor")
        self._there("/registers/file", "/registers/file?form=pdf", "clerk")
        self._there("/admin/services", "/admin/services?probe=1", "admin")
        self._there("/admin/troubles/run", "/admin/troubles/run?run=x", "admin")
        self._there("/suggestions/{field}", "/suggestions/organ_name?words=uy", "clerk")

    def addresses(self) -> Iterator[tuple[str, str, str]]:
        """Yield route, who opens it, and address, of every GET route and everybody who may."""
        for rule in rules():
            if rule.method != "GET" or rule.way not in (Way.ROLE, Way.OPEN):
                continue
            for who in sorted(role.value for role in rule.roles) or [ANYONE]:
                plain = [] if "{" in rule.path else [rule.path]
                for path in (*plain, *self.pages.get(rule.path, {}).get(who, ())):
                    yield rule.path, who, path
