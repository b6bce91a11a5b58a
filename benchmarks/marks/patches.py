"""Windows of pages for the look for marks: stamps of every make, and what is none, as ``mark_look`` sees them.

Everything is drawn from the seed at twice the size of a window, worn, blurred and scanned, then halved. Other typefaces
and makes than the score's (``benchmarks/secrecy.py``) are among them on purpose.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from processors.mark_ink import ink_of
from processors.mark_look import HIGH, STEP, WIDE, worth_a_look
from vanban.samples.themes import THEMES

Window = NDArray[np.float32]
FONTS = tuple(
    path
    for path in (
        Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"),
        Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"),
        Path("/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf"),
        Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"),
        Path("/usr/share/fonts/truetype/liberation2/LiberationSansNarrow-Bold.ttf"),
        Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
        Path("/usr/share/fonts/truetype/dejavu/DejaVuSerifCondensed-Bold.ttf"),
    )
    if path.is_file()
)
"""The decree's family twice; what a machine does not have is left out."""
MARKS = ("MẬT", "MẬT", "TỐI MẬT", "TUYỆT MẬT")
OTHERS = (
    *("KHẨN", "HỎA TỐC", "THƯỢNG KHẨN", "SAO Y", "BẢN SAO", "CÔNG VĂN ĐẾN", "LƯU HÀNH NỘI BỘ", "BẢN GỐC", "ĐẾN"),
    *("XEM XONG TRẢ LẠI", "HẸN GIỜ", "ĐÃ THU TIỀN", "BẢN CHÍNH", "HỦY BỎ", "DỰ THẢO", "PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
    *("BÁO CÁO", "QUYẾT ĐỊNH", "VIỆT NAM", "TỔ QUỐC", "ỦY BAN NHÂN DÂN", "SỞ NỘI VỤ", "GIẤY MỜI", "NĂM 2025"),
    *(
        "TẮT",
        "LUẬT",
        "THẬT",
        "NHẬT",
        "ĐẤT",
        "MẪU",
        "HẬU",
        "MỤC",
        "MỚI",
        "MỜI",
        "NĂM",
        "NAM",
        "VIỆT",
        "CẤP",
        "TẬP",
        "MAI",
    ),
    *(
        "MỸ",
        "MINH",
        "BẮT",
        "TỐI",
        "TUYỆT",
        "TỐC",
        "HỎA",
        "VĂN",
        "SAO",
        "BẬT",
        "ĐẠT",
        "MẠNG",
        "MÁY",
        "MÔN",
        "TRẬN",
        "HỘI",
    ),
)
"""Stamps, headings, and short words of nearly the same letters."""
_WIDE, _HIGH = 2 * (WIDE + 20), 2 * (HIGH + 20)
_POINTS = 14 * 120 / 72
"""Pixels of letters of 14 points at 120 dpi."""
_PAGES, _SIDE = 24, 900


class Drawer:
    """Draws windows from one seed."""

    def __init__(self, seed: int, *, scans: Sequence[Image.Image] = ()) -> None:
        self._rng = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._texts = [self._page_of_text() for _ in range(_PAGES)]
        self._scans = list(scans)

    def mark(self) -> Window:
        """Return a window with a mark in its middle."""
        while True:
            window = self._stamped(self._rng.choice(MARKS), centred=True)
            if window.mean() > 0.02:
                return window

    def other(self) -> Window:
        """Return a window without a mark, with as much ink as one."""
        while True:
            window = (
                self._text() if self._rng.random() < 0.25 else self._stamped(self._rng.choice(OTHERS), centred=False)
            )
            if worth_a_look(window).any():
                return window

    def _text(self) -> Window:
        return self._taken(self._scanned(self._ground(self._rng, sure=True)), jitter=0)

    def _stamped(self, text: str, *, centred: bool) -> Window:
        rng = self._rng
        # What is no mark is looked at in sizes that are not its own as well.
        scale = rng.uniform(0.88, 1.14) if centred else 2 ** rng.uniform(-1.1, 1.1)
        font = _font(rng.choice(FONTS), round(_POINTS * scale))
        canvas = Image.new("L", (_WIDE, _HIGH))
        draw = ImageDraw.Draw(canvas)
        left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
        word_left = left if not centred else right - draw.textlength("MẬT", font=font)
        middle = (word_left + right) / 2 if centred else rng.uniform(left, right)
        across = _WIDE / 2 + (rng.uniform(-3, 3) if centred else 0)
        down = _HIGH / 2 + rng.uniform(-3, 3)
        x, y = across - middle, down - (top + bottom) / 2
        draw.text((x, y), text, font=font, fill=255)
        if rng.random() < 0.65:
            _frame(draw, (x + left, y + top, x + right, y + bottom), rng)
        tilt = rng.choice((0.0, rng.uniform(-5, 5), rng.uniform(-20, 20)))
        turn = 0 if centred else rng.choice((0, 0, 90, 180, 270))
        plate = canvas.rotate(tilt + turn, resample=Image.Resampling.BICUBIC, center=(across, down))
        return self._taken(self._scanned(self._pressed(self._worn(plate))), jitter=1 if centred else 3)

    def _worn(self, plate: Image.Image) -> Image.Image:
        rng = self._rng
        if rng.random() < 0.4:  # pressed harder on one side
            slope = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(plate.size)
            least = rng.randint(90, 180)
            plate = ImageChops.multiply(
                plate, slope.point([least + value * (255 - least) // 255 for value in range(256)])
            )
        if rng.random() < 0.3:  # ink that did not take everywhere
            spots = Image.fromarray(self._noise.integers(60, 400, (9, 11)).clip(0, 255).astype(np.uint8))
            plate = ImageChops.multiply(plate, spots.resize(plate.size, Image.Resampling.BICUBIC))
        return plate

    def _pressed(self, plate: Image.Image) -> Image.Image:
        """Return a page, white, with print and with the plate's ink on it, seen in one of the ways of the look."""
        rng = self._rng
        ink = rng.randint(55, 235)
        page = self._ground(rng, sure=False)
        if rng.random() < 0.3:  # seen alone: the print over it leaves holes
            holes = page.point([255 if value < 150 else 0 for value in range(256)]).filter(ImageFilter.MaxFilter(3))
            page = Image.new("L", page.size, 255)
            page.paste(255 - ink, (0, 0), plate)
            page.paste(255, (0, 0), holes)
        else:
            page.paste(ImageChops.multiply(page, Image.new("L", page.size, 255 - ink)), (0, 0), plate)
        if rng.random() < 0.15:  # words that were read are painted over
            edge = rng.choice((-20, 0.62 * _HIGH))
            ImageDraw.Draw(page).rectangle((0, edge, _WIDE, edge + 0.38 * _HIGH + 20), fill=255)
        return page

    def _ground(self, rng: random.Random, *, sure: bool) -> Image.Image:
        if not sure and rng.random() < 0.5:
            return Image.new("L", (_WIDE, _HIGH), 255)
        pages = self._scans if self._scans and rng.random() < 0.5 else self._texts
        page = rng.choice(pages)
        at = (rng.randint(0, page.width - _WIDE - 20), rng.randint(0, page.height - _WIDE - 20))
        turn = rng.choice((0, 0, 90, 180, 270))
        size = (_HIGH, _WIDE) if turn in (90, 270) else (_WIDE, _HIGH)
        return page.crop((*at, at[0] + size[0], at[1] + size[1])).rotate(turn, expand=True)

    def _scanned(self, page: Image.Image) -> Image.Image:
        rng = self._rng
        paper = rng.randint(215, 255)
        shade = page.point([value * paper // 255 for value in range(256)])
        values = np.asarray(shade.filter(ImageFilter.GaussianBlur(rng.uniform(0.1, 0.9))), dtype=np.float32)
        values = values + self._noise.normal(0, rng.choice((0, 4, 10)), values.shape).astype(np.float32)
        if rng.random() < 0.3:
            # Black and white: what falls below the threshold is lost, and what is left is all black.
            dark = max(40.0, paper - float(np.percentile(values, 2)))
            black = values < paper - dark * rng.uniform(0.35, 0.62)
            values = np.where(black, 0, 255).astype(np.float32)
        return Image.fromarray(values.clip(0, 255).astype(np.uint8))

    def _taken(self, page: Image.Image, *, jitter: int) -> Window:
        ink = ink_of(page.reduce(2))
        top = (ink.shape[0] - HIGH) // 2 + self._rng.randint(-jitter, jitter)
        left = (ink.shape[1] - WIDE) // 2 + self._rng.randint(-jitter, jitter)
        return np.asarray(ink[top : top + HIGH, left : left + WIDE])

    def _page_of_text(self) -> Image.Image:
        rng = self._rng
        page = Image.new("L", (_SIDE, _SIDE), 255)
        draw = ImageDraw.Draw(page)
        font = _font(rng.choice(FONTS), round(_POINTS * rng.uniform(0.5, 1.3)))
        lines = _lines(rng)
        top = 0.0
        while top < _SIDE:
            draw.text((rng.uniform(-200, 20), top), next(lines), font=font, fill=rng.choice((0, 20, 60)))
            top += font.size * rng.uniform(1.2, 2.2)
        return page.rotate(rng.uniform(-1, 1), fillcolor=255, resample=Image.Resampling.BICUBIC)


@functools.cache
def _font(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels)


def _lines(rng: random.Random) -> Iterator[str]:
    while True:
        theme = rng.choice(THEMES)
        line = rng.choice((theme.name, theme.law, theme.meeting, *theme.tasks, *theme.aims))
        yield line.upper() if rng.random() < 0.4 else line


def _frame(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], rng: random.Random) -> None:
    across, down = rng.uniform(3, 26), rng.uniform(2, 14)
    left, top, right, bottom = box[0] - across, box[1] - down, box[2] + across, box[3] + down
    width = rng.randint(1, 4)
    draw.rectangle((left, top, right, bottom), outline=255, width=width)
    if rng.random() < 0.2:
        draw.rectangle((left - 5, top - 5, right + 5, bottom + 5), outline=255, width=1)


def scan_windows(pages: Sequence[Image.Image], rng: random.Random, most: int) -> Iterator[Window]:
    """Yield windows of real pages (at the look's own resolution) at random, none of which shows a mark."""
    for page in pages:
        ink = np.ascontiguousarray(np.rot90(ink_of(page), rng.randint(0, 3)))
        rows, columns = np.nonzero(worth_a_look(ink))
        windows = np.lib.stride_tricks.sliding_window_view(ink, (HIGH, WIDE))
        for index in rng.sample(range(len(rows)), min(len(rows), most)):
            yield windows[rows[index] * STEP, columns[index] * STEP]
