"""The whole register as one file, by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from vanban.domain.errors import IntegrityError, RefusedError, ServiceUnavailableError
from vanban.register.migrate import upgrade
from vanban.register.transaction import translated

_PROGRAMS = Path("/usr/lib/postgresql")
_SCHEMA = "public"
"""Named, so that extensions, which only an administrator may make, are not part of the dump."""


class PostgresDump:
    """Implements ``vanban.ports.RegisterDump``."""

    def __init__(self, url: str) -> None:
        self._url = url

    def write(self, into: BinaryIO) -> None:
        """Write the register as it is now, in one snapshot, into a real file; see the port."""
        command = [_program("pg_dump"), "--format=custom", f"--schema={_SCHEMA}", "--no-owner"]
        # Straight into the file: it may be larger than the memory.
        dump = subprocess.run(command, env=self._environment(), stdout=into, stderr=subprocess.DEVNULL, check=False)
        if dump.returncode != 0:
            raise ServiceUnavailableError(
                f"pg_dump ended with {dump.returncode}.",
                vi=f"Không sao lưu được sổ đăng ký (pg_dump: {dump.returncode}).",
                remedy=(
                    "Run `vanban status`; pg_dump must not be older than the server."
                    " / Hãy chạy `vanban status`; pg_dump không được cũ hơn máy chủ."
                ),
            )

    def load(self, source: Path) -> None:
        """Replace an empty register by a written one; see the port."""
        listing = source.with_suffix(".list")
        listing.write_text("".join(self._entries(source)), encoding="utf-8")
        engine = sa.create_engine(self._url, poolclass=sa.NullPool, hide_parameters=True)
        with translated(), engine.begin() as connection:
            connection.execute(sa.text("DROP OWNED BY CURRENT_USER"))
        command = ["--single-transaction", "--exit-on-error", "--no-owner", f"--use-list={listing}"]
        done = subprocess.run(
            [_program("pg_restore"), *command, f"--dbname={self._database()}", str(source)],
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            raise _not_whole()
        upgrade(self._url)

    def _entries(self, source: Path) -> list[str]:
        """Return the list of what is in the file, without the schema itself, which is there and not ours."""
        listed = subprocess.run(
            [_program("pg_restore"), "--list", str(source)], capture_output=True, text=True, check=False
        )
        if listed.returncode != 0:
            raise _not_whole()
        return [line for line in listed.stdout.splitlines(keepends=True) if f" SCHEMA - {_SCHEMA} " not in line]

    def _database(self) -> str:
        return sa.make_url(self._url).database or ""

    def _environment(self) -> dict[str, str]:
        # The password goes by the environment: arguments are for every account of the machine to see.
        url = sa.make_url(self._url)
        return {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LC_ALL": "C.UTF-8",
            "PGHOST": url.host or "",
            "PGPORT": str(url.port or 5432),
            "PGUSER": url.username or "",
            "PGPASSWORD": str(url.password or ""),
            "PGDATABASE": url.database or "",
            "PGCONNECT_TIMEOUT": "10",
        }


def _program(name: str) -> str:
    """Return PostgreSQL's newest installed program of a name: it reads servers of its version and older ones."""
    installed = [path for path in _PROGRAMS.glob(f"*/bin/{name}") if path.parts[-3].isdigit()]
    if installed:
        return str(max(installed, key=lambda path: int(path.parts[-3])))
    if found := shutil.which(name):
        return found
    raise RefusedError(
        f"{name} is not installed.",
        vi=f"Chưa cài {name}.",
        remedy="Install it: apt-get install postgresql-client / Hãy cài đặt: apt-get install postgresql-client",
    )


def _not_whole() -> IntegrityError:
    return IntegrityError(
        "The file is not a whole register.",
        vi="Tệp không phải là bản sao lưu đầy đủ của sổ đăng ký.",
        remedy="Take another backup set. / Hãy dùng bộ sao lưu khác.",
    )
