# mypy: disable-error-code="no-untyped-call"
"""What other verifiers say of a file: pyHanko as it comes, ``openssl cms`` and ``pdfsig``."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509

SECONDS = 60
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def stock_pyhanko(data: bytes, trust: Path) -> str:
    """Return what pyHanko's own validation says: ``accepts`` if every signature has its bottom line."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko_certvalidator import ValidationContext

    try:
        reader = PdfFileReader(io.BytesIO(data))
        if reader.encrypted:
            reader.decrypt(b"")
        signatures = reader.embedded_signatures
        if not signatures:
            return "no signature"
        for one in signatures:
            context = ValidationContext(**_context(trust))
            if one.sig_object_type == "/DocTimeStamp":
                status: Any = validate_pdf_timestamp(one, context)
            else:
                status = validate_pdf_signature(one, context)
            if not (status.bottom_line if hasattr(status, "bottom_line") else status.intact and status.trusted):
                return "refuses"
    except Exception as error:  # noqa: BLE001 - whatever it throws is its answer
        return f"fails ({type(error).__name__})"
    return "accepts"


def _context(trust: Path) -> dict[str, Any]:
    roots = [x509.Certificate.load(pem.unarmor((trust / "root.pem").read_bytes())[2])]
    lists = [crl.CertificateList.load(pem.unarmor(one.read_bytes())[2]) for one in trust.glob("*.crl.pem")]
    return {
        "trust_roots": roots, "crls": lists, "allow_fetching": False, "revocation_mode": "soft-fail",
        "retroactive_revinfo": True,
    }  # fmt: skip


def openssl(data: bytes, trust: Path) -> str:
    """Return what ``openssl cms -verify -cades`` says of every byte range, with the revocation lists."""
    ranges = [tuple(map(int, match.groups())) for match in _RANGE.finditer(data)]
    if not ranges:
        return "no signature"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        anchors = b"".join(one.read_bytes() for one in sorted(trust.glob("*.pem")))
        (folder / "anchors.pem").write_bytes(anchors)
        answers = {_openssl_on(data, one, folder) for one in ranges}
    return "accepts" if answers == {"accepts"} else next(iter(answers - {"accepts"}))


def _openssl_on(data: bytes, numbers: tuple[int, ...], folder: Path) -> str:
    start, first, second, rest = numbers
    (folder / "content").write_bytes(data[start : start + first] + data[second : second + rest])
    try:
        der = bytes.fromhex(data[start + first : second].strip(b"<>").decode("ascii"))
        kind = re.search(rb"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04", der[:80])
    except ValueError:
        return "fails"
    (folder / "signature").write_bytes(der)
    if kind:
        return "accepts"  # a document time-stamp, which this command does not judge
    done = subprocess.run(
        [
            *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(folder / "signature")),
            *("-content", str(folder / "content"), "-out", "/dev/null", "-purpose", "any", "-cades"),
            *("-crl_check_all", "-extended_crl", "-CAfile", str(folder / "anchors.pem")),
        ],
        capture_output=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    return "accepts" if done.returncode == 0 else "refuses"


def pdfsig(data: bytes) -> str:
    """Return what poppler says of the integrity of every signature; it is not asked for trust."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        try:
            done = subprocess.run(
                ["pdfsig", "-nocert", file.name], capture_output=True, text=True, errors="replace",
                timeout=SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "hangs"
    if done.returncode < 0:
        return "crashes"
    # It cannot judge document time-stamps, and is not blamed for that.
    parts = [part for part in done.stdout.split("Signature #")[1:] if "Signature Type: unknown" not in part]
    said = [found for part in parts for found in re.findall(r"Signature Validation: (.*)", part)]
    if not said:
        return "no signature"
    return "accepts" if all(one.strip() == "Signature is Valid." for one in said) else "refuses"
