# mypy: disable-error-code="no-untyped-call"
"""Drafts to sign, and good signatures on them, made by plain pyHanko as another office's software would."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfTimeStamper
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator import ValidationContext

from signing.demo.tampering.authority import Authority, Holder

SIGNATURE_BOX, SEAL_BOX, INITIALS_BOX = (380, 210, 500, 270), (320, 200, 420, 300), (90, 200, 150, 230)
INFORMATION_BOX = (400, 800, 560, 830)
ROOM = 40_000
"""Hexadecimal digits left for a signature: room for what tampering puts in."""
_PLAIN = TextStampStyle(stamp_text="Signed.", border_width=0, background=None)


def draft(*, pages: int = 3, with_fields: bool = False, compressed: bool = False, note: bool = False) -> bytes:
    """Return an unsigned document of A4 pages; ``with_fields`` has a text field, ``note`` a comment on page 1."""
    from reportlab.pdfgen import canvas

    written = io.BytesIO()
    page = canvas.Canvas(written, pagesize=(595, 842), pageCompression=int(compressed), invariant=1)
    page.setTitle("Test draft")
    for number in range(1, pages + 1):
        page.setFont("Times-Roman", 13)
        for line in range(20):
            page.drawString(85, 770 - 22 * line, f"Page {number}, line {line + 1}: the amount is {line}1.000.000 dong.")
        if number == pages:
            page.drawCentredString(440, 300, "CHAIRMAN")
            page.drawCentredString(440, 190, "Nguyen Van Mau")
        if with_fields and number == 1:
            page.acroForm.textfield(name="amount", x=100, y=100, width=100, height=20, value="15")
        if note and number == 1:
            page.textAnnotation("A remark that was there before", Rect=[20, 20, 60, 60])
        page.showPage()
    page.save()
    return written.getvalue()


def increment(data: bytes, change: Callable[[Any], None], *, strict: bool = True) -> bytes:
    """Return the file with an increment that ``change`` makes on pyHanko's writer."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=strict)
    if writer.prev.encrypted:
        writer.encrypt(b"")
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def add_empty_field(data: bytes, name: str, *, page: int = -1, box: tuple[int, int, int, int] = SIGNATURE_BOX) -> bytes:
    """Return the file with an empty signature field."""
    return increment(data, lambda w: append_signature_field(w, SigFieldSpec(name, on_page=page, box=box)))


class Office:
    """People of one authority who sign documents."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority

    def sign(
        self,
        data: bytes,
        by: Holder,
        *,
        field: str,
        box: tuple[int, int, int, int] | None = None,
        page: int = -1,
        timestamper: Any = None,
        stamped: bool = True,
        lta: bool = False,
        certify: bool = False,
        subfilter: SigSeedSubFilter = SigSeedSubFilter.PADES,
        digest: str = "sha256",
        in_place: bool = False,
        strict: bool = True,
        style: TextStampStyle = _PLAIN,
        signer: Any = None,
    ) -> bytes:
        """Return the file with one more signature: B-T, B-B if not ``stamped``, B-LTA if ``lta``."""
        writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=strict)
        if writer.prev.encrypted:
            writer.encrypt(b"")
        meta = PdfSignatureMetadata(
            field_name=field, subfilter=subfilter, md_algorithm=digest, certify=certify,
            docmdp_permissions=MDPPerm.FILL_FORMS, embed_validation_info=lta, use_pades_lta=lta,
            validation_context=self._context() if lta else None,
        )  # fmt: skip
        spec = None if in_place else SigFieldSpec(field, on_page=page, box=box)
        from pyhanko.sign.signers import PdfSigner

        signing = PdfSigner(
            meta,
            signer=signer or self.authority.signer(by),
            timestamper=(timestamper or self.authority.timestamper()) if stamped else None,
            new_field_spec=spec,
            stamp_style=style,
        )
        return bytes(signing.sign_pdf(writer, bytes_reserved=ROOM).getvalue())

    def timestamp(self, data: bytes) -> bytes:
        """Return the file with a document time-stamp."""
        stamper = PdfTimeStamper(self.authority.timestamper())
        written = stamper.timestamp_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), "sha256", self._context())
        return bytes(written.getvalue())

    def sequence(self, data: bytes) -> bytes:
        """Return the file with initials, the official's signature, seal and information block; B-LTA at last."""
        people = self.authority
        data = self.sign(data, people.deputy, field="KyNhay", box=INITIALS_BOX)
        data = self.sign(data, people.official, field="ChuKy", box=SIGNATURE_BOX)
        data = self.sign(data, people.seal, field="Dau", box=SEAL_BOX)
        return self.sign(data, people.seal, field="ThongTin", box=INFORMATION_BOX, page=0, lta=True)

    def _context(self) -> ValidationContext:
        from asn1crypto import crl

        return ValidationContext(
            trust_roots=[self.authority.root.asn1],
            other_certs=[self.authority.issuing.asn1],
            crls=[crl.CertificateList.load(one) for one in self.authority.crls],
            allow_fetching=False,
            revocation_mode="soft-fail",
        )
