"""Pictures of signed pages for docs/signing.md: made by the real signing on the demo PKI, drawn by poppler.

``python -m benchmarks.signing_pictures`` writes them into docs/pictures/.
"""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from processors.numbering import PdfDraftNumberer
from vanban.domain.sealed_alone import SealedAlone
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.samples.offices import DEPARTMENTS, OUR_CHAIR, OUR_OFFICE
from vanban.samples.scan import Depth, ScanStyle, scan
from vanban.samples.shelf import Shelf
from vanban.services.pki_alone import DemoOffice, demo_office

INTO = Path(__file__).parent.parent / "docs" / "pictures"
DAY = dt.date(2026, 11, 20)
DPI = 55
COLOURS = 48


def main() -> None:
    """Sign, draw, and write the pictures."""
    INTO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo_office(Path(folder) / "office") as office:
        for name, data, page in signed_files(office):
            _draw(data, page, INTO / f"{name}.png", Path(folder))
            print(INTO / f"{name}.png")


def signed_files(office: DemoOffice) -> Iterator[tuple[str, bytes, int]]:
    """Yield a name, a signed file, and the page that shows its signature; 0 stands for the last."""
    draft = Shelf(1, DAY, None).draft("hình ký số", "quyết định")
    numbered = PdfDraftNumberer().write_number(render(draft), number="07", issued_on=DAY)
    [signed] = office.sign("lanhdao", numbered)
    yield "signed-by-official", _bytes(signed.signed), 0
    [sealed] = office.sign("vanthu", _bytes(signed.signed))
    yield "sealed", _bytes(sealed.signed), 0
    annex = compose("kế hoạch", rng=random.Random(2), office=OUR_OFFICE, issued_on=DAY, signer=OUR_CHAIR)
    yield "annex", _sealed_alone(office, render(annex), SealedAlone.ANNEX, number="07/QĐ-UBND"), 1
    paper = compose("thông báo", rng=random.Random(3), office=DEPARTMENTS[3], issued_on=DAY)
    scanned = scan(paper, style=ScanStyle(depth=Depth.COLOUR), seed=1)
    yield "certified-copy", _sealed_alone(office, scanned, SealedAlone.CERTIFIED_COPY), 1


def _sealed_alone(office: DemoOffice, data: bytes, form: SealedAlone, *, number: str = "") -> bytes:
    with office.desk.open(office.identity("vanthu"), pin=office.pins["vanthu"]) as session:
        result = office.sign_in(session, "vanthu", data, kind=form.value, number=number)
    return _bytes(result.signed)


def _bytes(signed: bytes | None) -> bytes:
    if signed is None:
        raise SystemExit("a document was not signed: run the tests under tests/services/signing")
    return signed


def _draw(data: bytes, page: int, into: Path, folder: Path) -> None:
    import pypdfium2

    source = folder / "signed.pdf"
    source.write_bytes(data)
    with pypdfium2.PdfDocument(data) as document:
        number = str(page or len(document))
    command = ["pdftoppm", "-r", str(DPI), "-f", number, "-l", number, "-singlefile", "-png"]
    drawn = folder / "page"
    subprocess.run([*command, str(source), str(drawn)], check=True)
    with Image.open(drawn.with_suffix(".png")) as picture:
        picture.convert("RGB").quantize(COLOURS).save(into, optimize=True)


if __name__ == "__main__":
    main()
