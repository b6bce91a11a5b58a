"""The whole examination in its child: outcomes, what is left behind, and the gate on drawn stamps."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from processors.bounds import MIB
from processors.examination import SandboxedExaminer
from processors.pages import load_page
from tests.unit.processors.safety.raw_pdf import CATALOG, raw_pdf, stream_of
from vanban.settings import Limits

pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="apt-get install tesseract-ocr tesseract-ocr-vie"
)


@pytest.fixture
def examine(work):
    """Examine a file under its own name: ``examine(path, **limits)``."""

    def run(path, name=None, **limits):
        return SandboxedExaminer(limits=Limits(**limits)).examine(path, file_name=name or path.name, work=work)

    return run


def _left(work):
    return sorted(entry.name for entry in work.iterdir())


def test_a_clean_letter(examine, letter, work):
    path = letter(pages=2)
    found = examine(path)
    assert (found.outcome, found.reason, found.pages, found.media_type) == ("clean", "", 2, "application/pdf")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.size == path.stat().st_size
    assert found.has_text_layer
    assert load_page(work, 1).source == "text"


def test_a_page_that_pdfium_loads_only_once_is_broken(examine, tmp_path):
    pages = b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"
    no_page = stream_of(b"BT ET")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"
    path = tmp_path / "a.pdf"
    path.write_bytes(raw_pdf(CATALOG, pages, no_page, page))
    found = examine(path)
    assert (found.outcome, found.reason) == ("refused", "broken")


def test_a_clean_scan_leaves_its_words_for_the_reading(examine, paper, work):
    found = examine(paper(how="grey"))
    assert (found.outcome, found.media_type, found.pages, found.urgency) == ("clean", "image/jpeg", 1, "thường")
    page = load_page(work, 1)
    assert page.source == "ocr"
    assert {"CỘNG", "HÒA", "Hạnh", "phúc"} <= {word.text for word in page.words}
    assert _left(work) == ["page-0001.json"]


@pytest.mark.parametrize(
    ("how", "text", "at", "angle", "strength"),
    [
        ("grey", "MẬT", (172, 14), -90, 1.0),  # across VIỆT NAM
        ("bilevel", "TUYỆT MẬT", (62, 42), 0, 0.8),  # across the symbol
        ("colour", "MẬT", (165, 64), 90, 0.38),
    ],
)
def test_a_mark_that_no_pass_can_read_is_seen(examine, paper, stamp, how, text, at, angle, strength):
    path = paper(stamp(text, at=at, angle=angle, strength=strength), how=how)
    assert examine(path).outcome == "suspect"


@pytest.mark.parametrize(
    ("how", "text", "angle", "strength", "framed"),
    [
        ("colour", "MẬT", 5, 1.0, True),
        ("colour", "TỐI MẬT", -7, 0.5, True),
        ("colour", "TUYỆT MẬT", 0, 0.6, False),
        ("grey", "MẬT", 8, 0.9, True),
        ("bilevel", "TỐI MẬT", 3, 1.0, True),
    ],
)
def test_a_stamped_scan_is_suspect_and_leaves_nothing(examine, paper, stamp, work, how, text, angle, strength, framed):
    (work / "page-0001.json").write_text("of an earlier try")
    path = paper(stamp(text, angle=angle, strength=strength, framed=framed), how=how)
    found = examine(path)
    assert (found.outcome, found.reason) == ("suspect", "suspect")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (found.media_type, found.pages) == ("", 0)
    assert _left(work) == []


def test_a_stamp_that_stands_on_end_is_read_both_ways(examine, paper, stamp):
    path = paper(stamp("TỐI MẬT", at=(190, 62), angle=90, strength=0.8), how="grey")
    assert examine(path).outcome == "suspect"


@pytest.mark.parametrize(
    ("how", "heading", "subject"),
    [
        ("grey", "THÔNG BÁO", "VỀ VIỆC ĐỔI MẬT KHẨU"),
        ("colour", "QUY ĐỊNH", "BẢO MẬT THÔNG TIN TRÊN MÔI TRƯỜNG MẠNG"),
        ("bilevel", "KẾ HOẠCH", "TĂNG CƯỜNG CÔNG TÁC AN TOÀN, AN NINH MẠNG VÀ BẢO MẬT DỮ LIỆU"),
    ],
)
def test_an_urgent_scan_about_secrecy_is_clean(examine, paper, stamp, how, heading, subject):
    body = "Phổ biến quy định về tài liệu Mật, Tối mật, mật khẩu và mật độ xây dựng cho cán bộ, công chức của đơn vị."
    found = examine(paper(stamp("HỎA TỐC", angle=3), how=how, heading=heading, subject=subject, body=body))
    assert (found.outcome, found.urgency) == ("clean", "hỏa tốc")


@pytest.mark.parametrize("tilt", [0, 12])
def test_a_typed_mark_is_found_level_or_turned(examine, letter, tilt):
    assert examine(letter(stamp="TỐI MẬT", tilt=tilt)).outcome == "suspect"


def test_a_mark_on_a_later_page_with_text_is_found(examine, letter):
    assert examine(letter(pages=4, last="MẬT")).outcome == "suspect"


def test_a_pasted_picture_of_a_stamp_is_found(examine, letter):
    picture = Image.new("RGB", (540, 180), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((6, 6, 533, 173), outline=(200, 0, 0), width=8)
    font = ImageFont.truetype("/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf", 90)
    draw.text((270, 90), "MẬT", font=font, fill=(200, 0, 0), anchor="mm")
    assert examine(letter(picture=picture)).outcome == "suspect"


def test_a_name_with_a_mark_is_enough(examine, letter):
    assert examine(letter(), "15-QD (TỐI MẬT).pdf").outcome == "suspect"


@pytest.mark.parametrize(
    "name", ["a\nb.pdf", "../../etc/passwd.pdf", "ế" * 80 + ".pdf", "\udcff.pdf", "-rf.pdf", "$(reboot).pdf"]
)
def test_hostile_names_are_only_names(examine, letter, name):
    assert examine(letter(), name).outcome == "clean"


def test_what_is_no_file_is_refused_at_once(examine, tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "link.pdf").symlink_to("/etc/hostname")
    (tmp_path / "folder.pdf").mkdir()
    for name in ("pipe.pdf", "link.pdf", "folder.pdf", "missing.pdf"):
        found = examine(tmp_path / name)
        assert (found.outcome, found.reason, found.sha256) == ("refused", "not-a-file", "")


def test_refusals_carry_digest_and_reason(examine, letter, tmp_path, work):
    path = tmp_path / "cut.pdf"
    path.write_bytes(letter().read_bytes()[:900])
    found = examine(path)
    assert (found.outcome, found.reason) == ("refused", "truncated")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert _left(work) == []


def test_limits_of_the_child_become_reasons(examine, paper, tmp_path, work):
    path = paper(how="grey")
    assert examine(path, examine_seconds=0).reason == "time-limit"
    large = tmp_path / "large.png"
    Image.new("RGB", (6000, 6000)).save(large, compress_level=1)
    assert examine(large, child_memory_bytes=120 * MIB).reason == "memory-limit"
    assert examine(path, file_bytes=1000).reason == "too-large"
    assert _left(work) == []


@pytest.mark.corpus
def test_real_scans_raise_no_alarm(examine):
    corpus = Path(os.environ.get("VANBAN_CORPUS", Path(__file__).parents[5] / "shared" / "corpus")) / "scans"
    scans = sorted(corpus.glob("*.pdf"))[::20]
    if not scans:
        pytest.skip(f"no scans in {corpus}: set VANBAN_CORPUS")
    for path in scans:
        found = examine(path)
        assert (found.outcome, found.reason) == ("clean", ""), path.name


def test_the_verdict_is_overruled_for_released_bytes_and_for_no_others(letter, work):
    examiner = SandboxedExaminer(limits=Limits())
    marked = letter(stamp="TỐI MẬT").rename(work.parent / "released.pdf")
    other = letter(stamp="MẬT")
    released = hashlib.sha256(marked.read_bytes()).hexdigest()

    def outcome(path, name):
        return examiner.examine(path, file_name=name, work=work, is_released=lambda sha256: sha256 == released).outcome

    assert outcome(marked, "QD 15 (MẬT).pdf") == "clean"
    assert load_page(work, 1).source == "text"
    assert outcome(other, "a.pdf") == "suspect"


def test_what_was_released_still_has_to_be_safe(tmp_path, work):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"MZ no document")
    found = SandboxedExaminer(limits=Limits()).examine(
        path, file_name="a (MẬT).pdf", work=work, is_released=lambda _: True
    )
    assert (found.outcome, found.reason) == ("refused", "wrong-type")
