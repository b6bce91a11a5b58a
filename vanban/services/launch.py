"""The first code of every supervised process: ends what its last run left behind, then becomes the program.

A scheduler that was killed leaves its workers running; started again beside them it would run their tasks twice.
The passwords stand in the launch file (mode 0600), not in the supervisor's configuration or on a command line.

Usage: ``python -m vanban.services.launch LAUNCH_FILE``; standard library only, so that it costs no start-up time.
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import signal
import sys
from pathlib import Path

from vanban.durable_files import write_whole
from vanban.services import processes
from vanban.services.installation import Installation
from vanban.services.program import Program

GRACE_SECONDS = 3
"""How long processes that lost their parent may take to end by themselves: what they did is done again anyway."""


def write_launch_file(installation: Installation, program: Program) -> tuple[Path, str]:
    """Write what the process needs, readable by us alone; return the file and the digest of its content."""
    folder = installation.home / "run" / "programs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = json.dumps(
        {
            "argv": program.argv,
            "user": program.user if os.geteuid() == 0 else "",
            "cwd": str(program.cwd or installation.home),
            "stop_signal": program.stop_signal,
            "env": {
                **program.env,
                "VANBAN_HOME": str(installation.home),
                processes.INSTANCE_VARIABLE: installation.instance,
                processes.PROGRAM_VARIABLE: program.name,
                # setproctitle, which Airflow uses, would else overwrite the environment that we find processes by.
                "SPT_NOENV": "1",
            },
        },
        indent=1,
    )
    path = folder / f"{program.name}.json"
    write_whole(path, content)
    return path, hashlib.sha256(content.encode()).hexdigest()[:16]


def main(launch_file: Path) -> None:
    """Become the program of a launch file."""
    launch = json.loads(launch_file.read_text())
    environment = {**os.environ, **launch["env"]}
    instance, name = environment[processes.INSTANCE_VARIABLE], environment[processes.PROGRAM_VARIABLE]
    leftovers = [one for one in processes.of_instance(instance) if one.program == name]
    processes.end(leftovers, first=signal.Signals[f"SIG{launch['stop_signal']}"], seconds=GRACE_SECONDS)
    os.chdir(launch["cwd"])
    if user := launch["user"]:
        environment |= _become(user)
    # A shell's background job ignores Ctrl-C, and children inherit that; here it would break stopping by SIGINT.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvpe(launch["argv"][0], launch["argv"], environment)  # noqa: S606 - no shell is wanted


def _become(user: str) -> dict[str, str]:
    account = pwd.getpwnam(user)
    os.initgroups(user, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    return {"HOME": account.pw_dir, "USER": user, "LOGNAME": user}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
