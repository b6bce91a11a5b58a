"""How many pages some stored bytes have and how large they are, or why that cannot be told."""

from __future__ import annotations

from functools import partial

from vanban.desk.accounts import Account
from vanban.desk.desk import Desk
from vanban.desk.page_images import Outline
from vanban.desk.viewing import exact_bytes, look
from vanban.domain.document import Document
from vanban.domain.errors import NotFoundError, UnreadableError, VanbanError


def outline_of(document: Document, digest: str, *, desk: Desk, account: Account) -> tuple[Outline, VanbanError | None]:
    """Return the pages of these bytes, and an error for people where they cannot be shown; notes the look."""
    try:
        look(document.id, digest, account=account, services=desk.services, views=desk.views)
        return desk.images.outline(digest, partial(exact_bytes, digest, store=desk.services.store)), None
    except UnreadableError as error:
        return Outline(count=document.pages, sizes=()), error
    except NotFoundError:
        missing = UnreadableError(
            "broken", vi="Không tìm thấy tệp trong kho.", en="The file is not in the object store."
        )
        return Outline(count=document.pages, sizes=()), missing
