"""Recall and false alarms of the secrecy gate, on pages made here: ``make bench-secrecy`` (``--seed N --marks N …``).

Every mark is drawn from the seed: which one, where, how tilted (up to 15 degrees, or a quarter turn), how strong,
framed or not, in which ink, evenly inked or not, and how the page was scanned. Decoys speak of secrecy, passwords,
density and honey in capitals and prose, and carry the stamps that are no marks. Rules are worked on with odd seeds;
the score is told of even ones.
"""

from __future__ import annotations

import argparse
import io
import itertools
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from benchmarks.pipeline_table import circumstances
from processors.bounds import Bounds
from processors.gate import judge
from processors.raster import open_pages
from vanban.typefaces import Face, face_file

DPI = 200
MM = DPI / 25.4
MARKS = ("MẬT", "MẬT", "TỐI MẬT", "TUYỆT MẬT")
PLACES = {"under the symbol": (46, 56), "top right": (172, 14), "top left": (34, 13), "beside the heading": (165, 64)}
TOUCHING = {"over the header": (100, 33), "over the symbol": (62, 42)}
TILTS = (0, 0, 3, -4, 8, -9, 15, -15, 90, -90)
INKS = {"red": (200, 20, 30), "blue": (40, 50, 160), "black": (25, 25, 25)}
HOW = ("colour", "grey", "bilevel")
NO_MARKS = ("KHẨN", "HỎA TỐC", "THƯỢNG KHẨN", "SAO Y", "LƯU HÀNH NỘI BỘ", "CÔNG VĂN ĐẾN", "XEM XONG TRẢ LẠI", "BẢN GỐC")
DECOYS = (
    ("KẾ HOẠCH", "Về việc bảo mật thông tin và đổi mật khẩu hệ thống"),
    ("QUY CHẾ", "BẢO VỆ BÍ MẬT KINH DOANH CỦA ĐƠN VỊ"),
    ("BÁO CÁO", "MẬT ĐỘ DÂN SỐ VÀ MẬT ĐỘ XÂY DỰNG NĂM 2025"),
    ("THÔNG BÁO", "VỀ VIỆC ĐỔI MẬT KHẨU"),
    ("HƯỚNG DẪN", "AN NINH MẬT MÃ VÀ CHỮ KÝ SỐ"),
    ("GIẤY MỜI", "Hội nghị phổ biến Luật Bảo vệ bí mật nhà nước"),
    ("KẾ HOẠCH", "PHÁT TRIỂN NGHỀ NUÔI ONG LẤY MẬT"),
    ("BÁO CÁO", "TÓM TẮT KẾT QUẢ CÔNG TÁC MẶT TRẬN TỔ QUỐC"),
    ("QUYẾT ĐỊNH", "Phân công cán bộ cơ yếu, bảo mật cơ sở dữ liệu"),
    ("TỜ TRÌNH", "MẤT NƯỚC TẠI CÁC HỘ DÂN"),
)
BODY = (
    "Thực hiện chương trình công tác năm, Sở đề nghị các cơ quan, đơn vị rà soát công tác bảo mật, mật khẩu",
    "và tài liệu Mật, Tối mật theo quy định; tổng hợp khó khăn, vướng mắc, gửi về Văn phòng để báo cáo.",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page and what is on it."""

    data: bytes
    suffix: str
    secret: bool
    about: str


def marks(count: int, rng: random.Random) -> Iterator[Sheet]:
    """Yield pages with a mark."""
    for _ in range(count):
        heading, subject = rng.choice(DECOYS)
        where = rng.choice([*PLACES, *PLACES, *TOUCHING])
        how, tilt, ink = rng.choice(HOW), rng.choice(TILTS), rng.choice(["red", "red", *INKS])
        strength, framed, uneven = rng.choice((1.0, 0.8, 0.5, 0.38)), rng.random() < 0.7, rng.random() < 0.4
        if how == "bilevel":
            strength = max(strength, 0.8)  # paler ink leaves nothing behind in black and white
        page = _page(heading, subject)
        at = (PLACES | TOUCHING)[where]
        text = rng.choice(MARKS)
        _press(page, text, at, rng, tilt=tilt, ink=INKS[ink], strength=strength, framed=framed, uneven=uneven)
        about = f"{text}, {where}, {tilt} degrees, {ink}, {strength:.0%}, framed={framed}, uneven={uneven}, {how}"
        yield Sheet(*_scanned(page, how, rng), secret=True, about=about)


def decoys(count: int, rng: random.Random) -> Iterator[Sheet]:
    """Yield pages without a mark."""
    for index in range(count):
        heading, subject = DECOYS[index % len(DECOYS)]
        how, tilt = rng.choice(HOW), rng.choice(TILTS[:8])
        page = _page(heading, subject)
        text = rng.choice((*NO_MARKS, ""))
        if text:
            ink = INKS[rng.choice(["red", "red", *INKS])]
            place = rng.choice(list(PLACES.values()))
            _press(page, text, place, rng, tilt=tilt, ink=ink, strength=1.0, framed=True, uneven=False)
        about = f"{heading}: {subject}; {text or 'no stamp'}, {tilt}, {how}"
        yield Sheet(*_scanned(page, how, rng), secret=False, about=about)


def _font(points: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face_file(Face.BOLD if bold else Face.REGULAR), round(points * DPI / 72))


def _page(heading: str, subject: str) -> Image.Image:
    page = Image.new("RGB", (round(210 * MM), round(297 * MM)), "white")
    draw = ImageDraw.Draw(page)
    rows = [
        (62, 20, "ỦY BAN NHÂN DÂN TỈNH", 12, False),
        (62, 26, "SỞ NỘI VỤ", 12, True),
        (142, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True),
        (142, 26, "Độc lập - Tự do - Hạnh phúc", 13, True),
        (62, 38, "Số: 12/BC-SNV", 13, False),
        (142, 38, "Hà Nội, ngày 15 tháng 9 năm 2025", 13, False),
        (105, 70, heading, 14, True),
        (105, 77, subject, 13, True),
        *((108, 90 + 7 * index, line, 12, False) for index, line in enumerate(BODY)),
    ]
    for x, y, text, points, bold in rows:
        draw.text((x * MM, y * MM), text, font=_font(points, bold=bold), fill="black", anchor="mm")
    return page


def _press(
    page: Image.Image,
    text: str,
    at: tuple[float, float],
    rng: random.Random,
    *,
    tilt: float,
    ink: tuple[int, int, int],
    strength: float,
    framed: bool,
    uneven: bool,
) -> None:
    font = _font(14, bold=True)
    width = ImageDraw.Draw(page).textlength(text, font=font) + 8 * MM
    plate = Image.new("L", (round(width), round(9 * MM)))
    draw = ImageDraw.Draw(plate)
    if framed:
        draw.rectangle((3, 3, plate.width - 4, plate.height - 4), outline=255, width=4)
    draw.text((plate.width / 2, plate.height / 2), text, font=font, fill=255, anchor="mm")
    if uneven:  # a hand presses one side harder than the other
        slope = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(plate.size)
        plate = ImageChops.multiply(plate, slope.point(lambda value: 130 + value // 2))
    plate = plate.rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)
    plate = plate.point([round(value * strength) for value in range(256)])
    x = at[0] + rng.uniform(-3, 3)
    y = at[1] + rng.uniform(-1.5, 1.5)
    page.paste(ink, (round(x * MM - plate.width / 2), max(0, round(y * MM - plate.height / 2))), plate)


def _scanned(page: Image.Image, how: str, rng: random.Random) -> tuple[bytes, str]:
    noise = Image.effect_noise(page.size, 12).convert("RGB")
    page = ImageChops.add(page, noise, scale=1, offset=-136).filter(ImageFilter.GaussianBlur(0.6))
    page = page.rotate(rng.uniform(-0.7, 0.7), fillcolor="white", resample=Image.Resampling.BICUBIC)
    data = io.BytesIO()
    if how == "bilevel":
        flat = page.convert("L").point([0 if value < 165 else 255 for value in range(256)]).convert("1")
        flat.save(data, "TIFF", compression="group4", dpi=(DPI, DPI))
        return data.getvalue(), ".tif"
    (page if how == "colour" else page.convert("L")).save(data, "JPEG", quality=60, dpi=(DPI, DPI))
    return data.getvalue(), ".jpg"


def suspected(sheet: Sheet) -> bool:
    """Return what the gate says of a page."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"scan{sheet.suffix}"
        path.write_bytes(sheet.data)
        with open_pages(path, limits=Bounds()) as source:
            return judge(source, work=Path(name)).suspect


def main() -> int:
    """Judge what the seed gives and print the figures, and what was judged wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.secrecy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--marks", type=int, default=100)
    parser.add_argument("--decoys", type=int, default=100)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    counts: Counter[tuple[bool, bool]] = Counter()
    for sheet in itertools.chain(marks(options.marks, rng), decoys(options.decoys, rng)):
        seen = suspected(sheet)
        counts[sheet.secret, seen] += 1
        if seen is not sheet.secret:
            print(f"  {'false alarm' if seen else 'MISSED'}: {sheet.about}", flush=True)
    print(circumstances(" ".join(["python -m benchmarks.secrecy", *sys.argv[1:]])))
    print(f"marks found: {counts[True, True]} of {options.marks}")
    print(f"false alarms: {counts[False, True]} of {options.decoys}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
