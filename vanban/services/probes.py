"""``vanban doctor``: is every tool there and usable? Each probe looks, never repairs, and names the remedy."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from processors import office
from processors.tesseract import engine
from vanban.domain.errors import InBothLanguages, RefusedError, ServiceUnavailableError
from vanban.services import health, pki
from vanban.services.objectstore import weed_executable

GIB = 1024**3
LEAST_FREE_BYTES = 5 * GIB
LEAST_MEMORY_BYTES = int(3.5 * GIB)
"""The idle system takes about 1.3 GB, two reading workers up to 0.6 GB each."""
EARLIEST_CLOCK = 1_767_225_600
"""2026-01-01: an earlier clock is certainly wrong, and time decides about certificates and retention."""
FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
INSTALL = "scripts/install-system-packages"


@dataclass(frozen=True, slots=True)
class Finding(InBothLanguages):
    """What a probe found. ``problem`` and the remedies are empty when all is well."""

    name: str
    found: str
    problem: str = ""
    vi: str = ""
    remedy: str = ""
    needed: bool = True


def examine(home: Path) -> tuple[Finding, ...]:
    """Return one finding per tool, per resource, and per service of the installation in ``home``."""
    return (*(probe(home) for probe in PROBES), *_services(home))


def tesseract(_: Path) -> Finding:
    """Look for Tesseract and its Vietnamese model."""
    first = _first_line("tesseract", "--version")
    if not first:
        return _missing("tesseract", "tesseract-ocr", "nhận dạng chữ trên bản quét")
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    if "vie" not in listed.split():
        return _missing("tesseract vie", "tesseract-ocr-vie", "đọc tiếng Việt")
    return Finding("tesseract", f"{first}, vie")


def ocr_engine(_: Path) -> Finding:
    """Look whether what is to run Tesseract is there: its program, or a library that somebody chose."""
    try:
        chosen = engine()
        chosen.prepare()
    except ServiceUnavailableError as error:
        return Finding("ocr engine", "", error.en, error.vi, error.remedy)
    return Finding("ocr engine", chosen.NAME)


def libreoffice(_: Path) -> Finding:
    """Look for LibreOffice; PDF files and scans are read without it."""
    if path := office.program():
        return Finding("libreoffice", path)
    packages = "libreoffice-writer-nogui libreoffice-calc-nogui"
    return _missing("libreoffice", packages, "đọc tệp Word, Excel, OpenDocument", needed=False)


def openssl(_: Path) -> Finding:
    """Look for OpenSSL's command line, the second opinion on signatures."""
    first = _first_line("openssl", "version")
    return Finding("openssl", first) if first else _missing("openssl", "openssl", "kiểm tra chữ ký độc lập")


def pdfsig(_: Path) -> Finding:
    """Look for pdfsig; verification works without it."""
    if path := shutil.which("pdfsig"):
        return Finding("pdfsig", path, needed=False)
    return _missing("pdfsig", "poppler-utils", "kiểm tra chữ ký độc lập", needed=False)


def softhsm(_: Path) -> Finding:
    """Load the PKCS#11 library of the demo tokens."""
    try:
        ctypes.CDLL(pki.SOFTHSM)
    except OSError:
        return _missing("softhsm", "softhsm2", "khóa ký thử nghiệm")
    return Finding("softhsm", pki.SOFTHSM)


def fonts(_: Path) -> Finding:
    """Look for the type that samples and signature appearances are set in."""
    return Finding("fonts", str(FONT)) if FONT.exists() else _missing("fonts", "fonts-liberation2", "chữ trên chữ ký")


def postgres(_: Path) -> Finding:
    """Look for PostgreSQL's server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return Finding("postgresql", str(found[-1])) if found else _missing("postgresql", "postgresql", "sổ đăng ký")


def object_store(_: Path) -> Finding:
    """Look for SeaweedFS, which comes with the Python packages."""
    try:
        return Finding("seaweedfs", str(weed_executable()))
    except RefusedError as error:
        return Finding("seaweedfs", "", error.en, error.vi, error.remedy)


def disk(home: Path) -> Finding:
    """Look at the free space where the state lies."""
    place = next(one for one in (home, *home.parents) if one.exists())
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE_BYTES:
        return Finding(
            "disk",
            f"{free / GIB:.1f} GB",
            f"Less than {LEAST_FREE_BYTES / GIB:.0f} GB free in {place}.",
            f"Ổ đĩa của {place} còn ít hơn {LEAST_FREE_BYTES / GIB:.0f} GB.",
            "Free some space, or set VANBAN_HOME elsewhere. / Hãy giải phóng chỗ hoặc đặt VANBAN_HOME sang ổ khác.",
        )
    return Finding("disk", f"{free / GIB:.0f} GB free")


def memory(_: Path) -> Finding:
    """Look at the machine's memory."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if total < LEAST_MEMORY_BYTES:
        return Finding(
            "memory",
            f"{total / GIB:.1f} GB",
            f"Less than {LEAST_MEMORY_BYTES / GIB:.1f} GB of memory.",
            f"Bộ nhớ ít hơn {LEAST_MEMORY_BYTES / GIB:.1f} GB.",
            "Give the machine more memory. / Hãy thêm bộ nhớ cho máy.",
            needed=False,
        )
    return Finding("memory", f"{total / GIB:.0f} GB")


def clock(_: Path) -> Finding:
    """Look whether the clock can be right, and whether something keeps it so."""
    if time.time() < EARLIEST_CLOCK:
        return Finding(
            "clock",
            time.strftime("%Y-%m-%d"),
            "The clock is wrong.",
            "Đồng hồ máy sai.",
            "Set the time and switch NTP on (timedatectl set-ntp true). / Hãy đặt lại giờ và bật đồng bộ NTP.",
        )
    return Finding("clock", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))


PROBES: tuple[Callable[[Path], Finding], ...] = (
    tesseract,
    ocr_engine,
    libreoffice,
    openssl,
    pdfsig,
    softhsm,
    fonts,
    postgres,
    object_store,
    disk,
    memory,
    clock,
)


def _services(home: Path) -> tuple[Finding, ...]:
    try:
        rows = health.status(home)
    except RefusedError as error:
        return (Finding("services", "", error.en, error.vi, error.remedy, needed=False),)
    remedy = "Run `vanban up`. / Hãy chạy `vanban up`."
    return tuple(
        Finding(row.name, "ok")
        if not row.health
        else Finding(row.name, "", row.health, f"{row.vi} chưa sẵn sàng.", remedy)
        for row in rows
    )


def _missing(name: str, package: str, purpose: str, *, needed: bool = True) -> Finding:
    return Finding(
        name,
        "",
        f"{package} is not installed.",
        f"Chưa cài {package} (dùng để {purpose}).",
        f"Run {INSTALL}, or apt-get install {package} / Hãy chạy {INSTALL}, hoặc apt-get install {package}",
        needed,
    )


def _first_line(*command: str) -> str:
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip().split("\n")[0]
