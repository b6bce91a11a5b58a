"""Word processor files and spreadsheets as PDF, by LibreOffice in a fence. The original stays the record.

A program of its own, once per file: own profile, no macros, no links followed, no network, no files but its own folder
(``processors.confinement``), within the time and memory of the sandbox it runs in (``processors.sandbox``).
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from processors.confinement import confine
from processors.media import DOC, DOCX, ODS, ODT, RTF, XLS, XLSX
from vanban.domain.errors import UnreadableError

_PROGRAMS = ("soffice", "libreoffice", "/opt/libreoffice/program/soffice")
_FILTERS = {
    DOC: (".doc", "MS Word 97", "writer"),
    DOCX: (".docx", "MS Word 2007 XML", "writer"),
    ODT: (".odt", "writer8", "writer"),
    RTF: (".rtf", "Rich Text Format", "writer"),
    XLS: (".xls", "MS Excel 97", "calc"),
    XLSX: (".xlsx", "Calc MS Excel 2007 XML", "calc"),
    ODS: (".ods", "calc8", "calc"),
}
"""Extension, the one import filter that may open it, and the program part whose export filter writes it."""
_FLAT = (".fodt", "OpenDocument Text Flat XML", "writer")
_READABLE = (
    *("/usr", "/lib", "/lib64", "/bin", "/opt/libreoffice", "/var/lib/libreoffice", "/var/spool/libreoffice"),
    *("/var/cache/fontconfig", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/passwd", "/etc/group"),
    *("/etc/nsswitch.conf", "/etc/localtime", "/etc/locale.alias", "/etc/papersize", "/etc/alternatives"),
    *("/dev/urandom", "/dev/random", "/dev/zero", "/proc/cpuinfo", "/proc/meminfo", "/proc/filesystems"),
)
_SOCKETS = Path("/tmp")  # noqa: S108  where LibreOffice makes the socket that its instances find each other by
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""Registry of the profile: no macro runs and no link is followed (never: 0 in Writer, 1 in Calc)."""


def program() -> str | None:
    """Return the path of LibreOffice, or None."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def rendered(path: Path, kind: str, *, to: Path, folder: Path, seconds: float) -> Path:
    """Render a file as PDF.

    Args:
        path: the file, of type ``kind``.
        kind: one of ``processors.media.OFFICE``.
        to: where the PDF goes; it appears whole or not at all.
        folder: private folder for everything in between.
        seconds: time allowed to each run of LibreOffice.

    Raises:
        UnreadableError: ``no-office``, ``time-limit`` or ``broken``.
    """
    extension, read_by, part = _FILTERS[kind]
    with _workshop(folder) as shop:
        source = shop / f"document{extension}"
        shutil.copyfile(path, source)
        pdf = _recoded(source, kind, shop, seconds) if part == "writer" else None
        if pdf is None:
            pdf = _converted(source, read_by, ".pdf", f"{part}_pdf_Export", shop, seconds)
        unfinished = to.with_suffix(".part")
        shutil.move(pdf, unfinished)
        unfinished.replace(to)
    return to


def _recoded(source: Path, kind: str, shop: Path, seconds: float) -> Path | None:
    """Return the PDF of a text in old fonts, its letters put into Unicode first; None if it has none."""
    from processors import legacy_office

    if not legacy_office.may_be_legacy(source, kind):
        return None
    flat = _converted(source, _FILTERS[kind][1], _FLAT[0], _FLAT[1], shop, seconds)
    if not legacy_office.recode(flat):
        return None
    return _converted(flat, _FLAT[1], ".pdf", "writer_pdf_Export", shop, seconds)


def _converted(source: Path, read_by: str, extension: str, written_by: str, shop: Path, seconds: float) -> Path:
    office = program()
    if office is None:
        raise UnreadableError("no-office")
    profile = shop / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        f"--infilter={read_by}",
        *("--convert-to", f"{extension[1:]}:{written_by}"),
        *("--outdir", str(shop / "out")),
        str(source),
    ]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(shop),
        "TMPDIR": str(shop),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    readable = [*map(Path, _READABLE), Path(office).resolve().parent.parent]
    fence = functools.partial(
        confine,
        readable=readable,
        writable=[shop, Path("/dev/null"), _SHARED_MEMORY],
        sockets=[_SOCKETS],
    )
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=shop,
            env=environment,
            preexec_fn=fence,  # safe here: the child of the sandbox has one more thread, which only waits
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("time-limit") from None
    finally:
        _remove_socket(profile)
    made = shop / "out" / source.with_suffix(extension).name
    # LibreOffice says 0 for a file that it could not read, too.
    if not made.is_file() or made.stat().st_size == 0:
        raise UnreadableError("broken")
    return made


@contextlib.contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    shop = folder / "office"
    shutil.rmtree(shop, ignore_errors=True)
    shop.mkdir(mode=0o700)
    try:
        yield shop
    finally:
        shutil.rmtree(shop, ignore_errors=True)


def _remove_socket(profile: Path) -> None:
    """Remove the socket that a killed LibreOffice leaves; its name is made of the profile's address."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    with contextlib.suppress(OSError):
        (_SOCKETS / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}").unlink()
