"""``make run``: start everything, play the samples, show the addresses, stay up until Ctrl-C, then end it all.

A system that was running already is left running.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from vanban.domain.errors import VanbanError
from vanban.services import airflow, supervisor, system, workers
from vanban.services.installation import Installation, load_or_create
from vanban.settings import default_home

LOOK_SECONDS = 5
DEMO_SECONDS = 1800


def main() -> int:
    """Run until interrupted; return 0, or 1 if the start or the samples failed."""
    # Also from a background job, where the shell made us ignore Ctrl-C.
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, _interrupt)
    home = default_home().absolute()
    began = time.monotonic()
    ran_before = _is_running(home)
    try:
        installation = system.up(home, progress=_show)
        _show(vi=f"Hệ thống đã chạy sau {time.monotonic() - began:.0f} giây.", en="the system is up")
        failed = _demo()
        _show(vi=f"Văn bản mẫu đã xong sau {time.monotonic() - began:.0f} giây.", en="the samples are through")
        _show_addresses(installation)
        if "--once" in sys.argv[1:]:
            return failed
        return _stay_up(home) or failed
    except VanbanError as error:
        sys.stderr.write(f"Lỗi: {error.vi}\nError: {error.en}\n{error.remedy}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)
        if not ran_before:
            system.down(home, progress=_show)


def _is_running(home: Path) -> bool:
    return (home / "installation.json").exists() and supervisor.is_running(load_or_create(home))


def _demo() -> int:
    """Play the shipped samples; return 1 if one of them did not reach its end."""
    vanban = Path(sys.executable).parent / "vanban"
    # A session of its own: Ctrl-C reaches us alone, and we end it in order.
    demo = subprocess.Popen([vanban, "demo"], start_new_session=True)
    try:
        return 1 if demo.wait(timeout=DEMO_SECONDS) else 0
    except subprocess.TimeoutExpired:
        _show(vi="Quá thời gian chạy văn bản mẫu.", en="the samples took too long")
        return 1
    finally:
        with contextlib.suppress(ProcessLookupError):
            demo.terminate()
            demo.wait(timeout=20)


def _stay_up(home: Path) -> int:
    """Look after the supervisor until interrupted: it restarts the services, and nobody else would restart it."""
    installation = load_or_create(home)
    while True:
        time.sleep(LOOK_SECONDS)
        if not supervisor.is_running(installation):
            _show(vi="Trình giám sát đã mất, khởi động lại …", en="the supervisor is gone, starting again")
            system.up(home, progress=_show)


def _show_addresses(installation: Installation) -> None:
    lines = ["", f"Airflow   {airflow.url(installation)}"]
    lines += [f"          {name} / {password}" for name, password in airflow.passwords(installation).items()]
    if workers.has_desk():
        lines.append(f"Desk      {workers.desk_url(installation)}")
        lines += [f"          {name} / {password}" for name, password in workers.desk_passwords(installation).items()]
    lines += [
        f"Intake    {installation.home}/intake/den/van-phong  (đến)   {installation.home}/intake/di/van-phong  (đi)",
        "Demo accounts (keys for trying out only / khóa thử nghiệm):",
    ]
    accounts = installation.home / "secrets" / "demo-accounts.json"
    for one in json.loads(accounts.read_text()) if accounts.exists() else []:
        lines.append(f"          {one['account']:<12} {one['role']:<10} {one['name']}   PIN {one['pin']}")
    lines += ["", "Ctrl-C dừng tất cả. (Ctrl-C stops everything.)", ""]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()


def _show(*, vi: str, en: str) -> None:
    sys.stdout.write(f"{vi}  ({en})\n")
    sys.stdout.flush()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
