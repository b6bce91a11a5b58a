"""The sandbox against real processes that hang, grow, crash, talk and start others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from processors.process_groups import group_memory
from processors.sandbox import ChildCrashedError, ChildMemoryError, ChildTimeoutError, run_child
from vanban.domain.errors import ServiceUnavailableError, SuspectError, UnreadableError

MIB = 1024 * 1024
HOSTILE = """
import os, subprocess, sys, time
from processors import child

def hang(arguments):
    subprocess.Popen(["sleep", arguments["mark"]])
    time.sleep(600)

def spin(arguments):
    while True:
        pass

def grow(arguments):
    return {"size": len(bytearray(arguments["bytes"]))}

def grow_together(arguments):
    code = f"x = bytearray({arguments['bytes']}); import time; time.sleep(600)"
    others = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    others[0].wait()

def die(arguments):
    os.abort()

def leave(arguments):
    os._exit(3)

def fail(arguments):
    raise ValueError("nội dung văn bản")

def killed_once(arguments):
    if os.path.exists(arguments["mark"]):
        return {"done": True}
    open(arguments["mark"], "w").close()
    os.kill(os.getpid(), 9)

def talk(arguments):
    print("nội dung văn bản"); sys.stderr.write("nội dung văn bản")
    return {"said": True}

def flood(arguments):
    with open(os.path.join(os.environ["TMPDIR"], "flood"), "wb") as file:
        for _ in range(300):
            file.write(bytes(1024 * 1024))

def surroundings(arguments):
    from pathlib import Path
    Path(os.environ["TMPDIR"], "page.pgm").write_bytes(b"picture")
    return {"environment": dict(os.environ), "nice": os.nice(0), "path": sys.path, "group": os.getpgid(0)}

def refuse(arguments):
    from vanban.domain.errors import UnreadableError
    raise UnreadableError("password")

def connect(arguments):
    import socket
    told = {}
    for name in ("AF_INET", "AF_INET6", "AF_NETLINK", "AF_UNIX"):
        try:
            socket.socket(getattr(socket, name), socket.SOCK_DGRAM).close()
            told[name] = "open"
        except PermissionError:
            told[name] = "refused"
    reach = "import socket; socket.socket()"
    told["started"] = "refused" if subprocess.run([sys.executable, "-c", reach]).returncode else "open"
    return told

def suspect(arguments):
    from vanban.domain.errors import SuspectError
    raise SuspectError

