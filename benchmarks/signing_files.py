"""The two files that signing is measured on, and a signer for them: made anew for each run, the same each time."""

from __future__ import annotations

import datetime as dt
import io
import random
from dataclasses import dataclass
from pathlib import Path

SMALL = (3, 223_000)
BIG = (50, 5_430_000)
"""Pages and bytes, as in the figures that earlier measurements were made with."""


def make_pdf(pages: int, size: int) -> bytes:
    """Return a PDF of so many pages with text, and pictures without pattern that fill it up to about ``size`` bytes."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    noise = random.Random(f"{pages} {size}")
    written = io.BytesIO()
    page = canvas.Canvas(written, pagesize=(595, 842), invariant=1)
    for number in range(pages):
        for line in range(28):
            page.drawString(85, 780 - 22 * line, f"Page {number + 1}, line {line + 1}: text to be signed.")
        page.drawImage(ImageReader(_picture(noise, size // pages - 1800)), 85, 60, 100, 80)
        page.showPage()
    page.save()
    return written.getvalue()


def _picture(noise: random.Random, size: int) -> io.BytesIO:
    """Return a JPEG of about so many bytes."""
    from PIL import Image

    side = max(8, int((size / 1.02) ** 0.5))
    picture = io.BytesIO()
    Image.frombytes("L", (side, side), noise.randbytes(side * side)).save(picture, "JPEG", quality=90)
    return picture


@dataclass(frozen=True, slots=True)
class BenchSigner:
    """A key with a certificate of its own CA, as PKCS#12, and a picture of a signature."""

    p12: Path
    password: str
    picture: Path


def make_signer(folder: Path) -> BenchSigner:
    """Write an RSA-2048 key, its certificate and that of its CA, and a signature's picture, into a folder."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    from signing.demo.pictures import draw_signature

    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    ca_key, key = rsa.generate_private_key(65537, 4096), rsa.generate_private_key(65537, 2048)
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    issued = []
    for subject, public in (("Bench CA", ca_key.public_key()), ("Bench signer", key.public_key())):
        builder = x509.CertificateBuilder().subject_name(named(subject)).issuer_name(named("Bench CA"))
        builder = builder.not_valid_before(start).not_valid_after(start + dt.timedelta(days=3650))
        issued.append(builder.public_key(public).serial_number(x509.random_serial_number()).sign(ca_key, SHA256()))
    password = "bench"  # noqa: S105 - protects nothing
    p12 = pkcs12.serialize_key_and_certificates(
        b"bench", key, issued[1], [issued[0]], BestAvailableEncryption(password.encode())
    )
    made = BenchSigner(folder / "signer.p12", password, folder / "signature.png")
    made.p12.write_bytes(p12)
    draw_signature(made.picture, seed="bench")
    return made
