"""One document: the clerk's review beside the page images, and looking at the exact bytes."""

from __future__ import annotations

import urllib.parse
from functools import partial

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from vanban.desk.accounts import OVERSEERS, Account, Role
from vanban.desk.admission import CheckedForm, Clerk, Reader, Signer, text_of
from vanban.desk.copies_view import copies_view
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.direction_form import task_marks
from vanban.desk.entry_form import corrected, filled, first_to_look_at, marks
from vanban.desk.format_checks import is_checked
from vanban.desk.outgoing_view import is_voidable, outgoing_view
from vanban.desk.outlines import outline_of
from vanban.desk.pages import go_to, render
from vanban.desk.published_here import published_here
from vanban.desk.sessions import leave_note
from vanban.desk.slips import slip_view
from vanban.desk.twins import registered_twins
from vanban.desk.viewing import exact_bytes, find_document, look, newest
from vanban.desk.working_order import TO_CONFIRM, neighbours
from vanban.domain.batch import Purpose
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.errors import RefusedError
from vanban.domain.sealed_alone import SealedAlone
from vanban.workflows.assemble_batch import awaits
from vanban.workflows.register_document import proposed_entry, register_document, return_document
from vanban.workflows.rerun import Step, rerun

router = APIRouter(prefix="/documents/{document_id}")


@router.get("")
def document_page(request: Request, desk: DeskHere, account: Reader, document_id: str, use: str = "") -> Response:
    """Show a document: as a form to confirm if it waits for this clerk, else as it stands.

    ``use`` takes candidates of the reading into the slip's form, by their numbers.
    """
    return shown_page(request, desk, account, document_id, used=use)


@router.post("/register")
def register(request: Request, desk: DeskHere, account: Clerk, document_id: str, form: CheckedForm) -> Response:
    """Take the number with what the clerk confirmed, and go on to the next document."""
    with desk.services.register.begin() as uow:
        document = find_document(document_id, account=account, uow=uow)
        following = neighbours(document, account=account, uow=uow).next_to_do
    try:
        entry = corrected(document, proposed_entry(document), form)
        done = register_document(document_id, entry, actor=account.name, office=desk.services.registry_office)
    except RefusedError as refused:
        return shown_page(request, desk, account, document_id, typed=form, refused=refused)
    number = done.entry.arrival_number if done.direction is Direction.INCOMING else done.entry.code_number
    what = ("đến", "arrival") if done.direction is Direction.INCOMING else ("đi", "issue")
    leave_note(request, vi=f"Đã đăng ký, số {what[0]}: {number}.", en=f"Registered, {what[1]} number {number}.")
    return go_to(f"/documents/{following}" if following else "/queue")


@router.post("/return")
def send_back(request: Request, desk: DeskHere, account: Signer, document_id: str, form: CheckedForm) -> Response:
    """Return the document with a reason: the clerk before, the official instead of signing."""
    with desk.services.register.begin() as uow:
        document = find_document(document_id, account=account, uow=uow)
        following = neighbours(document, account=account, uow=uow).next_to_do
    if account.role is Role.OFFICIAL and document.direction is Direction.INCOMING:
        raise HTTPException(403)  # an arrival number is voided by the clerk alone
    try:
        why = text_of(form, "why")[:500]
        if document.state is not State.RETURNED:  # else the second of two clicks
            return_document(document_id, why=why, actor=account.name, office=desk.services.registry_office)
    except RefusedError as refused:
        return shown_page(request, desk, account, document_id, typed=None, refused=refused)
    leave_note(request, vi="Đã trả lại văn bản.", en="The document was returned.")
    if account.role is Role.OFFICIAL:
        return go_to("/batches")
    return go_to(f"/documents/{following}" if following else "/queue")


@router.post("/reread")
def read_again(request: Request, desk: DeskHere, account: Clerk, document_id: str, form: CheckedForm) -> Response:
    """Have a document verified and read again before it is registered; asked twice it is done once."""
    with desk.services.register.begin() as uow:
        following = neighbours(find_document(document_id, account=account, uow=uow), account=account, uow=uow)
    try:
        rerun(document_id, why=text_of(form, "why"), actor=account.name, room=desk.services.rerun_room, step=Step.READ)
    except RefusedError as refused:
        return shown_page(request, desk, account, document_id, refused=refused)
    leave_note(request, vi="Văn bản sẽ được đọc lại trong vài phút.", en="The document is read again within minutes.")
    return go_to(f"/documents/{following.next_to_do}" if following.next_to_do else "/queue")


