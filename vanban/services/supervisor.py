"""supervisord (supervisor 4.3), one per installation: restarts what dies. Spoken to over a Unix socket of ours."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vanban.domain.errors import ServiceUnavailableError
from vanban.services import processes
from vanban.services.installation import Installation
from vanban.services.launch import GRACE_SECONDS, write_launch_file
from vanban.services.program import Program

LOG_BYTES = 20_000_000
LONGEST_SOCKET_PATH = 100
"""Bytes; the system takes 107, and supervisord appends its pid for a moment."""


@dataclass(frozen=True, slots=True)
class ProgramState:
    """What supervisord says of a program. ``state``: RUNNING STARTING BACKOFF STOPPING STOPPED EXITED FATAL."""

    name: str
    state: str
    pid: int
    since: int
    """Seconds since 1970 of its last start."""
    detail: str


def folder(installation: Installation) -> Path:
    """Return the private folder of sockets and process files."""
    return installation.home / "run"


def log_file(installation: Installation, name: str) -> Path:
    """Return where the output of a program goes."""
    return installation.home / "logs" / f"{name}.log"


def configure(installation: Installation, programs: Iterable[Program]) -> None:
    """Write supervisord's configuration and one launch file per program; all of it readable by us alone."""
    folder(installation).mkdir(mode=0o700, parents=True, exist_ok=True)
    log_file(installation, "supervisor").parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    parts = [_own_section(installation), *(_program_section(installation, one) for one in programs)]
    path = _config(installation)
    path.touch(mode=0o600)
    path.write_text("\n".join(parts))


def start(installation: Installation) -> None:
    """Start supervisord apart from this terminal, with no program running yet.

    Raises:
        ServiceUnavailableError: if it does not answer within 20 s.
    """
    _socket(installation).unlink(missing_ok=True)
    with log_file(installation, "supervisor.start").open("ab") as log:
        daemon = subprocess.Popen(
            [sys.executable, "-m", "vanban.services.supervisord", "-n", "-c", str(_config(installation))],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=installation.home,
            start_new_session=True,
            env={**os.environ, processes.INSTANCE_VARIABLE: installation.instance},
        )
    until = time.monotonic() + 20
    while not is_running(installation):
        if time.monotonic() > until or daemon.poll() is not None:
            raise ServiceUnavailableError(
                "The supervisor did not start.",
                vi="Trình giám sát không khởi động được.",
                remedy=f"See {log_file(installation, 'supervisor.start')}. / Hãy xem tệp nhật ký này.",
            )
        time.sleep(0.1)


def is_running(installation: Installation) -> bool:
    """Tell whether this installation's supervisord answers."""
    try:
        return bool(_call(installation, "getState")["statename"] == "RUNNING")
    except ServiceUnavailableError:
        return False


def update(installation: Installation) -> None:
    """Let a running supervisord take over a changed configuration: changed programs stop, new ones are known."""
    [[added, changed, removed]] = _call(installation, "reloadConfig")
    for name in [*changed, *removed]:
        _stop_and_wait(installation, [name])
        _call(installation, "removeProcessGroup", name)
    for name in [*changed, *added]:
        _call(installation, "addProcessGroup", name)


def start_program(installation: Installation, name: str) -> None:
    """Start a program unless it runs; a program that was given up is tried again."""
    running = {"RUNNING", "STARTING", "BACKOFF"}
    if any(one.name == name and one.state in running for one in states(installation)):
        return
    _call(installation, "startProcess", name, False)  # noqa: FBT003 - the remote call takes no names


def stop_program(installation: Installation, name: str) -> None:
    """Stop one program and wait until it has ended; it stays away until it is started again."""
    _stop_and_wait(installation, [name])


def states(installation: Installation) -> tuple[ProgramState, ...]:
    """Return the state of every program.

    Raises:
        ServiceUnavailableError: if supervisord does not run.
    """
    return tuple(
        ProgramState(one["name"], one["statename"], one["pid"], one["start"], one["description"])
        for one in _call(installation, "getAllProcessInfo")
    )


