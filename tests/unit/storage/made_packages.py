"""A document's package and a case file's, as the tests here look at them."""

import datetime as dt
import hashlib

from storage.case_package import FiledPackage, build_case_package
from storage.package import Content, build_package
from vanban.domain.casefile import CaseFile, CaseState, FileCode, FiledDocument
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.evidence import GENESIS, Event, event_digest

AT = dt.datetime(2026, 5, 1, 2, 0, 0, 5, tzinfo=dt.UTC)
DOCUMENT = Document(
    id="0f8fad5b-d9cb-469f-a165-70867728950e",
    claim_id="7c9e6679-7425-40de-944b-e07fc1f90ae7",
    office="van-phong",
    direction=Direction.OUTGOING,
    state=State.SEALED,
    sha256=hashlib.sha256(b"%PDF a").hexdigest(),
    size=6,
    media_type="application/pdf",
    file_name="Dự thảo.pdf",
    received_at=AT,
    received_by="vanthu",
    current_sha256=hashlib.sha256(b"%PDF b").hexdigest(),
    entry=RegisterEntry(
        organ_id="000.00.00.H26",
        type_name="quyết định",
        code_number="05",
        code_notation="QĐ-UBND",
        issued_date=dt.date(2026, 4, 30),
        organ_name="ỦY BAN NHÂN DÂN",
        subject="Về việc <thử> & \x0c lạ",
    ),
    verdict={"verdict": "valid"},
)
CASE = CaseFile(
    id="7b1d9e7e-3b9f-4a53-9c37-0c1a55c3c5a1",
    office="van-phong",
    code=FileCode("000.00.00.H26", 2026, "01.TCCB"),
    title="Hồ sơ tuyển dụng",
    maintenance="10N",
    opened_by="luutru",
    opened_at=AT,
    creator="Nguyễn Văn Mẫu",
    state=CaseState.CLOSED,
    ended=dt.date(2026, 4, 30),
    start_date=dt.date(2026, 4, 30),
    end_date=dt.date(2026, 4, 30),
    doc_total=1,
    page_total=2,
)


def event(subject, sequence=3):
    fields = {
        "sequence": sequence,
        "at": AT,
        "actor": "vanthu",
        "name": "document.received",
        "subject": subject,
        "data": {},
        "previous": GENESIS,
    }
    return Event(**fields, digest=event_digest(**fields))


def document_package():
    contents = [Content("original", b"%PDF a", "application/pdf"), Content("sealed", b"%PDF b", "application/pdf")]
    return build_package(DOCUMENT, contents, [event(DOCUMENT.id)])


def case_package(**given):
    inner = document_package()
    filed = FiledDocument(CASE.id, DOCUMENT.id, 1, "luutru", AT)
    one = FiledPackage(filed, DOCUMENT, inner.prefix, inner.manifest_sha256, len(inner.files[-1].data))
    return build_case_package(CASE, [one], [event(CASE.id)], **{"maintenance": "10 năm", "version": 1} | given)
