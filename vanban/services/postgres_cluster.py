"""Where the PostgreSQL cluster lies, which of the installed versions serves it, and how it is created."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from vanban.domain.errors import RefusedError
from vanban.durable_files import write_whole
from vanban.services.installation import Installation

ACCOUNT = "postgres"
"""System account of Debian's package, and name of the cluster's superuser role."""
_PROGRAMS = Path("/usr/lib/postgresql")


def data_directory(installation: Installation) -> Path:
    """Return where the cluster lies, deciding and recording it the first time."""
    usual = installation.home / "postgres"
    record = installation.home / "postgres.location"
    if record.exists():
        return Path(record.read_text().strip())
    if usual.exists() or _reachable(installation.home):
        return usual
    elsewhere = Path(f"/var/lib/vanban-{installation.instance}") / "postgres"
    elsewhere.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    write_whole(record, f"{elsewhere}\n")
    return elsewhere


def tool(name: str, directory: Path) -> Path:
    """Return a program of the version that made the cluster, or of the newest version where there is none yet."""
    version_file = directory / "PG_VERSION"
    if version_file.exists():
        version = version_file.read_text().strip()
        path = _PROGRAMS / version / "bin" / name
        if not path.exists():
            raise _not_installed(version)
        return path
    installed = [path for path in _PROGRAMS.glob(f"*/bin/{name}") if path.parts[-3].isdigit()]
    if not installed:
        raise _not_installed()
    return max(installed, key=lambda path: int(path.parts[-3]))


def create_cluster(installation: Installation, directory: Path) -> None:
    """Create the cluster beside its place and rename it, so that a run killed half-way leaves no half cluster.

    Raises:
        RefusedError: if something else lies there, PostgreSQL is missing, or the cluster cannot be made.
    """
    if directory.exists() and any(directory.iterdir()):
        raise RefusedError(
            f"{directory} holds something that is not a PostgreSQL cluster.",
            vi=f"Thư mục {directory} không phải là cụm PostgreSQL.",
            remedy=(
                "Restore it from a backup, or move it away to begin with an empty register."
                " / Hãy khôi phục từ bản sao lưu, hoặc dời đi để bắt đầu với sổ trống."
            ),
        )
    unfinished = directory.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    if directory.exists():
        directory.rmdir()
    unfinished.mkdir(mode=0o700, parents=True)
    give(unfinished)
    command = [
        *(str(tool("initdb", directory)), "-D", str(unfinished), f"--username={ACCOUNT}"),
        *("--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--data-checksums", "--no-instructions"),
    ]
    with _password_file(installation.secrets["postgres_admin"]) as password_file:
        result = _run_as_account([*command, f"--pwfile={password_file}"])
    if result.returncode != 0:
        raise RefusedError(
            f"initdb failed: {result.stderr.strip()}",
            vi=f"Không tạo được cụm PostgreSQL: {result.stderr.strip()}",
            remedy=(
                f"Check free space and permissions of {directory.parent}, then start again."
                " / Hãy kiểm tra dung lượng trống và quyền của thư mục này rồi khởi động lại."
            ),
        )
    with (unfinished / "postgresql.conf").open("a") as configuration:
        configuration.write("\ninclude 'vanban.conf'\n")
    unfinished.rename(directory)


def give(path: Path) -> None:
    """Let the server's account own a file or folder, when we are root."""
    if os.geteuid() == 0:
        account = _account()
        os.chown(path, account.pw_uid, account.pw_gid)


def _reachable(home: Path) -> bool:
    """Return whether the server's account can pass through ``home``, opening ``home`` itself for passing if need be."""
    if os.geteuid() != 0:
        return True
    if _can_enter(home):
        return True
    if not _can_enter(home.parent):
        return False
    # Execute only: other accounts can pass through to what they may open, but not list the home.
    home.chmod(home.stat().st_mode | 0o001)
    return _can_enter(home)


def _can_enter(directory: Path) -> bool:
    account = _account()
    test = ["/usr/bin/test", "-x", str(directory)]
    return subprocess.run(test, user=account.pw_uid, group=account.pw_gid, extra_groups=[], check=False).returncode == 0


def _run_as_account(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}
    if os.geteuid() != 0:
        return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
    account = _account()
    return subprocess.run(
        command,
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@contextlib.contextmanager
def _password_file(password: str) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile("w", prefix="vanban-") as file:
        file.write(f"{password}\n")
        file.flush()
        give(Path(file.name))
        yield Path(file.name)


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError as error:
        raise _not_installed() from error


def _not_installed(version: str = "") -> RefusedError:
    return RefusedError(
        f"PostgreSQL {version or 'server'} is not installed.",
        vi=f"Chưa cài máy chủ PostgreSQL {version}.".replace(" .", "."),
        remedy=f"Install it: apt-get install postgresql{'-' + version if version else ''} / Hãy cài đặt gói này.",
    )