def stop(installation: Installation, programs: Iterable[Program]) -> None:
    """Stop the programs, highest ``start_order`` first and those of one order together, then supervisord."""
    known = {one.name for one in states(installation)}
    ordered = [one for one in programs if one.name in known]
    for order in sorted({one.start_order for one in ordered}, reverse=True):
        _stop_and_wait(installation, [one.name for one in ordered if one.start_order == order])
    with contextlib.suppress(ServiceUnavailableError):
        _call(installation, "shutdown")


def _stop_and_wait(installation: Installation, names: Iterable[str]) -> None:
    waiting = set(names)
    for name in waiting:
        # It may have died by itself a moment ago.
        with contextlib.suppress(xmlrpc.client.Fault):
            _call(installation, "stopProcess", name, False)  # noqa: FBT003 - the remote call takes no names
    stopped = {"STOPPED", "EXITED", "FATAL"}
    while any(one.name in waiting and one.state not in stopped for one in states(installation)):
        time.sleep(0.1)


def _own_section(installation: Installation) -> str:
    run = folder(installation)
    return f"""\
[supervisord]
nodaemon=true
silent=true
umask=077
identifier=vanban-{installation.instance}
directory={_escaped(run)}
childlogdir={_escaped(run)}
pidfile={_escaped(run / "supervisord.pid")}
logfile={_escaped(log_file(installation, "supervisor"))}
logfile_maxbytes={LOG_BYTES}
logfile_backups=1

[unix_http_server]
file={_escaped(_socket(installation))}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""


def _program_section(installation: Installation, program: Program) -> str:
    launch, digest = write_launch_file(installation, program)
    # The digest makes supervisord see a program as changed when only its launch file is.
    return f"""\
[program:{program.name}]
command={_escaped(sys.executable)} -m vanban.services.launch "{_escaped(launch)}" {digest}
priority={program.start_order}
autostart=false
autorestart=true
startsecs=3
startretries=1000000
stopsignal={program.stop_signal}
stopwaitsecs={program.stop_seconds}
killasgroup=true
redirect_stderr=true
stdout_logfile={_escaped(log_file(installation, program.name))}
stdout_logfile_maxbytes={LOG_BYTES}
stdout_logfile_backups=1
"""


def _escaped(path: Path | str) -> str:
    return str(path).replace("%", "%%")


def _config(installation: Installation) -> Path:
    return folder(installation) / "supervisord.conf"


def _socket(installation: Installation) -> Path:
    return folder(installation) / "supervisor.sock"


def _call(installation: Installation, method: str, *arguments: Any) -> Any:
    from supervisor.xmlrpc import SupervisorTransport

    transport = SupervisorTransport(None, None, f"unix://{_socket(installation)}")
    server = xmlrpc.client.ServerProxy("http://localhost", transport=transport)
    try:
        return getattr(server.supervisor, method)(*arguments)
    except (OSError, http.client.HTTPException, xmlrpc.client.ProtocolError) as error:
        raise ServiceUnavailableError(
            "The services of this installation are not running.",
            vi="Các dịch vụ của hệ thống này chưa chạy.",
            remedy="Start them with: vanban up / Hãy khởi động bằng: vanban up",
        ) from error
    finally:
        transport.close()


def end_leftovers(installation: Installation, programs: Iterable[Program]) -> int:
    """End every process of the installation that is still there, whatever became of its supervisor; return how many."""
    found = processes.of_instance(installation.instance)
    known = list(programs)
    names = {one.name for one in known}
    # supervisord first, or it would start again what we end; with it what belongs to no program of this version.
    processes.end([one for one in found if one.program not in names], first=signal.SIGKILL)
    for order in sorted({one.start_order for one in known}, reverse=True):
        for program in (one for one in known if one.start_order == order):
            mine = [one for one in found if one.program == program.name]
            processes.end(mine, first=signal.Signals[f"SIG{program.stop_signal}"], seconds=GRACE_SECONDS)
    late = processes.of_instance(installation.instance)
    processes.end(late, first=signal.SIGKILL)
    return len({one.pid for one in (*found, *late)})
