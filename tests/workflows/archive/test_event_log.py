"""Roots of the event log: published once, proven from, and betraying whoever rewrites history."""

from __future__ import annotations

import ast
import datetime as dt
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nacl.signing
import pypdfium2
import pytest

from storage import check_story
from vanban.domain.errors import IntegrityError, RefusedError
from vanban.domain.merkle import is_consistent
from vanban.ports import ARCHIVE
from vanban.register.chain import next_event
from vanban.workflows.archive_cases import archive_closed
from vanban.workflows.check_roots import check_roots
from vanban.workflows.event_log import load_root, newest_page, publish_root
from vanban.workflows.hand_out import hand_out


def found(office) -> set[str]:
    return {kind for kind, _, _ in check_roots(register=office.register, store=office.store)}


def test_a_root_is_signed_stamped_locked_and_names_the_one_before(office):
    office.sealed()
    first = publish_root(office.log_room)
    office.archive_all()
    second = publish_root(office.log_room)
    assert (second.head.previous_size, second.head.previous_root) == (first.head.size, first.head.root)
    path = [bytes.fromhex(step) for step in second.head.consistency]
    roots = [bytes.fromhex(one.head.root) for one in (first, second)]
    assert is_consistent(first.head.size, roots[0], second.head.size, roots[1], path)
    key = nacl.signing.VerifyKey(bytes.fromhex(second.public_key))
    key.verify(second.head.canonical(), bytes.fromhex(second.signature))
    stored = office.store.stat(ARCHIVE, second.head.key + "root.json")
    assert stored.retention_mode == "COMPLIANCE"
    assert load_root(second.head.key, store=office.store) == second
    assert office.audit().findings == ()


def test_a_quiet_day_publishes_nothing(office):
    office.sealed()
    assert publish_root(office.log_room) is not None
    assert publish_root(office.log_room) is None
    assert len(office.events("log.root")) == 1


def test_an_empty_log_publishes_nothing(office):
    assert publish_root(office.log_room) is None


def test_a_run_that_was_cut_off_before_its_event_is_finished_with_the_same_root(office):
    office.sealed()
    first = publish_root(office.log_room)
    del office.register.committed.events[-1]
    office.clock.at += dt.timedelta(hours=1)
    assert publish_root(office.log_room) == first
    assert [event.data["root"] for event in office.events("log.root")] == [first.head.root]


def test_the_page_to_print_shows_the_whole_root(office):
    office.sealed()
    published = publish_root(office.log_room)
    with pypdfium2.PdfDocument(newest_page(office.log_room)) as document:
        assert len(document) == 1
        words = document[0].get_textpage().get_text_range()
    assert published.head.root in words.replace(" ", "").replace("\r\n", "")
    assert "GỐC CÂY BĂM CỦA NHẬT KÝ HỆ THỐNG" in words


def rewrite_history(office) -> None:
    """What the owner of the database can do: change an event and make every later link anew."""
    events = office.register.committed.events
    changed, last = [], None
    for event in events:
        actor = "someone else" if event.sequence == 1 else event.actor
        link = next_event(last, at=event.at, actor=actor, name=event.name, subject=event.subject, data=event.data)
        changed.append(link)
        last = (link.sequence, link.digest)
    events[:] = changed


def test_history_rewritten_with_a_whole_chain_is_found(office):
    office.sealed()
    publish_root(office.log_room)
    rewrite_history(office)
    with office.register.begin() as uow:
        assert uow.events.verify_chain() == [], "the chain alone does not tell"
    assert found(office) == {"log-altered"}
    assert "log-altered" in {finding.kind for finding in office.audit().findings}


def test_a_log_that_was_cut_short_is_found_though_the_notes_of_its_roots_went_with_it(office):
    office.sealed()
    office.sealed()
    publish_root(office.log_room)
    del office.register.committed.events[1:]
    with office.register.begin() as uow:
        assert uow.events.verify_chain() == []
    assert found(office) == {"log-altered"}


def test_history_and_the_notes_of_its_roots_rewritten_together_are_found(office):
    office.sealed()
    published = publish_root(office.log_room)
    rewrite_history(office)
    del office.register.committed.events[published.head.size :]
    assert found(office) == {"log-altered"}


def test_a_delete_marker_over_a_root_is_found(office):
    office.sealed()
    published = publish_root(office.log_room)
    office.store.delete_version(ARCHIVE, published.head.key + "root.json", version_id="")
    assert found(office) == {"root-missing"}


def test_while_another_run_publishes_nothing_is_done(office):
    office.sealed()
    with office.register.hold("event-log") as mine:
        assert mine
        assert publish_root(office.log_room) is None
    assert publish_root(office.log_room) is not None


def replace_root(office, key):
    data = office.store.get(ARCHIVE, key).replace(b'"size": 1', b'"size": 2')
    versions = office.store._versions[ARCHIVE, key]
    versions[-1] = replace(versions[-1], data=data)


def spoil_root(office, key):
    versions = office.store._versions[ARCHIVE, key]
    versions[-1] = replace(versions[-1], data=b"{}")


def remove_root(office, key):
    del office.store._versions[ARCHIVE, key]


def unlock_root(office, key):
    versions = office.store._versions[ARCHIVE, key]
    versions[-1] = replace(versions[-1], stored=replace(versions[-1].stored, retain_until=None, retention_mode=""))


