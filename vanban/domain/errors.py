"""The errors of vanban: one root, one sentence each, in Vietnamese and English, with what to do next in both.

Names end in ``Error``. ``retryable`` tells the orchestrator whether the same call may succeed later.
No message ever carries document text, a PIN or a key.
"""

from __future__ import annotations

from vanban.domain.reasons import REASONS

BETWEEN = " / "
"""Stands between the English and the Vietnamese half of a remedy."""


class InBothLanguages:
    """The halves of ``remedy``, which says what to do next, English and Vietnamese in one line."""

    __slots__ = ()
    remedy: str

    @property
    def remedy_en(self) -> str:
        """What to do next, in English."""
        return self.remedy.partition(BETWEEN)[0]

    @property
    def remedy_vi(self) -> str:
        """What to do next, in Vietnamese."""
        return self.remedy.rpartition(BETWEEN)[2]


class VanbanError(InBothLanguages, Exception):
    """Base of every error that vanban raises on purpose.

    ``remedy`` says what to do next, English and Vietnamese in one line: ``"Try again. / Hãy thử lại."``
    """

    retryable = False

    def __init__(self, en: str, *, vi: str = "", remedy: str = "") -> None:
        self.en = en
        self.vi = vi or en
        self.remedy = remedy
        super().__init__(f"{en} {remedy}".strip())


class StaleStateError(VanbanError):
    """Indicate that a document is no longer in the state that a step expected: another run came first."""


class DuplicateError(VanbanError):
    """Indicate that the same bytes, or the same document, were taken in before."""

    def __init__(self, en: str, *, vi: str = "", remedy: str = "", document_id: str = "") -> None:
        super().__init__(en, vi=vi, remedy=remedy)
        self.document_id = document_id
        """The document that came first."""


class NotFoundError(VanbanError):
    """Indicate that no document, batch or object has the given identifier."""


class RefusedError(VanbanError):
    """Indicate that a rule of the office forbids what was asked."""


class AuthorityError(RefusedError):
    """Indicate that a person has no authority for a signature: none, over, or not for this kind or capacity."""


class ServiceUnavailableError(VanbanError):
    """Indicate that a service (register, object store, PKI, signing worker) does not answer now."""

    retryable = True


class ObjectConflictError(VanbanError):
    """Indicate that a key of the object store already holds other bytes."""


class IntegrityError(VanbanError):
    """Indicate that stored bytes, a lock or the event chain are not what the register says."""


class PinError(VanbanError):
    """Indicate that the signing device refused the PIN: the batch stops after this one try."""


class CertificateError(VanbanError):
    """Indicate that a certificate may not be used for this signature: expired, revoked, wrong usage or unknown."""


class UnreadableError(VanbanError):
    """Indicate that one file cannot be read within its limits; ``code`` is one of ``vanban.domain.reasons``."""

    def __init__(self, code: str, *, vi: str = "", en: str = "", remedy: str = "") -> None:
        known = REASONS.get(code)
        self.code = code
        super().__init__(en or (known.en if known else code), vi=vi or (known.vi if known else ""), remedy=remedy)


class SuspectError(VanbanError):
    """Indicate that a page read after the gate shows a mark of state secrecy: the file must be locked, nothing kept."""

    def __init__(self) -> None:
        super().__init__(REASONS["suspect"].en, vi=REASONS["suspect"].vi)
