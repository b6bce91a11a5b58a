"""Office files: what they are, why one is refused, and how a real LibreOffice renders one inside its fence."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from processors import office
from processors.bounds import MIB, Bounds
from processors.examination import SandboxedExaminer
from processors.legacy_office import may_be_legacy
from processors.media import DOC, DOCX, ODT, RTF, XLSX
from processors.raster import open_pages
from processors.reading import SandboxedReader
from processors.safety import check
from tests.unit.processors.formats.office_files import LETTER, docx, odt, rtf, zipped
from vanban.domain.errors import UnreadableError
from vanban.settings import Limits

BOUNDS = Bounds(stream_bytes=32 * MIB)


def text_of(path: Path, work: Path) -> str:
    limits = Limits()
    examination = SandboxedExaminer(limits=limits).examine(path, file_name=path.name, work=work)
    assert examination.outcome == "clean", examination
    reading = SandboxedReader(limits=limits).read(path, work=work)
    return " ".join("\n".join(reading.text).split())


@pytest.mark.parametrize(("kind", "media"), [("docx", DOCX), ("odt", ODT), ("rtf", RTF), ("xlsx", XLSX)])
def test_an_office_file_is_read_as_its_rendition(kind, media, office_file, tmp_path):
    # A column of a spreadsheet is wider than a page only if its lines are.
    path, work = office_file(kind, LETTER[:6]), tmp_path / "work"
    before = path.read_bytes()
    work.mkdir()

    examination = SandboxedExaminer(limits=Limits()).examine(path, file_name=path.name, work=work)
    reading = SandboxedReader(limits=Limits()).read(path, work=work)

    assert (examination.outcome, examination.media_type, examination.pages) == ("clean", media, 1)
    assert (reading.pages, reading.source) == (1, "text")
    assert LETTER[1] in " ".join(" ".join(reading.text).split())
    assert path.read_bytes() == before
    assert [entry.name.partition("-")[0] for entry in sorted(work.iterdir())] == ["page", "rendition"]


def test_the_rendition_of_the_gate_is_used_by_the_reading(office_file, tmp_path, monkeypatch):
    path = office_file("rtf")
    with open_pages(path, limits=BOUNDS, work=tmp_path) as pages:
        assert pages.count == 1
    monkeypatch.setattr("processors.rendition.rendered", lambda *_, **__: pytest.fail("rendered again"))

    with open_pages(path, limits=BOUNDS, work=tmp_path) as pages:
        assert pages.count == 1


def test_a_word_97_file_under_the_name_it_has(office_file, tmp_path):
    """LibreOffice itself writes one; Word also saves RTF and Word 2007 under ``.doc``."""
    (tmp_path / "shop").mkdir()
    source = office_file("rtf").rename(tmp_path / "shop" / "letter.rtf")
    made = office._converted(source, "Rich Text Format", ".doc", "MS Word 97", tmp_path / "shop", 60)

    found = check(made, file_name="letter.doc", bounds=BOUNDS)

    assert (found.media_type, found.refusal) == (DOC, "")
    assert check(source, file_name="letter.doc", bounds=BOUNDS).refusal == ""
    assert check(made, file_name="letter.docx", bounds=BOUNDS).refusal == "wrong-type"
    cut = tmp_path / "cut.doc"
    cut.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
    assert check(cut, file_name=cut.name, bounds=BOUNDS).refusal == "truncated"


def test_old_fonts_are_put_into_unicode_before_the_rendition(tmp_path):
    path, work = tmp_path / "old.rtf", tmp_path / "work"
    work.mkdir()
    body = "\\f1 céng hoµ x· héi chñ nghÜa viÖt nam\\par "
    body += "\\f0 Nh÷ng ng\xad\xeai ®\xad\xeec Uû ban nh©n d©n tØnh yªu cÇu\\par "
    body += "\\f2 Nhöõng ngöôøi ñöôïc yeâu caàu\\par "
    rtf(path, (), fonts="{\\f0 .VnTime;}{\\f1 .VnTimeH;}{\\f2 VNI-Times;}", raw=body)

    assert text_of(path, work) == (
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM Những người được Uỷ ban nhân dân tỉnh yêu cầu Những người được yêu cầu"
    )


def test_what_a_document_links_to_is_not_opened(tmp_path):
    secret, work = tmp_path / "secret.txt", tmp_path / "work"
    secret.write_text("khóa riêng của cơ quan")
    work.mkdir()
    lines = "".join(f"<text:p>{line}</text:p>" for line in LETTER)
    source = f'<text:section-source xlink:href="{secret.as_uri()}" xlink:type="simple" text:filter-name="Text"/>'
    path = odt(tmp_path / "link.odt", f'{lines}<text:section text:name="S">{source}<text:p/></text:section>')

    assert "khóa riêng" not in text_of(path, work)


def test_macros_are_told_signatures_kept_and_passwords_refused(tmp_path):
    macros = docx(tmp_path / "macros.docx", LETTER, **{"word/vbaProject.bin": b"x"})
    signed = docx(tmp_path / "signed.docx", LETTER, **{"_xmlsignatures/sig1.xml": b"<x/>"})
    locked = zipped(
        tmp_path / "locked.odt",
        **{
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x00",
            "META-INF/manifest.xml": "<m:manifest><m:encryption-data/></m:manifest>",
        },
    )

    assert check(macros, file_name="a.docx", bounds=BOUNDS).warnings == ("active-content",)
    assert check(signed, file_name="a.docx", bounds=BOUNDS).signed
    assert check(locked, file_name="a.odt", bounds=BOUNDS).refusal == "password"


def _with_bad_block(path: Path, member: str) -> Path:
    """Give a member of a ZIP a first deflated block of no known type: no checksum is even looked at."""
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(member).header_offset
    data = bytearray(path.read_bytes())
    data[start + 30 + len(member)] = 0xFF
    path.write_bytes(data)
    return path


def test_a_member_that_does_not_inflate_is_damage(tmp_path):
    of_type = _with_bad_block(odt(tmp_path / "a.odt", "<text:p>A</text:p>"), "mimetype")
    of_fonts = _with_bad_block(
        docx(tmp_path / "a.docx", LETTER, **{"word/styles.xml": ".VnTime" * 9}), "word/styles.xml"
    )

    assert check(of_type, file_name="a.odt", bounds=BOUNDS).refusal == "broken"
    assert not may_be_legacy(of_fonts, DOCX)


def test_bombs_and_damage_have_their_reasons(tmp_path, office_file):
    bomb = docx(tmp_path / "bomb.docx", LETTER, **{"word/media/zero.bin": bytes(40 * MIB)})
    cut = office_file("docx")
    cut.write_bytes(cut.read_bytes()[:-30])
    hollow = tmp_path / "hollow.docx"
    with zipfile.ZipFile(hollow, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document")

    assert check(bomb, file_name="a.docx", bounds=BOUNDS).refusal == "bomb"
    assert check(cut, file_name="a.docx", bounds=BOUNDS).refusal == "truncated"
    with pytest.raises(UnreadableError) as refused:
        office.rendered(hollow, DOCX, to=tmp_path / "out.pdf", folder=tmp_path, seconds=60)
    assert refused.value.code == "broken"
    assert not (tmp_path / "out.pdf").exists()
    assert not (tmp_path / "office").exists()


def test_without_libreoffice_the_reason_says_what_to_install(office_file, tmp_path, monkeypatch):
    monkeypatch.setattr(office, "_PROGRAMS", ("no-such-program",))

    with pytest.raises(UnreadableError) as refused:
        office.rendered(office_file("rtf"), RTF, to=tmp_path / "out.pdf", folder=tmp_path, seconds=60)

    assert refused.value.code == "no-office"
    assert "libreoffice-writer-nogui" in refused.value.vi


def test_a_conversion_that_takes_too_long_is_ended(office_file, tmp_path):
    with pytest.raises(UnreadableError) as refused:
        office.rendered(office_file("rtf"), RTF, to=tmp_path / "out.pdf", folder=tmp_path, seconds=0.05)

    assert refused.value.code == "time-limit"


FENCED = """
import socket, sys
from pathlib import Path
from processors.confinement import confine
own, other = Path(sys.argv[1]), Path(sys.argv[2])
confine(readable=[Path("/usr"), Path("/lib"), Path("/lib64")], writable=[own])
def fails(action):
    try: action()
    except OSError: return True
    return False
(own / "made").write_text("1")
print(fails(lambda: other.read_text()), fails(lambda: other.write_text("2")),
      fails(lambda: socket.socket(socket.AF_INET)), fails(lambda: socket.socket(socket.AF_INET6)),
      fails(lambda: socket.socket(socket.AF_UNIX).close()))
"""


def test_the_fence_keeps_the_network_and_other_files_out(tmp_path):
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    other.write_text("1")

    run = [sys.executable, "-c", FENCED, str(own), str(other)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[4])

    assert done.stdout.split() == ["True", "True", "True", "True", "False"]
    assert (own / "made").exists()


def test_a_real_libreoffice_is_here():
    assert shutil.which("soffice"), "make test installs it: scripts/install-system-packages"
