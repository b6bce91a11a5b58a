"""Signing with a device: who can sign, and one session for each batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from vanban.domain.batch import BatchItem, Purpose, SignaturePlace


@dataclass(frozen=True, slots=True)
class SigningResult:
    """The outcome for one document of a batch: signed bytes, or why not."""

    document_id: str
    signed: bytes | None
    code: str = ""
    """``pin``, ``certificate``, ``not-granted``, ``broken``, ``not-verified``, ``timestamp``, ``device``; or empty."""
    message_vi: str = ""
    message_en: str = ""
    stop: bool = False
    """True if the rest of the batch must not be tried, as after a wrong PIN."""
    later: bool = False
    """True if only a service is away: the same step succeeds later, and nothing needs to be signed again."""


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document between two steps: everything is known but the device's signature. Nothing in it is secret."""

    document_id: str
    to_sign: bytes
    """SHA-256 digest that the device signs, 32 bytes."""
    state: bytes
    """What ``SigningDesk.complete`` needs; to be stored as it is. Holds the whole file."""


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """A person or organisation that can sign: one certificate on one device."""

    account: str
    purpose: Purpose
    name: str
    """Display name from the certificate."""
    title: str
    certificate_sha256: str
    not_after: dt.datetime
    own_token: bool = False
    """The key is on the person's own token, at another PC: only ``vanban agent`` can use it."""


class SignaturePlaces(Protocol):
    """Finds where a signature will be seen, for the frozen manifest."""

    def place(self, item: BatchItem, data: bytes, *, account: str, purpose: Purpose) -> SignaturePlace | None:
        """Return where the account's signature would be seen; None if nowhere, or the file cannot be read.

        Never raises: what cannot be signed is refused by ``SigningDesk.prepare``, with its reason.
        """


class SigningSession(Protocol):
    """An unlocked device for the length of one batch, for one thread at a time.

    Context manager: leaving it logs out.
    """

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def together(self) -> int:
        """How many documents one authorisation covers; 1 where each signature stands alone, as on a token."""

    def sign(self, item: BatchItem, prepared: PreparedDocument) -> bytes | SigningResult:
        """Let the device sign; return the signature's value, or why there is none. Never raises."""

    def sign_together(self, documents: Sequence[tuple[BatchItem, PreparedDocument]]) -> Iterator[bytes | SigningResult]:
        """Let the device sign documents that are all known beforehand: it is asked to authorise exactly these.

        Yields as ``sign`` for each in order, and ends after a result that stops the batch. Never raises.
        """


class SigningDesk(Protocol):
    """Opens signing sessions; long-lived clients (time-stamps, revocation) live here.

    A signature takes three steps: ``prepare``, the device's own (here ``SigningSession.sign``), ``complete``. The two
    around it need no device and may be run for several documents at once.
    """

    def identities(self) -> Sequence[SigningIdentity]:
        """Return who can sign on this installation."""

    def preflight(self, identity: SigningIdentity, *, at: dt.datetime) -> None:
        """Check validity, chain, revocation and key usage, before any PIN is used.

        Raises:
            CertificateError: if this certificate may not sign now.
            ServiceUnavailableError: if revocation cannot be learnt now.
        """

    def prepare(self, identity: SigningIdentity, item: BatchItem, data: bytes) -> PreparedDocument | SigningResult:
        """Leave room for the signature and say what is to be signed, or why this document cannot be. Never raises.

        Refuses ``data`` whose SHA-256 is not the item's.
        """

    def complete(self, identity: SigningIdentity, item: BatchItem, state: bytes, signature: bytes) -> SigningResult:
        """Put the signature in with its time-stamp and evidence, and verify all signatures of the output.

        Never raises: the result says why not, with ``later`` if only a service is away.
        """

    def is_signed_by(self, identity: SigningIdentity, digest: bytes, signature: bytes) -> bool:
        """Return whether a signature over a SHA-256 digest is by the key of the identity's certificate."""

    def open(self, identity: SigningIdentity, *, pin: str) -> SigningSession:
        """Unlock the device: exactly one try.

        Raises:
            PinError: if the PIN is wrong or locked.
        """
