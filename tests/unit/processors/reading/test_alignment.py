"""Pages that lie on their side, on their head or askew, and pages under a bad lamp, are read like any other."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps
from rapidfuzz.fuzz import partial_ratio

from processors.alignment import Look, look, on_paper
from processors.bounds import Bounds
from processors.page_reading import read_pages
from processors.pages import lines, load_page, save_page
from processors.raster import open_pages
from processors.reading import Document
from processors.recognition import RenderedOnce
from vanban.domain.reading import Alignment, Page

DPI = 200
WHITE = 255


@pytest.fixture
def paper(decision) -> Image.Image:
    """The decision as a clean grey scan."""
    return pypdfium2.PdfDocument(decision.pdf())[0].render(scale=DPI / 72, grayscale=True).to_pil()


@pytest.fixture
def read(tmp_path):
    """Return a function from page images to what the reading makes of them: (document, pages)."""

    def read(*images: Image.Image) -> tuple[Document, list[Page]]:
        path, work = tmp_path / "scan.pdf", tmp_path / "work"
        work.mkdir()
        stream = io.BytesIO()
        images[0].save(stream, format="PDF", resolution=DPI, save_all=True, append_images=images[1:])
        path.write_bytes(stream.getvalue())
        document, pages = Document(), []
        with open_pages(path, limits=Bounds()) as opened:
            source = RenderedOnce(opened)
            for page in read_pages(source, work, seconds=60):
                document.take(page, source)
                pages.append(page)
        return document, pages

    return read


def _facts(document: Document) -> dict[str, object]:
    return {name: fact.value for name, fact in document.facts().items()}


def _overlap(one, other) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    area = (other[2] - other[0]) * (other[3] - other[1])
    return max(0, width) * max(0, height) / area


@pytest.mark.parametrize(("turned", "alignment"), [(90, 270), (180, 180), (270, 90)])
def test_a_page_that_was_fed_the_wrong_way_is_turned_to_be_read_and_its_facts_lie_on_the_page_as_shown(
    read, paper, decision, turned, alignment
):
    document, [page] = read(paper.rotate(turned, expand=True))

    assert page.alignment == Alignment(alignment)
    assert _facts(document)["kind"] == "quyết định"
    assert _facts(document)["issuer"] == "SỞ NỘI VỤ"
    # The heading stands at 675 points of the upright page, in the middle; the page was turned about its centre.
    left, bottom, right, top = document.facts()["kind"].box
    across, up = (left + right) / 2, (bottom + top) / 2
    expected = {90: (842 - 679, 297), 180: (298, 842 - 679), 270: (679, 298)}[turned]
    assert (across, up) == (pytest.approx(expected[0], abs=4), pytest.approx(expected[1], abs=4))


@pytest.mark.parametrize("skew", [-7, 3])
def test_a_page_that_lies_askew_is_levelled_to_be_read(read, paper, decision, skew):
    _, [page] = read(paper.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=WHITE))

    assert page.alignment.turn == 0
    assert page.alignment.skew == pytest.approx(-skew, abs=0.3)
    text = "\n".join(line.text for line in lines(page))
    assert all(partial_ratio(line, text) > 97 for line in decision.body)


def test_what_lies_straight_is_left_as_it_is(paper):
    assert look(paper, dpi=DPI).ways[0] == Alignment()
    assert look(Image.new("L", (1654, 2339), WHITE), dpi=DPI) == Look(blank=True)
    noise = Image.effect_noise((1654, 2339), 90)
    assert look(noise, dpi=DPI).ways[0].skew == 0


def test_places_come_back_to_the_page_as_it_is_shown():
    page = Page(1, 842, 595, (), "ocr", alignment=Alignment(90))  # shown upright: 595 wide, 842 high
    # Turned counterclockwise, the top of the shown page is at the left.
    assert on_paper(page, (0, 0, 10, 595)) == pytest.approx((0, 832, 595, 842))
    level = Page(1, 595, 842, (), "ocr", alignment=Alignment(0, 2.0))
    middle = (290, 415, 305, 427)
    assert _overlap(on_paper(level, middle), middle) > 0.95


def test_pages_of_one_file_may_each_lie_otherwise_and_are_kept_so(read, paper, tmp_path):
    _, pages = read(paper, paper.rotate(90, expand=True), paper)

    assert [page.alignment.turn for page in pages] == [0, 270, 0]
    save_page(tmp_path, pages[1])
    assert load_page(tmp_path, 2) == pages[1].__class__(
        2, pages[1].width, pages[1].height, pages[1].words, "ocr", pages[1].layer, Alignment(270)
    )


def _shaded(paper: Image.Image) -> Image.Image:
    light = np.linspace(1.0, 0.45, paper.width)[None, :] * np.linspace(1.0, 0.85, paper.height)[:, None]
    return Image.fromarray((np.asarray(paper) * 0.8 * light + 20).astype(np.uint8))


def _bleeding_through(paper: Image.Image) -> Image.Image:
    behind = ImageOps.mirror(paper).filter(ImageFilter.GaussianBlur(2)).point(lambda value: 255 - (255 - value) // 3)
    return ImageChops.darker(paper, behind)


def _folded(paper: Image.Image) -> Image.Image:
    down = np.abs(np.arange(paper.height) - paper.height * 0.4)
    shadow = 1 - 0.55 * np.exp(-((down / 25) ** 2))
    return Image.fromarray((np.asarray(paper) * shadow[:, None]).astype(np.uint8))


def _faxed(paper: Image.Image) -> Image.Image:
    coarse = paper.resize((paper.width, paper.height // 2), Image.Resampling.BOX)
    grain = Image.effect_noise(coarse.size, 50)
    return ImageChops.add(coarse, grain, offset=-128).point(lambda value: 255 * (value > 140)).resize(paper.size)


@pytest.mark.parametrize("spoil", [_shaded, _bleeding_through, _folded, _faxed])
def test_bad_light_a_shining_back_a_fold_and_a_fax_are_survived(read, paper, spoil):
    document, [page] = read(spoil(paper))

    facts = _facts(document)
    assert page.alignment == Alignment()
    assert (facts["kind"], facts["symbol"], facts["place"]) == ("quyết định", "QĐ-SNV", "Phú Thọ")
    assert facts["signer"] == "Trần Thị Bình Minh"
