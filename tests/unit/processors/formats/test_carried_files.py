"""Files that a PDF carries beside its pages: all of them pass the secrecy gate, none of them is the document."""

from __future__ import annotations

import io

import pikepdf
import pytest

from processors.reading import SandboxedReader
from tests.unit.processors.formats.test_containers import examined, pdf
from vanban.settings import Limits


def carrying(data: bytes, **files: bytes) -> bytes:
    """Return a PDF with files attached to it."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for name, content in files.items():
            document.attachments[name] = content
        document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        {"a.pdf": pdf(stamp="TUYỆT MẬT")},
        {"b.pdf": carrying(pdf(), **{"c.pdf": pdf(stamp="MẬT")})},
        {"ghi chú.txt": "TỐI MẬT\n\nNội dung".encode()},
        {"sạch.pdf": pdf(), "lạ.bin": b"\1\2\3", "d.pdf": pdf(stamp="MẬT")},
    ],
    ids=["pdf", "pdf in pdf", "text", "among others"],
)
def test_a_mark_in_what_a_pdf_carries_makes_all_of_it_suspect(tmp_path, work, files):
    path = tmp_path / "vb.pdf"
    path.write_bytes(carrying(pdf(), **files))
    assert examined(path, work).outcome == "suspect"
    assert list(work.iterdir()) == []


def test_a_pdf_is_the_document_whatever_it_carries(tmp_path, work):
    path = tmp_path / "vb.pdf"
    path.write_bytes(carrying(pdf(), **{"a.pdf": pdf(), "b.bin": b"\1\2\3", "rỗng.txt": b""}))
    examination = examined(path, work)
    assert (examination.outcome, examination.pages, examination.warnings) == ("clean", 1, ("attachments",))
    assert [one.name for one in work.glob("part-*")] == []
    reading = SandboxedReader(limits=Limits()).read(path, work=work)
    assert reading.facts["issuer"].value
    assert reading.attachments == ()


def test_files_in_files_end_at_the_depth_that_is_set(tmp_path, work):
    data = pdf()
    for _ in range(4):
        data = carrying(pdf(), **{"a.pdf": data})
    path = tmp_path / "vb.pdf"
    path.write_bytes(data)
    examination = examined(path, work)
    assert (examination.outcome, examination.reason) == ("refused", "too-deep")
