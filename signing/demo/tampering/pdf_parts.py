# mypy: disable-error-code="no-untyped-call"
"""Parts of PDF files that tampering adds, for pyHanko's writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from signing.lookup import value_of

Change = Callable[[Any], None]
_COVER = b"1 g 60 300 480 500 re f"


def numbers(*values: float) -> generic.ArrayObject:
    """Return a PDF array."""
    return generic.ArrayObject([generic.FloatObject(value) for value in values])


def dictionary(**entries: Any) -> generic.DictionaryObject:
    """Return a PDF dictionary; names are given without their slash, and as values with it."""
    values = {pdf_name("/" + key): pdf_name(v) if isinstance(v, str) else v for key, v in entries.items()}
    return generic.DictionaryObject(values)


def stream(data: bytes, **entries: Any) -> generic.StreamObject:
    """Return a PDF stream."""
    return generic.StreamObject(dictionary(**entries), stream_data=data)


def drawing(data: bytes = _COVER) -> generic.StreamObject:
    """Return a form that draws; by default a white box over the text."""
    return stream(data, Type="/XObject", Subtype="/Form", BBox=numbers(0, 0, 595, 842), Resources=dictionary())


def page(writer: Any, number: int = 0) -> Any:
    """Return a page."""
    return writer.root["/Pages"]["/Kids"][number].get_object()


def script(code: str = "app.alert(1)") -> generic.DictionaryObject:
    """Return an action that runs a script."""
    return generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string(code)}
    )


def add_comment(writer: Any, kind: str, number: int = 0, **entries: Any) -> None:
    """Add a comment that covers the text of a page."""
    note = dictionary(
        Type="/Annot", Subtype=kind, Rect=numbers(60, 300, 540, 800), F=generic.NumberObject(4),
        AP=generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawing())}), **entries,
    )  # fmt: skip
    note["/Contents"] = generic.pdf_string("Another text")
    on = page(writer, number)
    present = value_of(on, "/Annots", ())
    on["/Annots"] = generic.ArrayObject([*present, writer.add_object(note)])
    writer.update_container(on)


def page_entry(key: str, value: Any) -> Change:
    """Return a change of one entry of the first page."""

    def change(writer: Any) -> None:
        on = page(writer)
        on[pdf_name(key)] = value
        writer.update_container(on)

    return change