names = "hang spin grow grow_together die leave fail killed_once talk flood surroundings refuse suspect connect".split()
child.OPERATIONS.update({name: f"__main__:{name}" for name in names})
child.main()
"""


@pytest.fixture
def hostile(tmp_path):
    """Run one of the operations above: ``hostile("hang", seconds=1, mark="…")``."""
    script = tmp_path / "hostile.py"
    script.write_text(HOSTILE, encoding="utf-8")

    def run(operation, *, seconds=30, memory_bytes=300 * MIB, nice=0, **arguments):
        return run_child(
            operation,
            arguments,
            seconds=seconds,
            memory_bytes=memory_bytes,
            nice=nice,
            scratch=tmp_path,
            entry=("-I", str(script)),
        )

    return run


def _running(mark: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if mark.encode() in words:
                found.append(int(entry.name))
    return found


def _gone(mark: str) -> bool:
    for _ in range(200):
        if not _running(mark):
            return True
        time.sleep(0.05)
    return False


def test_an_answer_comes_back_with_its_vietnamese():
    assert run_child("idle", {"lời": "chữ có dấu"}, seconds=30, memory_bytes=300 * MIB) == {"lời": "chữ có dấu"}


def test_a_hanging_child_is_ended_with_what_it_started(hostile):
    mark = f"601.{os.getpid()}"
    with pytest.raises(ChildTimeoutError) as caught:
        hostile("hang", seconds=1, mark=mark)
    assert caught.value.reason_code == "time-limit"
    assert _gone(mark)


def test_a_spinning_child_is_ended(hostile):
    with pytest.raises(ChildTimeoutError):
        hostile("spin", seconds=1)


def test_a_child_cannot_take_more_memory_than_allowed(hostile):
    assert hostile("grow", bytes=50 * MIB)["size"] == 50 * MIB
    with pytest.raises(ChildMemoryError) as caught:
        hostile("grow", bytes=400 * MIB)
    assert caught.value.reason_code == "memory-limit"


def test_what_a_child_starts_counts_too(hostile):
    with pytest.raises(ChildMemoryError):
        hostile("grow_together", bytes=120 * MIB)


def test_a_crash_is_told_from_a_refusal(hostile):
    with pytest.raises(ChildCrashedError) as caught:
        hostile("die")
    assert caught.value.detail == f"signal {int(signal.SIGABRT)}"
    with pytest.raises(ChildCrashedError) as caught:
        hostile("leave")
    assert caught.value.detail == "exit 3"
    with pytest.raises(UnreadableError) as refused:
        hostile("refuse")
    assert refused.value.code == "password"
    with pytest.raises(SuspectError):
        hostile("suspect")


def test_a_child_killed_by_somebody_else_is_run_once_more(hostile, tmp_path):
    assert hostile("killed_once", mark=str(tmp_path / "mark")) == {"done": True}


def test_no_child_is_blamed_while_the_disk_is_full(hostile, monkeypatch):
    monkeypatch.setattr("processors.sandbox.ROOM_BYTES", 2**62)
    with pytest.raises(ServiceUnavailableError) as raised:
        hostile("die")
    assert raised.value.retryable


def test_a_parser_and_what_it_starts_have_no_network(hostile):
    refused = dict.fromkeys(("AF_INET", "AF_INET6", "AF_NETLINK", "started"), "refused")
    assert hostile("connect") == {**refused, "AF_UNIX": "open"}


def test_no_document_text_leaves_by_an_exception_or_an_output(hostile, capfd):
    with pytest.raises(ChildCrashedError) as caught:
        hostile("fail")
    assert caught.value.detail.startswith("ValueError at hostile.py:")
    assert "nội dung" not in str(caught.value) + caught.value.detail + caught.value.vi
    assert hostile("talk") == {"said": True}
    assert capfd.readouterr() == ("", "")


def test_a_child_cannot_fill_the_disk(hostile):
    with pytest.raises(ChildCrashedError) as caught:
        hostile("flood")
    assert caught.value.detail.startswith("OSError")


def test_a_child_sees_little_and_leaves_nothing(hostile, tmp_path, monkeypatch):
    monkeypatch.setenv("VANBAN_S3_SECRET_KEY", "secret")
    seen = hostile("surroundings", nice=3)
    environment = seen["environment"]
    assert environment["OMP_THREAD_LIMIT"] == "1"
    assert "VANBAN_S3_SECRET_KEY" not in environment
    assert Path(environment["TMPDIR"]).parent == tmp_path
    assert not Path(environment["TMPDIR"]).exists()
    assert seen["nice"] == os.nice(0) + 3
    assert seen["group"] != os.getpgid(0)
    assert str(Path.cwd()) not in seen["path"]


def test_the_group_dies_with_the_parent(tmp_path):
    mark = f"602.{os.getpid()}"
    script = tmp_path / "hostile.py"
    script.write_text(HOSTILE, encoding="utf-8")
    code = (
        "from processors.sandbox import run_child;"
        f"run_child('hang', {{'mark': {mark!r}}}, seconds=600, memory_bytes=2**29, entry=('-I', {str(script)!r}))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)
    try:
        for _ in range(400):
            if _running(mark):
                break
            time.sleep(0.05)
        assert _running(mark)
    finally:
        parent.kill()
        parent.wait()
    assert _gone(mark)
    assert _gone(str(script))


def test_memory_of_a_group_is_seen():
    assert group_memory(os.getpgid(0)) > 10 * MIB
