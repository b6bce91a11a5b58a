"""What ``vanban read`` shows a person; ``--json`` has its contract elsewhere."""

from __future__ import annotations

from vanban.cli.demo import _in_words
from vanban.cli.read import Outcome, _print_table
from vanban.domain.document import State
from vanban.domain.intake import Disposition
from vanban.domain.reading import Fact, Reading


def test_days_are_written_as_people_here_write_them(capsys):
    facts = {
        "issued_on": Fact("2024-01-05", 0.99, 1),
        "deadlines": Fact(["2024-01-20", "2024-02-01"], 0.7, 1),
        "subject": Fact("Kế hoạch 2024-2025", 0.99, 1),
    }

    _print_table(Outcome("a.pdf", "ab" * 32, Reading("ab" * 32, 1, "text", facts)))

    told = capsys.readouterr().out
    assert "05/01/2024" in told
    assert "20/01/2024" in told
    assert "01/02/2024" in told
    assert "Kế hoạch 2024-2025" in told


def test_a_suspect_is_told_what_to_do_and_nothing_of_the_file(capsys):
    _print_table(Outcome("a.pdf", "ab" * 32, Reading("ab" * 32, 1, "text", {}), code="suspect"))

    told = " ".join(capsys.readouterr().out.split())
    assert "đừng chép hay gửi tệp" in told
    assert "do not copy or send the file" in told
    assert "1 trang" not in told


def test_the_demonstration_tells_every_stand_in_vietnamese():
    for stand in (*State, *(state.value.lower() for state in State), *Disposition):
        said = _in_words(stand)
        assert said
        assert said.lower() != stand.lower()
    assert _in_words("quarantined:bomb") == "Không tiếp nhận (bomb)"
