"""Copies made here take the organisation's seal: others' signatures stay, and an extract carries none of them."""

from __future__ import annotations

from processors.extract_pages import SandboxedExtractor
from vanban.settings import Limits


def certify(office, data: bytes, *, kind: str):
    with office.desk.open(office.identity("vanthu"), pin=office.pins["vanthu"]) as session:
        return office.sign_in(session, "vanthu", data, kind=kind, number="01/SY-UBND")


def test_a_copy_of_what_another_signed_keeps_that_signature(office, signed):
    copy = certify(office, signed, kind="bản sao y").signed
    assert copy.startswith(signed)
    verdict = office.verifier.verify(copy)
    assert (verdict.verdict, len(verdict.signatures)) == ("valid", 2)


def test_what_the_organisation_has_sealed_takes_no_second_seal_of_it(office, sealed):
    refused = certify(office, sealed, kind="bản sao y")
    assert refused.signed is None
    assert refused.code == "not-granted"


def test_an_extract_of_a_sealed_document_is_sealed_anew(office, sealed):
    extract = SandboxedExtractor(limits=Limits()).extract(sealed, pages=[1])
    copy = certify(office, extract, kind="bản trích sao").signed
    verdict = office.verifier.verify(copy)
    assert (verdict.verdict, len(verdict.signatures)) == ("valid", 1)