@router.get("/bytes/{sha256}")
def download(desk: DeskHere, account: Reader, document_id: str, sha256: str) -> Response:
    """Hand out the exact bytes, to be saved, never shown by the browser within this site."""
    document = look(document_id, sha256, account=account, services=desk.services, views=desk.views, download=True)
    data = exact_bytes(sha256, store=desk.services.store)
    made = f"{document_id}-{sha256[:12]}.{'pdf' if data.startswith(b'%PDF-') else 'json'}"
    name = document.file_name if sha256 == document.sha256 else made
    quoted = urllib.parse.quote(name, safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quoted}"}
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.get("/bytes/{sha256}/pages/{page}.png")
def page_image(request: Request, desk: DeskHere, account: Reader, document_id: str, sha256: str, page: int) -> Response:
    """Draw one page of the exact bytes. The browser may keep it, but asks each time whether it still may show it."""
    look(document_id, sha256, account=account, services=desk.services, views=desk.views)
    headers = {"ETag": f'"{sha256[:32]}-{page}"', "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    picture = desk.images.picture(sha256, partial(exact_bytes, sha256, store=desk.services.store), page=page)
    # The address keeps its ending: bookmarks and the pages of before have it.
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    return Response(picture, media_type=kind, headers=headers)


def shown_page(
    request: Request,
    desk: Desk,
    account: Account,
    document_id: str,
    *,
    typed: FormData | None = None,
    used: str = "",
    refused: RefusedError | None = None,
) -> Response:
    """Return a document's page, with what was ``typed`` after a refusal; ``used`` as ``document_page`` has it."""
    with desk.services.register.begin() as uow:
        document = find_document(document_id, account=account, uow=uow)
        around = neighbours(document, account=account, uow=uow)
        events = uow.events.list(subject=document_id)
        evidence = uow.evidence.list(document_id)
        entry = _entry(document)
        twins = registered_twins(document, entry, uow)
        published = published_here(document, uow=uow, desk=desk, request=request)
        slip = slip_view(
            document,
            account=account,
            accounts=[one for one in uow.people.list() if not one.disabled],
            uow=uow,
            now=desk.services.clock.now(),
            unit_names=desk.services.settings.unit_names,
            used=used,
            typed=typed,
        )
        outgoing = outgoing_view(document, account=account, uow=uow, typed=typed)
        copies = copies_view(document, account=account, uow=uow)
    reviewing = account.role is Role.CLERK and document.state in TO_CONFIRM
    digest = document.sha256 if reviewing else newest(document)
    outline, unreadable = outline_of(document, digest, desk=desk, account=account)
    fields = filled(document, entry, typed, sizes=outline.sizes) if reviewing else []
    return render(
        request,
        "review.html" if reviewing else "document.html",
        status=400 if refused else 200,
        account=account,
        section=_section(account, document),
        document=document,
        entry=entry,
        fields=fields,
        begin_with=first_to_look_at(fields),
        kinds=_kinds() if reviewing else (),
        twins=twins,
        checks_format=is_checked(document),
        around=around,
        digest=digest,
        outline=outline,
        unreadable=unreadable,
        slip=slip,
        outgoing=outgoing,
        copies=copies,
        voidable=is_voidable(document, account),
        published=published,
        typed=typed,
        marks=[*marks(document, outline.sizes), *(task_marks(document, outline.sizes) if slip else [])]
        if digest == document.sha256
        else [],
        events=events,
        evidence=evidence,
        refused=refused,
        returnable=_returnable(document, account),
    )


def _section(account: Account, document: Document) -> str:
    """Return the page of the menu that this document is work of."""
    if account.role is Role.CLERK and document.state in TO_CONFIRM:
        return "/queue"
    if document.direction is Direction.INCOMING and account.role is Role.OFFICIAL:
        return "/directions"
    purpose = Purpose.SIGN if account.role is Role.OFFICIAL else Purpose.SEAL
    return "/batches" if awaits(document, purpose) and account.role not in OVERSEERS else "/documents"


def _entry(document: Document) -> RegisterEntry:
    return proposed_entry(document) if document.state in TO_CONFIRM else document.entry


def _returnable(document: Document, account: Account) -> bool:
    if account.role is Role.OFFICIAL:
        return document.state is State.REGISTERED and document.direction is Direction.OUTGOING
    return account.role is Role.CLERK and document.state in {*TO_CONFIRM, State.RECEIVED, State.REGISTERED}


def _kinds() -> tuple[str, ...]:
    from processors.kinds import ABBREVIATIONS

    return (*ABBREVIATIONS, *(form.value for form in SealedAlone))
