"""One batch on one unlocked device."""

from __future__ import annotations

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

    def sign(self, item: BatchItem, prepared: PreparedDocument) -> bytes | SigningResult:
        """Let the device sign one digest; see ``vanban.ports.SigningSession.sign``."""
        try:
            return self._device.sign_digest(prepared.to_sign)
        except DeviceError as error:
            return refusal(item, "device", str(error), stop=True)
        except PinError as error:  # of a remote service, which is told the PIN with each use
            return SigningResult(item.document_id, None, "pin", error.vi, error.en, stop=True)
