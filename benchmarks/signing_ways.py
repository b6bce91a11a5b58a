# mypy: disable-error-code="no-untyped-call"
"""The same PAdES B-B signature made in several ways, and the CPU of one document for each."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.signing_files import BenchSigner
from signing.appearance import load_picture
from signing.complete import complete_signature, prepare_signature
from signing.devices.pkcs12 import open_pkcs12
from signing.look import Look
from signing.page_frame import Box
from signing.placement import Place
from signing.prepare import open_for_signing

BOX = (300, 200, 440, 256)
AT = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
JARS = tuple(
    f"/usr/share/java/{name}.jar" for name in ("pdfbox2", "fontbox2", "commons-logging", "bcpkix", "bcprov", "bcutil")
)
RESERVED = 16384

Way = Callable[[bytes], bytes]


def cpu_ms(way: Way, data: bytes, count: int) -> float:
    """Return milliseconds of this process' CPU for one document, after one to warm up."""
    way(data)
    before = time.process_time()
    for _ in range(count):
        way(data)
    return (time.process_time() - before) * 1000 / count


def limit(signer: BenchSigner) -> Way:
    """Return the least that any program does: read, digest, RSA, write."""
    device = open_pkcs12(signer.p12, password=signer.password)

    def way(data: bytes) -> bytes:
        return bytes(bytearray(data)) + device.sign_digest(hashlib.sha256(data).digest())

    return way


def ours(signer: BenchSigner, *, page: int, shown: bool = True) -> Way:
    """Return our own way with the key held: opened, prepared, signed, completed."""
    device = open_pkcs12(signer.p12, password=signer.password)
    picture = load_picture(signer.picture)
    place = Place(page, Box(*BOX), found=True)

    def way(data: bytes) -> bytes:
        prepared = prepare_signature(
            open_for_signing(data),
            chain=device.chain,
            field_prefix="ChuKy",
            look=Look(picture, place) if shown else None,
            at=AT,
            token_room=0,
        )
        return complete_signature(prepared, device.sign_digest(prepared.to_sign), stamp=None)

    return way


def pyhanko(signer: BenchSigner, *, page: int, room_known: bool) -> Way:
    """Return pyHanko's own way: as its manual shows, or with the placeholder's size known (no trial run)."""
    from pyhanko.pdf_utils.images import PdfImage
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.stamp import TextStampStyle

    key = SimpleSigner.load_pkcs12(signer.p12, passphrase=signer.password.encode())
    style = TextStampStyle(
        stamp_text=" ", background=PdfImage(str(signer.picture)), background_opacity=1, border_width=0
    )
    meta = PdfSignatureMetadata(field_name="ChuKy1", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")

    def way(data: bytes) -> bytes:
        chief = PdfSigner(meta, signer=key, stamp_style=style, new_field_spec=SigFieldSpec("ChuKy1", page, BOX))
        reserved = RESERVED if room_known else None
        output = chief.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), bytes_reserved=reserved)
        signed: bytes = output.getvalue()
        return signed

    return way


def pdfbox(signer: BenchSigner, file: Path, *, count: int) -> dict[str, float]:
    """Return PDFBox's milliseconds of CPU in a warm JVM, ``invisible`` and ``visible``; empty where it is not there."""
    if shutil.which("javac") is None or not all(Path(jar).exists() for jar in JARS):
        return {}
    source = Path(__file__).parent / "java" / "SignWithPdfBox.java"
    classes = file.parent / "classes"
    classpath = ":".join((str(classes), *JARS))
    subprocess.run(["javac", "-d", str(classes), "-cp", classpath, str(source)], check=True, capture_output=True)
    arguments = [str(signer.p12), signer.password, str(signer.picture), str(file), str(count)]
    done = subprocess.run(
        ["java", "-cp", classpath, "SignWithPdfBox", *arguments], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
