"""Extracts: exactly the pages that were asked for, and nothing of a signature, a field or a script."""

from __future__ import annotations

import io
import random

import pikepdf
import pypdfium2
import pytest

from processors.extract_pages import SandboxedExtractor
from vanban.domain.copies import pages_named
from vanban.domain.errors import RefusedError, UnreadableError
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.settings import Limits
from vanban.signed_pdf import holds_signature


@pytest.fixture(scope="module")
def plan() -> bytes:
    """A plan of several pages with a signature field, a script and a look of its own on page 2."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(compose("kế hoạch", rng=random.Random(4))))) as pdf:
        look = pdf.make_stream(b"1 0 0 rg 0 0 60 20 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = [0, 0, 60, 20]
        widget = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=pikepdf.String("seal"),
                Rect=[300, 300, 360, 320], F=4, AP=pikepdf.Dictionary(N=look),
                V=pikepdf.Dictionary(ByteRange=[0, 1, 2, 3]),
            )
        )  # fmt: skip
        pdf.pages[1].Annots = [widget]
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[widget], SigFlags=3)
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.save(out)
    return out.getvalue()


def text_of(data: bytes, number: int) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[number].get_textpage().get_text_range()


def test_the_pages_come_out_as_they_look_and_inert(plan):
    extract = SandboxedExtractor(limits=Limits()).extract(plan, pages=[2])
    assert text_of(extract, 0) == text_of(plan, 1)
    with pypdfium2.PdfDocument(extract) as pdf:
        assert len(pdf) == 1
        image = pdf[0].render(scale=1).to_pil().convert("RGB")
        assert image.getpixel((330, image.height - 310))[0] > 200 > image.getpixel((330, image.height - 310))[1]
    with pikepdf.open(io.BytesIO(extract)) as pdf:
        assert not holds_signature(pdf)
        assert "/OpenAction" not in pdf.Root
    assert b"JavaScript" not in extract
    assert b"/ByteRange" not in extract
    assert SandboxedExtractor(limits=Limits()).extract(plan, pages=[2]) == extract


@pytest.mark.parametrize(("data", "pages"), [(b"%PDF-1.7 not much", [1]), (None, [99]), (None, [])])
def test_what_cannot_be_taken_out_is_refused(plan, data, pages):
    with pytest.raises(UnreadableError):
        SandboxedExtractor(limits=Limits()).extract(data or plan, pages=pages)


def test_pages_are_named_as_people_write_them():
    assert pages_named(" 5, 1-3;2 ", count=9) == (1, 2, 3, 5)
    for wrong in ("", "0", "3-1", "10", "hai", "1-10"):
        with pytest.raises(RefusedError):
            pages_named(wrong, count=9)
