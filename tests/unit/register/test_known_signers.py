"""Known signers are looked up now and then, and never stop the reading."""

from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.reading import KnownSigner
from vanban.register.known_signers import KnownSigners
from vanban.register.memory import MemoryRegister

ONE = KnownSigner("Lê Minh Tâm", "CHỦ TỊCH", "UBND XÃ MẪU", 4)


class _Counted:
    """A register that counts its units of work, and is away while ``away`` is set."""

    def __init__(self):
        self.inner, self.begun, self.away = MemoryRegister(), 0, False

    def begin(self):
        self.begun += 1
        if self.away:
            raise ServiceUnavailableError("The database is away.", vi="Cơ sở dữ liệu không trả lời.")
        return self.inner.begin()


def test_they_are_kept_for_a_while():
    register = _Counted()
    known = KnownSigners(register, fresh_seconds=60)
    assert list(known()) == list(known()) == []
    assert register.begun == 1


def test_the_last_known_ones_serve_while_the_database_is_away(monkeypatch):
    register = _Counted()
    known = KnownSigners(register, fresh_seconds=0)
    monkeypatch.setattr(known, "_known", (ONE,))
    register.away = True
    assert known() == (ONE,)
    register.away = False
    assert list(known()) == []
