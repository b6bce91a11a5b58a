"""A second look at a suspect: one person asks for its release with a reason, another one decides.

It is about exactly one SHA-256. Who decides has the paper in hand: nothing of the file but its digest is shown here.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError

MOST_WORDS = 300
"""Characters of a reason: enough to say why, too few to copy a document."""


class Decision(StrEnum):
    """What became of a request for release."""

    ASKED = "asked"
    RELEASED = "released"
    REFUSED = "refused"
    """By another person, or taken back by who asked; it may be asked again."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The newest request for the release of one suspect."""

    sha256: str
    office: str
    """Office that takes the file in if it is released: a suspect keeps none."""
    direction: Direction
    asked_by: str
    asked_at: dt.datetime
    asked_why: str
    decision: Decision = Decision.ASKED
    decided_by: str = ""
    decided_at: dt.datetime | None = None
    decided_why: str = ""

    @property
    def neutral_name(self) -> str:
        """The name that the file goes on under: its own was forgotten."""
        return f"tep-{self.sha256[:12]}"


def decided(look: SecondLook, decision: Decision, *, by: str, at: dt.datetime, why: str) -> SecondLook:
    """Return the request with its decision.

    Raises:
        RefusedError: if who asked would release it, or no reason is given.
    """
    if decision is Decision.RELEASED and by == look.asked_by:
        raise RefusedError(
            f"{by} asked for this release; a second person confirms it.",
            vi=f"{by} đã đề nghị gỡ nghi mật tệp này; phải do người khác xác nhận.",
            remedy="Let a colleague confirm it with their own account. / Hãy để đồng nghiệp xác nhận.",
        )
    return replace(look, decision=decision, decided_by=by, decided_at=at, decided_why=reason_given(why))


def reason_given(why: str) -> str:
    """Return a reason as it is kept: NFC, on one line, of bounded length.

    Raises:
        RefusedError: if there is none.
    """
    words = " ".join(unicodedata.normalize("NFC", why).split())
    if not words:
        raise RefusedError(
            "Say why.",
            vi="Phải nêu lý do.",
            remedy="Give the reason, without quoting the document. / Không trích văn bản.",
        )
    return words[:MOST_WORDS]
