"""Names and titles under seals and pen strokes: black, red and black-and-white, level and leaning."""

import random

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from processors.fields import authority, signer, signer_title
from processors.ink import blots, thick
from processors.raster import Raster
from processors.seal import find_seal, without_rings
from processors.signature_ink import letter_masks
from processors.signature_look import look_again
from processors.signature_sheet import make_sheet
from processors.signature_zone import SignatureZone
from vanban.domain.reading import Page
from vanban.samples.ink import SEAL_INK, seal, sign
from vanban.typefaces import Face, face_file

DPI = 200
POINT = DPI / 72
WIDTH, HEIGHT = 595.0, 842.0
LABEL_TOP = 400.0
BLACK = (20, 20, 20)


def _text(image, text, *, x, y, size=14, ink=BLACK, lean=0.0, face=Face.BOLD):
    """Stamp a text with its foot at ``y`` points from the foot of the page, leaning some degrees."""
    font = ImageFont.truetype(face_file(face), round(size * POINT))
    long, high = round(font.getlength(text)) + 40, round(2.4 * size * POINT)
    layer = Image.new("RGB", (long, high), "white")
    ImageDraw.Draw(layer).text((20, high * 0.66), text, font=font, fill=ink, anchor="ls")
    layer = layer.rotate(lean, fillcolor="white", resample=Image.Resampling.BICUBIC)
    place = Image.new("RGB", image.size, "white")
    place.paste(layer, (round(x * POINT) - 20, round((HEIGHT - y) * POINT - high * 0.66)))
    return ImageChops.darker(image, place)


def _paper(*, capacity, name, ink=BLACK, lean=0.0, black_and_white=False, gap=16.0):
    """Draw a page with title lines, a signature, a seal over the left of the name, and the name."""
    image = Image.new("RGB", (round(WIDTH * POINT), round(HEIGHT * POINT)), "white")
    for index, title in enumerate(capacity):
        image = _text(image, title, x=370, y=390 - gap * index, lean=lean if index else 0, ink=ink if index else BLACK)
    image = _text(image, name, x=375, y=290, ink=ink, lean=lean)
    strokes = Image.new("RGB", image.size, "white")
    top = (HEIGHT - 365) * POINT
    sign(strokes, (370 * POINT, top, 470 * POINT, top + 55 * POINT), random.Random(3))
    image = ImageChops.darker(image, strokes)
    stamp = seal(round(35 / 25.4 * DPI), around="ỦY BAN NHÂN DÂN PHƯỜNG BÌNH AN", below="ĐÔNG HÀ")
    place = Image.new("RGB", image.size, "white")
    place.paste(stamp, (round(300 * POINT), round((HEIGHT - 378) * POINT)))
    image = ImageChops.darker(image, place)
    if black_and_white:
        return image.convert("L").point(lambda value: 255 * (value > 160))
    return image


def _read(image):
    zone = SignatureZone(Page(1, WIDTH, HEIGHT, (), "ocr"), (), (), LABEL_TOP)
    seen = look_again(zone, Raster(image, DPI))
    return signer.read(seen).value, signer_title.read(seen).value, authority.read(seen).value


