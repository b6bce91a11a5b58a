"""Agents at people's own PCs: pairing codes, access tokens, challenges, and how fast they may ask."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import new_id
from vanban.domain.own_token import PairedPc
from vanban.ports import Register

_log = logging.getLogger(__name__)
CODE_MINUTES = 10
PAIRED_DAYS = 90
CHALLENGE_MINUTES = 10
REQUESTS_A_MINUTE = 3000
"""Of one PC: a batch of 500 takes two for each document, and looks twice a second."""


@dataclass(frozen=True, slots=True)
class _Code:
    account: str
    expires_at: dt.datetime


class PairingCodes:
    """One-time codes that an account shows at the desk and types at its PC. In memory: they last for minutes."""

    def __init__(self) -> None:
        self._codes: dict[str, _Code] = {}
        self._guard = threading.Lock()

    def new(self, account: str, *, now: dt.datetime) -> str:
        """Return a new code for an account; its earlier one is worth nothing any more."""
        digits = f"{secrets.randbelow(10**8):08d}"
        with self._guard:
            still = {code: one for code, one in self._codes.items() if one.expires_at > now and one.account != account}
            self._codes = still | {digits: _Code(account, now + dt.timedelta(minutes=CODE_MINUTES))}
        return f"{digits[:4]}-{digits[4:]}"

    def redeem(self, code: str, *, now: dt.datetime) -> str | None:
        """Return the account that a code was for, once; None if it is unknown, used or too old."""
        digits = "".join(one for one in code if one.isdigit())
        with self._guard:
            found = self._codes.pop(digits, None)
        return found.account if found is not None and now < found.expires_at else None


class Challenges:
    """Values that an approval must carry: made for one account and one list, good for some minutes. Nothing is kept."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"agent challenge " + secret.encode()).digest()

    def new(self, *, account: str, manifest_sha256: str, now: dt.datetime) -> str:
        """Return a challenge."""
        until = int((now + dt.timedelta(minutes=CHALLENGE_MINUTES)).timestamp())
        return f"{until}.{self._proof(account, manifest_sha256, until)}"

    def check(self, challenge: str, *, account: str, manifest_sha256: str, now: dt.datetime) -> None:
        """Refuse a challenge that is not for this account and list, or too old. Raises ``RefusedError``."""
        until, _, proof = challenge.partition(".")
        ends = int(until) if until.isascii() and until.isdigit() and len(until) < 12 else 0
        expected = self._proof(account, manifest_sha256, ends)
        if now.timestamp() >= ends or not hmac.compare_digest(expected.encode(), proof.encode()):
            raise RefusedError(
                "The approval is too old, or was made for another list.",
                vi="Lời duyệt đã quá hạn hoặc dành cho danh sách khác.",
                remedy="Look at the list again, then approve it. / Hãy xem lại danh sách rồi duyệt.",
            )

    def _proof(self, account: str, manifest_sha256: str, until: int) -> str:
        return hmac.new(self._key, f"{account}\n{manifest_sha256}\n{until}".encode(), hashlib.sha256).hexdigest()


class Pace:
    """Counts the requests of each PC within a minute. In memory only."""

    def __init__(self, *, most: int = REQUESTS_A_MINUTE) -> None:
        self._most = most
        self._minute = 0
        self._counts: dict[str, int] = {}
        self._guard = threading.Lock()

    def allows(self, pc_id: str, *, now: dt.datetime) -> bool:
        """Count a request; return whether it may be answered."""
        minute = int(now.timestamp() // 60)
        with self._guard:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[pc_id] = self._counts.get(pc_id, 0) + 1
            return self._counts[pc_id] <= self._most


class SigningHints:
    """Tells the signing worker that there is work, so that nobody waits for the next sweep. A hint may be lost."""

    def __init__(self, ask: Callable[[str], object]) -> None:
        self._ask = ask
        self._waiting: set[str] = set()
        self._running = False
        self._guard = threading.Lock()

    def give(self, batch_id: str) -> None:
        """Ask the worker to run a batch, off this thread; a batch that waits already is asked for once."""
        with self._guard:
            self._waiting.add(batch_id)
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._work, name="signing-hints", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._guard:
                if not self._waiting:
                    self._running = False
                    return
                batch_id = self._waiting.pop()
            try:
                self._ask(batch_id)
            except Exception:  # noqa: BLE001 - whatever it is, later hints must still be given
                # The bell has rung too: the next sweep of the DAG runs it.
                _log.info("the signing worker could not be asked", extra={"batch": batch_id})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agents:
    """What the desk keeps for agents."""

    codes: PairingCodes
    challenges: Challenges
    pace: Pace
    hints: SigningHints


def pair_pc(account: str, *, label: str, register: Register, now: dt.datetime) -> str:
    """Note a PC of an account and return its access token, which is kept nowhere here."""
    token = secrets.token_urlsafe(32)
    pc = PairedPc(
        id=new_id(),
        account=account,
        label=label,
        token_sha256=token_digest(token),
        paired_at=now,
        expires_at=now + dt.timedelta(days=PAIRED_DAYS),
    )
    with register.begin() as uow:
        uow.paired_pcs.add(pc)
        uow.events.append(at=now, actor=account, name="pc.paired", subject=pc.id, data={})
        uow.commit()
    return token


def end_pairing(pc_id: str, *, account: str, register: Register, now: dt.datetime) -> None:
    """End the pairing of a PC of an account: its access token is worth nothing any more. Raises ``NotFoundError``."""
    with register.begin() as uow:
        uow.paired_pcs.end(pc_id, account=account, at=now)
        uow.events.append(at=now, actor=account, name="pc.unpaired", subject=pc_id, data={})
        uow.commit()


def token_digest(token: str) -> str:
    """Return what the register keeps of an access token: SHA-256, hex. The token has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
