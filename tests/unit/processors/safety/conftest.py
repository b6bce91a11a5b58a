"""Papers of every kind, made as a test needs them: drawn pages, scans of them, stamps, and files in PDF."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/truetype/liberation2")
DPI = 200
MM = DPI / 25.4
BODY = (
    "Thực hiện chương trình công tác năm, Sở đề nghị các cơ quan, đơn vị rà soát tình hình thực hiện nhiệm vụ, "
    "tổng hợp kết quả, những khó khăn, vướng mắc và kiến nghị, gửi về Văn phòng trước ngày 25 để tổng hợp, báo cáo."
)


@dataclass(frozen=True)
class Stamp:
    """A stamp as it is pressed on: where (mm), how tilted (degrees), how strong."""

    text: str
    at: tuple[float, float] = (45, 54)
    angle: float = 0
    strength: float = 1.0
    framed: bool = True
    colour: tuple[int, int, int] = (200, 20, 30)


def _font(style: str, points: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"LiberationSerif-{style}.ttf"), round(points * DPI / 72))


def _centred(draw: ImageDraw.ImageDraw, x: float, y: float, text: str, style: str, points: float) -> None:
    font = _font(style, points)
    draw.text((x * MM - draw.textlength(text, font=font) / 2, y * MM), text, font=font, fill="black")


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if draw.textlength(longer, font=font) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _drawn(heading: str, subject: str, body: str) -> Image.Image:
    image = Image.new("RGB", (round(210 * MM), round(297 * MM)), "white")
    draw = ImageDraw.Draw(image)
    _centred(draw, 62, 20, "ỦY BAN NHÂN DÂN TỈNH", "Regular", 12)
    _centred(draw, 62, 26, "SỞ NỘI VỤ", "Bold", 12)
    draw.line((50 * MM, 32 * MM, 74 * MM, 32 * MM), fill="black", width=2)
    _centred(draw, 142, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Bold", 12)
    _centred(draw, 142, 26, "Độc lập - Tự do - Hạnh phúc", "Bold", 13)
    _centred(draw, 62, 36, "Số: 12/BC-SNV", "Regular", 13)
    _centred(draw, 142, 36, "Hà Nội, ngày 15 tháng 9 năm 2025", "Italic", 13)
    _centred(draw, 105, 64, heading, "Bold", 14)
    top = 71.0
    for style, text in (("Bold", subject), ("Regular", body), ("Regular", body)):
        for line in _wrapped(draw, text, _font(style, 13.5), 160 * MM):
            if style == "Bold":
                _centred(draw, 105, top, line, style, 13.5)
            else:
                draw.text((30 * MM, top * MM), line, font=_font(style, 13.5), fill="black")
            top += 6.5
        top += 5
    return image


def _press(image: Image.Image, stamp: Stamp) -> None:
    font = _font("Bold", 14)
    width = ImageDraw.Draw(image).textlength(stamp.text, font=font) + 8 * MM
    ink = Image.new("L", (round(width), round(9 * MM)))
    draw = ImageDraw.Draw(ink)
    if stamp.framed:
        draw.rectangle((3, 3, ink.width - 4, ink.height - 4), outline=255, width=4)
    draw.text((ink.width / 2, ink.height / 2), stamp.text, font=font, fill=255, anchor="mm")
    ink = ink.rotate(stamp.angle, expand=True, resample=Image.Resampling.BICUBIC)
    ink = ink.point([round(value * stamp.strength) for value in range(256)])
    image.paste(stamp.colour, (round(stamp.at[0] * MM - ink.width / 2), round(stamp.at[1] * MM - ink.height / 2)), ink)


def _scanned(image: Image.Image, how: str, seed: int) -> tuple[bytes, str]:
    noise = Image.effect_noise(image.size, 12).convert("RGB")
    image = ImageChops.add(image, noise, scale=1, offset=-136).filter(ImageFilter.GaussianBlur(0.6))
    image = image.rotate(random.Random(seed).uniform(-0.7, 0.7), fillcolor="white", resample=Image.Resampling.BICUBIC)
    data = io.BytesIO()
    if how == "bilevel":
        flat = image.convert("L").point([0 if value < 150 else 255 for value in range(256)]).convert("1")
        flat.save(data, "TIFF", compression="group4", dpi=(DPI, DPI))
        return data.getvalue(), ".tif"
    (image if how == "colour" else image.convert("L")).save(data, "JPEG", quality=60, dpi=(DPI, DPI))
    return data.getvalue(), ".jpg"


@pytest.fixture
def paper(tmp_path: Path) -> Callable[..., Path]:
    """Write a scan of an office letter: ``paper(stamp, how="colour"|"grey"|"bilevel", heading=…, subject=…)``."""

    def make(
        *stamps: Stamp,
        how: str = "colour",
        heading: str = "BÁO CÁO",
        subject: str = "Về tình hình thực hiện nhiệm vụ quý III năm 2025",
        body: str = BODY,
    ) -> Path:
        image = _drawn(heading, subject, body)
        for stamp in stamps:
            _press(image, stamp)
        data, extension = _scanned(image, how, seed=len(stamps))
        path = tmp_path / f"scan-{how}{extension}"
        path.write_bytes(data)
        return path

    return make


@pytest.fixture
def letter(tmp_path: Path) -> Callable[..., Path]:
    """Write a born-digital letter: ``letter(stamp="MẬT", pages=1, body=…)``; the stamp is typed, turned by ``tilt``.

    ``draw`` gets the canvas of page 1 and draws what it likes on it.
    """

    def make(
        *,
        stamp: str = "",
        tilt: float = 0,
        pages: int = 1,
        body: str = BODY,
        last: str = "",
        picture: Image.Image | None = None,
        draw: Callable[[Any], None] | None = None,
    ) -> Path:
        from reportlab.lib.utils import ImageReader
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(TTFont("Serif", str(FONTS / "LiberationSerif-Regular.ttf")))
        path = tmp_path / "letter.pdf"
        canvas = Canvas(str(path), pagesize=(595, 842))
        for number in range(1, pages + 1):
            canvas.setFont("Serif", 13)
            canvas.drawString(100, 770, "SỞ NỘI VỤ")
            canvas.drawString(280, 770, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            canvas.drawString(110, 735, "Số: 12/BC-SNV")
            if stamp and number == 1:
                canvas.saveState()
                canvas.translate(120, 690)
                canvas.rotate(tilt)
                canvas.drawString(0, 0, stamp)
                canvas.restoreState()
            if picture is not None and number == 1:
                canvas.drawImage(ImageReader(picture), 90, 680, width=90, height=30)
            if draw is not None and number == 1:
                draw(canvas)
            for index in range(0, len(body), 75):
                canvas.drawString(85, 620 - index // 75 * 18, body[index : index + 75])
            if last and number == pages:
                canvas.drawString(110, 800, last)
            canvas.showPage()
        canvas.save()
        return path

    return make


@pytest.fixture
def stamp() -> type[Stamp]:
    """The stamp to give to ``paper``."""
    return Stamp


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """An empty private folder."""
    folder = tmp_path / "work"
    folder.mkdir(mode=0o700)
    return folder