@pytest.mark.parametrize("black_and_white", [False, True])
@pytest.mark.parametrize(
    ("capacity", "name", "wanted"),
    [
        (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Thu Hằng", ("Nguyễn Thị Thu Hằng", "PHÓ CHỦ TỊCH", "KT")),
        (("HIỆU TRƯỞNG",), "Trần Quốc Bảo", ("Trần Quốc Bảo", "HIỆU TRƯỞNG", None)),
    ],
)
def test_a_name_under_seal_and_strokes_is_read(capacity, name, wanted, black_and_white):
    assert _read(_paper(capacity=capacity, name=name, black_and_white=black_and_white)) == wanted


def test_red_stamped_title_and_name_are_read_beside_the_red_seal():
    image = _paper(capacity=("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), name="Phạm Minh Đức", ink=SEAL_INK, lean=2.5)
    assert _read(image) == ("Phạm Minh Đức", "PHÓ GIÁM ĐỐC", "KT")


def test_a_title_stamped_half_over_the_printed_one_is_read_without_colour():
    image = _paper(capacity=("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), name="Phạm Minh Đức", gap=11.5, black_and_white=True)
    assert _read(image)[1:] == ("PHÓ GIÁM ĐỐC", "KT")


def test_nothing_is_made_up_where_nothing_is_printed():
    image = Image.new("RGB", (round(WIDTH * POINT), round(HEIGHT * POINT)), "white")
    assert _read(image) == (None, None, None)
    strokes = image.copy()
    sign(strokes, (370 * POINT, 1300, 470 * POINT, 1500), random.Random(5))
    assert _read(strokes) == (None, None, None)


def test_the_seal_is_found_and_its_rings_go_without_the_letters_across_them():
    image = Image.new("RGB", (600, 500), "white")
    image.paste(seal(276, around="SỞ NỘI VỤ", below="PHÚ THỌ"), (150, 60))
    bare = np.asarray(image.convert("L")) < 160
    stem = bare.copy()
    stem[310:360, 285:292] = True  # a stem across the lower rings
    found = find_seal(stem, dpi=DPI)
    assert found is not None
    assert abs(found.x - 288) < 8
    assert abs(found.y - 198) < 8
    cleared = without_rings(stem, found, dpi=DPI)
    assert cleared[312:358, 287:290].mean() > 0.9
    rings = bare[60:336, 150:426].sum()
    assert cleared[60:336, 150:426].sum() < 0.6 * rings
    assert find_seal(np.zeros((400, 500), bool), dpi=DPI) is None


def test_parts_of_a_mask_hang_together_over_corners():
    mask = np.zeros((6, 8), bool)
    mask[0, 0] = mask[1, 1] = mask[2, 0] = True
    mask[4, 5:7] = True
    parts = blots(mask)
    assert sorted(parts.area.tolist()) == [2, 3]
    assert parts.drawn(parts.area == 2)[4, 5:7].all()
    assert not parts.drawn(parts.area == 2)[0, 0]
    assert len(blots(np.zeros((3, 3), bool)).area) == 0


@pytest.mark.parametrize("share", [0.1, 0.35, 0.5, 0.8])
def test_what_hangs_together_is_one_part_however_it_winds(share):
    mask = np.random.default_rng(3).random((60, 70)) < share
    parts = blots(mask)
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    pieces = []
    while left:
        piece, edge = set(), [left.pop()]
        while edge:
            row, column = edge.pop()
            piece.add((row, column))
            near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left
            left -= near
            edge += near
        pieces.append(piece)
    drawn = [
        {(int(r), int(c)) for r, c in np.argwhere(parts.drawn(one))} for one in np.eye(len(parts.area), dtype=bool)
    ]
    assert sorted(map(sorted, drawn)) == sorted(map(sorted, pieces))
    assert parts.area.tolist() == [len(piece) for piece in drawn]


def test_thick_keeps_stems_and_loses_hairlines():
    mask = np.zeros((30, 60), bool)
    mask[5:25, 10:16] = True
    mask[14:16, 16:60] = True
    kept = thick(mask, 4)
    assert kept[6:24, 10:16].all()
    assert not kept[:, 24:].any()


def test_a_leaning_line_is_level_on_the_sheet():
    image = _text(Image.new("RGB", (900, 400), "white"), "Đặng Thị Hồng Nhung", x=30, y=HEIGHT - 70, lean=3.0)
    sheet = make_sheet(letter_masks(image, dpi=DPI), dpi=DPI)
    assert sheet is not None
    assert len(sheet.strips) == 1
    assert sheet.strips[0].mask.shape[0] <= 20 * POINT
    dx, dy = sheet.origin(sheet.tops[0] + 5)
    assert dx + sheet.margin == sheet.strips[0].left
    assert dy + sheet.tops[0] == sheet.strips[0].top


@pytest.mark.parametrize("share", [0.02, 0.5])
def test_noise_makes_no_lines_and_takes_no_time(share):
    noise = np.random.default_rng(1).random((800, 900)) < share
    assert make_sheet([noise], dpi=300) is None