@pytest.mark.parametrize(
    ("tamper", "kind"),
    [
        (replace_root, "root-replaced"),
        (spoil_root, "root-replaced"),
        (remove_root, "root-missing"),
        (unlock_root, "root-unlocked"),
    ],
)
def test_what_is_done_to_a_published_root_is_found_and_named(office, tamper, kind):
    office.sealed()
    published = publish_root(office.log_room)
    tamper(office, published.head.key + "root.json")
    assert found(office) == {kind}


def test_another_root_of_the_same_size_is_never_taken_for_ours(office):
    office.sealed()
    first = publish_root(office.log_room)
    office.register.committed.event_tree.clear()
    rewrite_history(office)
    del office.register.committed.events[-1]
    with pytest.raises(IntegrityError, match=first.head.key):
        publish_root(office.log_room)


@pytest.fixture
def handed_out(office, tmp_path) -> tuple[Path, str]:
    """A folder for a stranger, and the root on the printed page."""
    for _ in range(3):
        office.sealed()
    document = office.sealed()
    office.archive_all()
    office.sealed()
    published = publish_root(office.log_room)
    return hand_out(document.id, tmp_path / "out", room=office.log_room), published.head.root


def run_script(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    # Isolated: neither this project nor any installed package can be imported.
    command = [sys.executable, "-I", "-S", str(folder / "check_story.py"), str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_stranger_checks_the_story_with_the_script_alone(handed_out):
    folder, printed = handed_out
    done = run_script(folder, "--root", " ".join(printed[i : i + 8] for i in range(0, 64, 8)))
    assert (done.returncode, done.stdout) == (0, "The story holds.\n"), done.stderr


def test_the_script_is_short_and_needs_python_alone():
    source = Path(check_story.__file__).read_text(encoding="utf-8")
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= set(sys.stdlib_module_names)
    code = [line for line in source.splitlines() if line.strip() and not line.strip().startswith(("#", '"""'))]
    assert len(code) < 140


def edit_json(path: Path, change) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def first_content(folder: Path) -> Path:
    return next((folder / "package/representations/rep1/data").iterdir())


CHECK = (
    "import sys; sys.path.insert(0, sys.argv[1]); import verify_archive; sys.exit(verify_archive.main(sys.argv[1:]))"
)
LIES = {
    "a content changed": lambda folder: first_content(folder).write_bytes(b"EVIL"),
    "a content removed": lambda folder: first_content(folder).unlink(),
    "a file added": lambda folder: (folder / "package" / "more").write_bytes(b"x"),
    "an actor changed": lambda folder: edit_json(
        folder / "proof.json", lambda proof: proof["events"][0]["event"].update(actor="x")
    ),
    "an event of another document": lambda folder: edit_json(
        folder / "proof.json", lambda proof: proof["events"][0]["event"].update(subject="x")
    ),
    "an event left out of the proof": lambda folder: edit_json(
        folder / "proof.json", lambda proof: proof["events"].pop(0)
    ),
    "the archiving left out": lambda folder: edit_json(folder / "proof.json", lambda proof: proof["events"].pop()),
    "a step of the path": lambda folder: edit_json(
        folder / "proof.json", lambda proof: proof["events"][0]["path"].__setitem__(0, "0" * 64)
    ),
    "an index": lambda folder: edit_json(folder / "proof.json", lambda proof: proof["events"][0].update(index=5)),
    "the root": lambda folder: edit_json(folder / "proof.json", lambda proof: proof["root"].update(root="0" * 64)),
    "the proof is gone": lambda folder: (folder / "proof.json").unlink(),
}


@pytest.mark.parametrize("lie", LIES)
def test_each_lie_is_found(handed_out, lie):
    folder, _ = handed_out
    LIES[lie](folder)
    done = run_script(folder)
    assert done.returncode == 1
    assert done.stdout.startswith("WRONG: ")


def test_the_package_is_checked_by_the_other_program_that_is_handed_out(handed_out):
    folder, _ = handed_out
    command = [sys.executable, "-I", "-S", "-c", CHECK, str(folder)]
    assert subprocess.run(command, capture_output=True, check=False).stdout == b"ok\n"
    first_content(folder).write_bytes(b"EVIL")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_the_story_of_a_case_file_is_checked_the_same_way(cases, tmp_path):
    opened = cases.open()
    cases.add(opened, cases.document(dt.date(2026, 5, 20)))
    cases.close(opened)
    cases.archive.archive_all()
    assert len(list(archive_closed(cases.archive.room, keep_on=lambda: True))) == 1
    published = publish_root(cases.archive.log_room)
    folder = hand_out(opened.id, tmp_path, room=cases.archive.log_room)
    assert run_script(folder, "--root", published.head.root).returncode == 0
    assert (folder / "package/metadata/casefile.json").is_file()
    edit_json(folder / "proof.json", lambda proof: proof["events"].pop())
    assert "was archived" in run_script(folder).stdout


def test_another_printed_root_is_not_the_proof_s(handed_out):
    folder, _ = handed_out
    assert run_script(folder, "--root", "ab" * 32).returncode == 1


def test_nothing_is_handed_out_before_a_root_covers_the_archiving(office, tmp_path):
    document = office.sealed()
    publish_root(office.log_room)
    office.archive_all()
    with pytest.raises(RefusedError, match="vanban root"):
        hand_out(document.id, tmp_path, room=office.log_room)
    assert list(tmp_path.glob("*.proof")) == []
    assert not (tmp_path / document.id).exists()
    publish_root(office.log_room)
    assert hand_out(document.id, tmp_path, room=office.log_room).is_dir()
    shutil.rmtree(tmp_path / document.id)
