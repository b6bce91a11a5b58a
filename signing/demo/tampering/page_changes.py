# mypy: disable-error-code="no-untyped-call"
"""Changes of pages and comments in an increment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from signing.demo.tampering.pdf_parts import Change, add_comment, dictionary, numbers, page, page_entry, stream


def _overlay(writer: Any) -> None:
    writer.add_stream_to_page(0, writer.add_object(stream(b"0 g BT /F1 30 Tf 100 500 Td (9) Tj ET")))


def _other_content(writer: Any) -> None:
    reference = page(writer).raw_get("/Contents")
    replaced = stream(b"BT /F1 13 Tf 85 770 Td (Another text) Tj ET")
    writer.objects[reference.generation, reference.idnum] = replaced


def _kids(order: Callable[[list[Any]], list[Any]]) -> Change:
    def change(writer: Any) -> None:
        pages = writer.root["/Pages"]
        kids = order(list(pages["/Kids"]))
        pages["/Kids"] = generic.ArrayObject(kids)
        pages["/Count"] = generic.NumberObject(len(kids))
        writer.update_container(pages)

    return change


def _inherited_box(writer: Any) -> None:
    pages = writer.root["/Pages"]
    pages["/CropBox"] = numbers(0, 400, 595, 842)
    writer.update_container(pages)


def _other_font(writer: Any) -> None:
    resources = page(writer)["/Resources"]
    fonts = dictionary(F1=writer.add_object(dictionary(Type="/Font", Subtype="/Type1", BaseFont="/ZapfDingbats")))
    on = page(writer)
    on["/Resources"] = generic.DictionaryObject(
        {**{k: resources.raw_get(k) for k in resources}, pdf_name("/Font"): fonts}
    )
    writer.update_container(on)


def _font_in_place(writer: Any) -> None:
    fonts = page(writer)["/Resources"]["/Font"]
    for name in fonts:
        reference = fonts.raw_get(name)
        font = dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Symbol")
        if isinstance(reference, generic.IndirectObject):
            writer.objects[reference.generation, reference.idnum] = font


def _object_stream(writer: Any) -> None:
    """Define the page's content anew through a page that lies in an object stream."""
    writer.stream_xrefs = True
    on = page(writer)
    reference = on.container_ref
    content = writer.add_object(stream(b"BT /F1 13 Tf 85 770 Td (Another text) Tj ET"))
    other = generic.DictionaryObject({**{k: on.raw_get(k) for k in on}, pdf_name("/Contents"): content})
    packed = writer.prepare_object_stream()
    packed.add_object(reference.idnum, other)


PAGES: list[tuple[str, Change]] = [
    ("overlay on the page", _overlay),
    ("content stream replaced", _other_content),
    ("page removed", _kids(lambda kids: kids[:-1])),
    ("page added", _kids(lambda kids: [*kids, kids[0]])),
    ("pages reordered", _kids(lambda kids: kids[::-1])),
    ("page box changed", page_entry("/MediaBox", numbers(0, 300, 595, 842))),
    ("crop box added", page_entry("/CropBox", numbers(0, 300, 595, 842))),
    ("crop box inherited from the page tree", _inherited_box),
    ("page rotated", page_entry("/Rotate", generic.NumberObject(180))),
    ("user unit changed", page_entry("/UserUnit", generic.NumberObject(2))),
    ("font resource replaced on the page", _other_font),
    ("font object replaced", _font_in_place),
    ("page redefined in an object stream", _object_stream),
]


def _comment(kind: str, **entries: Any) -> Change:
    return lambda writer: add_comment(writer, kind, **entries)


COMMENTS: list[tuple[str, Change]] = [
    ("FreeText over the text", _comment("/FreeText")),
    ("Stamp over the text", _comment("/Stamp")),
    ("Redact over the text", _comment("/Redact")),
    ("Ink over the text", _comment("/Ink")),
    ("Highlight over the text", _comment("/Highlight")),
    ("note", _comment("/Text")),
    ("link over the page", _comment("/Link")),
    ("print-only comment", _comment("/Watermark")),
]
