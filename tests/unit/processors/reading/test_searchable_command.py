"""``vanban searchable``: a copy where it was asked for, never over another file, and a refusal that says why."""

from __future__ import annotations

import json

import pypdfium2
import pytest
from click.testing import CliRunner
from pikepdf import Pdf, pdfa
from PIL import Image

from vanban.cli.searchable import command
from vanban.samples.scan_pdf import ScannedPage, write_pdf


@pytest.fixture
def scan(tmp_path, decision):
    image = pypdfium2.PdfDocument(decision.pdf())[0].render(scale=200 / 72, grayscale=True).to_pil()
    bits = image.point(lambda value: 255 * (value > 150)).convert("1", dither=Image.Dither.NONE)
    path = tmp_path / "scan.pdf"
    path.write_bytes(write_pdf([ScannedPage.from_bits(bits)], dpi=200))
    return path


def test_a_scan_is_copied_once_and_the_copy_is_not_written_over(tmp_path, scan):
    target = tmp_path / "copy.pdf"
    ran = CliRunner().invoke(command, [str(scan), "-o", str(target), "--json"])

    assert ran.exit_code == 0
    told = json.loads(ran.stdout)
    assert (told["searchable"]["path"], told["searchable"]["pages_recognised"]) == (str(target), 1)
    with Pdf.open(target) as pdf:
        assert pdfa.check(pdf, "2b").passed
    again = CliRunner().invoke(command, [str(scan), "-o", str(target)])
    assert again.exit_code == 2
    assert "không ghi đè" in again.stderr


def test_a_file_with_text_is_refused_with_the_reason_in_both_languages(tmp_path, decision):
    path = tmp_path / "born.pdf"
    path.write_bytes(decision.pdf())
    ran = CliRunner().invoke(command, [str(path), "-o", str(tmp_path)])

    # A folder takes copies under the names of the files, and the file itself is there already.
    assert ran.exit_code == 2
    ran = CliRunner().invoke(command, [str(path), "-o", str(tmp_path / "copy.pdf"), "--json"])
    assert ran.exit_code == 1
    assert json.loads(ran.stdout)["error"]["code"] == "has-text"
    assert not (tmp_path / "copy.pdf").exists()


def test_a_suspect_gives_its_digest_and_nothing_else(tmp_path, letter):
    path = tmp_path / "paper.pdf"
    path.write_bytes(letter(stamp="TỐI MẬT").pdf())
    ran = CliRunner().invoke(command, [str(path), "-o", str(tmp_path / "copy.pdf"), "--json"])

    assert set(json.loads(ran.stdout)) == {"file", "sha256", "secrecy"}
    assert not (tmp_path / "copy.pdf").exists()
