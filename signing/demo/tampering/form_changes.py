# mypy: disable-error-code="no-untyped-call"
"""Changes of the form and its fields in an increment."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from signing.demo.tampering.pdf_parts import Change, dictionary, drawing, numbers, page, script
from signing.lookup import value_of


def _form_entry(key: str, value: Any) -> Change:
    def change(writer: Any) -> None:
        form = writer.root["/AcroForm"]
        form[pdf_name(key)] = value
        writer.update_container(form)

    return change


def _field(name: str, **entries: Any) -> Change:
    def change(writer: Any) -> None:
        for one in writer.root["/AcroForm"]["/Fields"]:
            field = one.get_object()
            if field["/T"] == name:
                field.update({pdf_name("/" + key): value for key, value in entries.items()})
                writer.update_container(field)

    return change


def _field_look(name: str) -> Change:
    def change(writer: Any) -> None:
        _field(name, AP=generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawing())}))(writer)

    return change


def _empty_field(**entries: Any) -> Change:
    def change(writer: Any) -> None:
        from pyhanko.sign.fields import SigFieldSpec, append_signature_field

        append_signature_field(writer, SigFieldSpec("Moi", on_page=0, box=(60, 300, 540, 800)))
        field = writer.root["/AcroForm"]["/Fields"][-1].get_object()
        field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawing())})
        field.update({pdf_name("/" + key): value for key, value in entries.items()})
        writer.update_container(field)

    return change


def _text_field(writer: Any) -> None:
    field = dictionary(
        Type="/Annot", Subtype="/Widget", FT="/Tx", Rect=numbers(60, 300, 540, 800),
        AP=generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawing())}),
    )  # fmt: skip
    field["/T"] = generic.pdf_string("Khac")
    reference = writer.add_object(field)
    form = writer.root["/AcroForm"]
    form["/Fields"].append(reference)
    writer.update_container(form)
    on = page(writer)
    on["/Annots"] = generic.ArrayObject([*(value_of(on, "/Annots", ())), reference])
    writer.update_container(on)


def _without_fields(writer: Any) -> None:
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject()
    writer.update_container(form)


def _without_comments(writer: Any) -> None:
    on = page(writer)
    on["/Annots"] = generic.ArrayObject()
    writer.update_container(on)


SIGNATURE_FIELDS: list[tuple[str, Change]] = [
    ("empty visible signature field", _empty_field()),
    ("empty signature field with a script", _empty_field(Rect=numbers(0, 0, 0, 0), AA=dictionary(E=script()))),
    ("own signature made larger", _field("ChuKy", Rect=numbers(0, 0, 595, 842))),
    ("own signature looks different", _field_look("ChuKy")),
    ("own signature hidden", _field("ChuKy", F=generic.NumberObject(2))),
    ("text field over the text", _text_field),
    ("signature field taken out of the form", _without_fields),
    ("form drawn anew (NeedAppearances)", _form_entry("/NeedAppearances", generic.BooleanObject(value=True))),
    ("default appearance of the form", _form_entry("/DA", generic.pdf_string("/Helv 0 Tf 1 g"))),
    ("XFA added", _form_entry("/XFA", generic.pdf_string("<xdp/>"))),
]


def _default_resources(writer: Any) -> None:
    other = dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Symbol")
    _form_entry("/DR", dictionary(Font=dictionary(Helv=other)))(writer)


FORMS: list[tuple[str, Change]] = [
    ("form value changed", _field("amount", V=generic.pdf_string("99"))),
    ("look of a form value changed", _field_look("amount")),
    ("form value hidden", _field("amount", F=generic.NumberObject(2))),
    ("comment removed", _without_comments),
    ("waiting signature field gets a look", _field_look("KyNhay")),
    ("default resources replaced", _default_resources),
    ("form drawn anew (NeedAppearances)", _form_entry("/NeedAppearances", generic.BooleanObject(value=True))),
]
