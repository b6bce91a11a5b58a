"""A signing desk in memory: signs by appending, counts what is done at the same time, and fails as it is told."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from vanban.domain.batch import Purpose
from vanban.domain.errors import PinError
from vanban.ports import PreparedDocument, SigningIdentity, SigningResult

PIN = "48151623"


@dataclass
class FakeDesk:
    """Signs by appending; counts logins and signatures, and fails as it is told."""

    logins: int = 0
    signatures: list[str] = field(default_factory=list)
    fail: dict[str, str] = field(default_factory=dict)
    """Document id to failure code."""
    preflight_error: Exception | None = None
    after_sign: Callable[[], None] = lambda: None
    waits_for: int = 0
    """Documents that must be completed at the same time before any is."""
    most_at_once: int = 0
    most_on_device: int = 0
    together: int = 1
    """Documents that one authorisation of the device covers."""
    authorised: list[list[str]] = field(default_factory=list)
    """What each authorisation named."""
    _busy: dict[str, int] = field(default_factory=lambda: {"complete": 0, "device": 0})
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def identities(self) -> list[SigningIdentity]:
        until = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
        return [
            SigningIdentity("lanhdao", Purpose.SIGN, "Nguyễn Văn Mẫu", "Chủ tịch", "a" * 64, until),
            SigningIdentity("vanthu", Purpose.SEAL, "UBND phường Mẫu", "", "b" * 64, until),
        ]

    def preflight(self, identity: SigningIdentity, *, at: dt.datetime) -> None:
        if self.preflight_error:
            raise self.preflight_error

    def prepare(self, identity: SigningIdentity, item: Any, data: bytes) -> PreparedDocument | SigningResult:
        if hashlib.sha256(data).hexdigest() != item.sha256:
            return SigningResult(item.document_id, None, "not-granted", "Không được duyệt", "Not granted")
        if self.fail.get(item.document_id) == "broken":
            return SigningResult(item.document_id, None, "broken", "Lỗi", "Failed")
        return PreparedDocument(item.document_id, hashlib.sha256(data).digest(), data)

    def complete(self, identity: SigningIdentity, item: Any, state: bytes, signature: bytes) -> SigningResult:
        if code := self.fail.get(item.document_id):
            return SigningResult(item.document_id, None, code, "Lỗi", "Failed", later=code == "timestamp")
        with self.counted("complete"), self._changed:
            self.most_at_once = max(self.most_at_once, self._busy["complete"])
            self._changed.notify_all()
            # The first goes alone; after it so many at a time as there is room for.
            if len(self.signatures) > 1:
                self._changed.wait_for(lambda: self.most_at_once >= self.waits_for, timeout=10)
        return SigningResult(item.document_id, state + b"|signed by " + signature)

    @contextlib.contextmanager
    def counted(self, place: str) -> Iterator[int]:
        with self._changed:
            self._busy[place] += 1
        try:
            yield self._busy[place]
        finally:
            with self._changed:
                self._busy[place] -= 1

    @contextlib.contextmanager
    def open(self, identity: SigningIdentity, *, pin: str) -> Iterator[Any]:
        self.logins += 1
        if pin != PIN:
            raise PinError("The PIN is wrong.", vi="Mã PIN sai.")
        yield _FakeSession(self, identity)


class _FakeSession:
    def __init__(self, desk: FakeDesk, identity: SigningIdentity) -> None:
        self.desk, self.identity = desk, identity

    @property
    def together(self) -> int:
        return self.desk.together

    def sign_together(self, documents: Any) -> Iterator[bytes | SigningResult]:
        self.desk.authorised.append([item.document_id for item, _ in documents])
        for item, prepared in documents:
            result = self.sign(item, prepared)
            yield result
            if isinstance(result, SigningResult) and result.stop:
                return

    def sign(self, item: Any, prepared: PreparedDocument) -> bytes | SigningResult:
        if self.desk.fail.get(item.document_id) == "device":
            return SigningResult(item.document_id, None, "device", "Lỗi", "Failed", stop=True)
        with self.desk.counted("device") as busy:
            self.desk.most_on_device = max(self.desk.most_on_device, busy)
            self.desk.signatures.append(item.document_id)
            self.desk.after_sign()
        return self.identity.account.encode()
