"""One batch on one unlocked device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from signing.devices.port import Device, DeviceError
from signing.refusals import refusal
from vanban.domain.batch import BatchItem
from vanban.domain.errors import PinError
from vanban.ports import PreparedDocument, SigningResult


class PdfSigningSession:
    """Implements ``vanban.ports.SigningSession``."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._device.__exit__(kind, error, trace)

    @property
    def together(self) -> int:
        """How many documents one authorisation of the device covers."""
        return self._device.together

    def sign(self, item: BatchItem, prepared: PreparedDocument) -> bytes | SigningResult:
        """Let the device sign one digest; see ``vanban.ports.SigningSession.sign``."""
        return next(self.sign_together([(item, prepared)]))

    def sign_together(self, documents: Sequence[tuple[BatchItem, PreparedDocument]]) -> Iterator[bytes | SigningResult]:
        """Let the device sign these digests; see ``vanban.ports.SigningSession.sign_together``."""
        signatures = self._device.sign_digests([prepared.to_sign for _, prepared in documents])
        for item, _ in documents:
            try:
                yield next(signatures)
            except DeviceError as error:
                yield refusal(item, "device", str(error), stop=True)
                return
            except PinError as error:  # of a remote service, which is told the PIN with each use
                yield SigningResult(item.document_id, None, "pin", error.vi, error.en, stop=True)
                return
