"""The seal of backup sets: closed with what stays here, opened with what does not."""

import io
import stat

import pytest

from vanban.backup_seal import AgeSeal
from vanban.domain.errors import RefusedError

SECRET = b"the register " * 100_000


def closed_by(seal):
    into = io.BytesIO()
    seal.close(io.BytesIO(SECRET), into)
    return into.getvalue()


def opened(seal, closed, key):
    into = io.BytesIO()
    seal.open(io.BytesIO(closed), into, key=key)
    return into.getvalue()


def test_only_the_key_opens_it_and_the_key_may_leave(tmp_path):
    seal = AgeSeal(tmp_path / "secrets")
    closed = closed_by(seal)
    assert b"the register" not in closed
    assert stat.S_IMODE(seal.private_key.stat().st_mode) == 0o600
    key = "# kept in the safe\n" + seal.private_key.read_text()
    seal.private_key.unlink()
    assert opened(AgeSeal(tmp_path / "elsewhere"), closed_by(seal), key) == SECRET, "closing goes on without it"
    assert opened(seal, closed, key) == SECRET


def test_another_key_and_a_changed_set_are_refused(tmp_path):
    seal, other = AgeSeal(tmp_path / "a"), AgeSeal(tmp_path / "b")
    closed = closed_by(seal)
    closed_by(other)
    key = seal.private_key.read_text()
    for bad_bytes, bad_key in [
        (closed, other.private_key.read_text()),
        (closed, "nothing"),
        (closed[:-1] + bytes([closed[-1] ^ 1]), key),
        (closed[:-20], key),
        (b"", key),
    ]:
        with pytest.raises(RefusedError, match="cannot be opened"):
            opened(seal, bad_bytes, bad_key)
