# mypy: disable-error-code="no-untyped-call"
"""Changes of what belongs to the whole file in an increment: scripts, files, layers, names, metadata."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from signing.demo.tampering.pdf_parts import Change, dictionary, drawing, page_entry, script, stream


def _catalogue(key: str, value: Any) -> Change:
    def change(writer: Any) -> None:
        writer.root[pdf_name(key)] = value
        writer.update_root()

    return change


def _embedded(writer: Any) -> None:
    held = writer.add_object(stream(b"another document", Type="/EmbeddedFile"))
    spec = dictionary(Type="/Filespec", EF=generic.DictionaryObject({pdf_name("/F"): held}))
    spec["/F"] = generic.pdf_string("a.pdf")
    names = generic.ArrayObject([generic.pdf_string("a.pdf"), writer.add_object(spec)])
    _catalogue("/Names", dictionary(EmbeddedFiles=dictionary(Names=names)))(writer)


def _layers(writer: Any) -> None:
    layer = writer.add_object(dictionary(Type="/OCG"))
    off = dictionary(D=dictionary(OFF=generic.ArrayObject([layer])), OCGs=generic.ArrayObject([layer]))
    _catalogue("/OCProperties", off)(writer)


def _title(writer: Any) -> None:
    info = writer.trailer["/Info"]
    info["/Title"] = generic.pdf_string("Another title")
    writer.update_container(info)


def _evidence(writer: Any) -> None:
    _catalogue("/DSS", dictionary(Certs=generic.ArrayObject(), Pages=writer.add_object(drawing())))(writer)


def _document_script(writer: Any) -> None:
    named = generic.ArrayObject([generic.pdf_string("a"), script()])
    _catalogue("/Names", dictionary(JavaScript=dictionary(Names=named)))(writer)


CATALOGUE: list[tuple[str, Change]] = [
    ("script on opening", _catalogue("/OpenAction", script())),
    ("script of the document", _document_script),
    ("script on closing", _catalogue("/AA", dictionary(WC=script()))),
    ("script of a page", page_entry("/AA", dictionary(O=script()))),
    ("file embedded", _embedded),
    ("layers switched off", _layers),
    ("permissions added", _catalogue("/Perms", dictionary(DocMDP=dictionary()))),
    ("language changed", _catalogue("/Lang", generic.pdf_string("en"))),
    ("page labels", _catalogue("/PageLabels", dictionary(Nums=generic.ArrayObject()))),
    ("title changed", _title),
    ("pages in the evidence store", _evidence),
]
