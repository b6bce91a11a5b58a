"""Tampered files: none is ever valid, whatever a reader shows."""

from __future__ import annotations

import io
import random
import re
import shutil

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.verify import PdfVerifier


def append(data: bytes, change) -> bytes:
    """Return the file with an increment that ``change`` makes."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def overlay(writer):
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 100 500 200 100 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))


def annotate(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (100, 100, 300, 200)]),
            pdf_name("/Contents"): generic.pdf_string("x"),
        }
    )
    notes = page.get("/Annots", generic.ArrayObject())
    page["/Annots"] = generic.ArrayObject([*notes, writer.add_object(note)])
    writer.update_container(page)


def retitle(writer):
    info = writer.trailer["/Info"]
    info["/Title"] = generic.pdf_string("Other title")
    writer.update_container(info)


def add_empty_covering_field(writer):
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    append_signature_field(writer, SigFieldSpec("Che", box=(50, 400, 500, 800)))
    field = writer.root["/AcroForm"]["/Fields"][-1]
    white = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 450, 400)]),
        },
        stream_data=b"1 g 0 0 450 400 re f",
    )
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(white)})
    writer.update_container(field)


def swap_signature_picture(writer):
    """Give the official's own field another look, over the whole page."""
    fields = writer.root["/AcroForm"]["/Fields"]
    field = next(one for one in fields if one.get_object()["/T"] == "ChuKy1").get_object()
    field["/Rect"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595, 842)])
    writer.update_container(field)


def drop_last_page(writer):
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(list(pages["/Kids"])[:-1])
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


CHANGES = [overlay, annotate, retitle, add_empty_covering_field, swap_signature_picture, drop_last_page]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("which", ["signed", "sealed"])
def test_a_change_in_an_increment_is_found(office, request, which, change):
    verdict = office.verifier.verify(append(request.getfixturevalue(which), change))
    assert verdict.verdict == "invalid", verdict


def test_a_changed_byte_is_found(office, sealed):
    at = sealed.index(b"Trang") if b"Trang" in sealed else 2000
    tampered = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    verdict = office.verifier.verify(tampered)
    assert verdict.verdict == "invalid"
    assert not any(one.integrity for one in verdict.signatures)


@pytest.mark.parametrize("tail", [b"x", b"%hello\n", b"\n%%EOF junk\n", b"\x00" * 10 + b"1 0 obj"])
def test_bytes_after_the_end_are_refused(office, sealed, tail):
    assert office.verifier.verify(sealed + tail).verdict != "valid"


def test_white_space_after_the_end_is_harmless(office, sealed):
    assert office.verifier.verify(sealed + b"\n \r\n").verdict == "valid"


def test_an_increment_without_its_end_mark_is_refused(office, sealed):
    """The incremental-saving attack that pyHanko alone accepts: other readers follow the last startxref."""
    forged = append(sealed, overlay)
    cut = forged[: forged.rindex(b"%%EOF")]
    assert len(cut) > len(sealed)
    for end in (b"", b"\n", b"%%EO"):
        assert office.verifier.verify(cut + end).verdict != "valid"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.97, 0.999])
def test_a_truncated_file_is_never_valid(office, sealed, share):
    assert office.verifier.verify(sealed[: int(len(sealed) * share)]).verdict != "valid"


def test_cutting_back_to_an_earlier_revision_shows_fewer_signatures(office, signed, sealed):
    assert office.verifier.verify(sealed[: len(signed)]).verdict == "valid"
    assert len(office.verifier.verify(sealed[: len(signed)]).signatures) == 1


def test_a_form_value_changed_after_signing_is_found(office, draft):
    [result] = office.sign("lanhdao", draft(with_field=True))

    def change(writer):
        field = writer.root["/AcroForm"]["/Fields"][0]
        field["/V"] = generic.pdf_string("99")
        writer.update_container(field)

    assert office.verifier.verify(result.signed).verdict == "valid"
    assert office.verifier.verify(append(result.signed, change)).verdict == "invalid"


def test_a_shifted_byte_range_is_refused(office, signed):
    match = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", signed)
    wider = b"/ByteRange [0 %d %s %s]" % (int(match[1]) - 1, match[2], match[3])
    forged = signed.replace(match[0], wider.ljust(len(match[0])))
    assert office.verifier.verify(forged).verdict in {"invalid", "indeterminate"}


def test_a_signature_hidden_from_the_form_is_not_unsigned(office, signed):
    def change(writer):
        writer.root["/AcroForm"]["/Fields"] = generic.ArrayObject()
        writer.update_container(writer.root["/AcroForm"])

    assert office.verifier.verify(append(signed, change)).verdict in {"invalid", "indeterminate"}


def test_another_pki_with_the_same_names_is_not_trusted(office, sealed, tmp_path):
    import subprocess
    import sys

    made = subprocess.run(
        [
            *(sys.executable, "-m", "signing.demo.issue", "--pki", str(tmp_path / "pki")),
            *("--secrets", str(tmp_path / "secrets"), "--port", "1", "--module", "/usr/lib/softhsm/libsofthsm2.so"),
        ],
        capture_output=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    verdict = PdfVerifier.from_folder(tmp_path / "pki" / "trust").verify(sealed)
    assert verdict.verdict != "valid"
    assert {one.trust for one in verdict.signatures} == {"untrusted"}


def test_random_damage_is_never_valid(office, sealed):
    chance = random.Random(20260101)
    for _ in range(25):
        damaged = bytearray(sealed)
        for _ in range(chance.choice([1, 1, 2, 50])):
            damaged[chance.randrange(len(damaged))] ^= chance.randrange(1, 256)
        assert office.verifier.verify(bytes(damaged)).verdict != "valid"


@pytest.mark.parametrize("data", [b"", b"junk", b"%PDF-1.7\n%%EOF", b"\x89PNG\r\n", b"%PDF-1.4\n" + b"[" * 50_000])
def test_what_is_no_pdf_is_indeterminate(office, data):
    verdict = office.verifier.verify(data)
    assert verdict.verdict == "indeterminate"
    assert verdict.reasons


def test_an_unsigned_file_is_unsigned(office, draft):
    assert office.verifier.verify(draft()).verdict == "unsigned"


def test_nobody_is_trusted_without_roots(sealed):
    verdict = PdfVerifier.from_folder(None).verify(sealed)
    assert verdict.verdict == "indeterminate"
    assert {one.trust for one in verdict.signatures} == {"unknown"}
    assert all(one.integrity for one in verdict.signatures)


def test_an_unreadable_file_in_the_trust_folder_is_no_anchor(office, sealed, tmp_path):
    shutil.copy(office.pki / "trust" / "root.pem", tmp_path)
    (tmp_path / "broken.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert PdfVerifier.from_folder(tmp_path).verify(sealed).verdict == "valid"


def test_verdicts_of_people_who_may_not_sign(office, draft, root_only):
    from signing.demo.foreign import sign_as_foreign_person, sign_as_test_person

    where = {"pki": office.pki, "secrets": office.secrets, "tsa_url": office.tsa_url}
    foreign = office.verifier.verify(sign_as_foreign_person(draft(name="Lê Văn Láng"), **where))
    assert (foreign.verdict, foreign.signatures[0].signer, foreign.signatures[0].level) == (
        "valid", "Lê Văn Láng", "B-T",
    )  # fmt: skip
    expired = office.verifier.verify(sign_as_test_person(draft(), account="het-han", **where))
    assert expired.verdict == "invalid"
    revoked = office.verifier.verify(sign_as_test_person(draft(), account="thu-hoi", **where))
    assert (revoked.verdict, revoked.signatures[0].revocation) == ("invalid", "revoked")
    unknown = PdfVerifier.from_folder(root_only).verify(sign_as_test_person(draft(), account="thu-hoi", **where))
    assert (unknown.verdict, unknown.signatures[0].revocation) == ("indeterminate", "unknown")


def test_a_sealed_file_is_still_valid_after_the_certificates_end(sealed, root_only):
    import datetime as dt

    later = dt.datetime(2035, 1, 1, tzinfo=dt.UTC)
    assert PdfVerifier.from_folder(root_only).verify(sealed, at=later).verdict == "valid"


def test_verification_works_inside_a_running_event_loop(office, sealed):
    import asyncio

    async def inside():
        return office.verifier.verify(sealed)

    assert asyncio.run(inside()).verdict == "valid"


def test_another_offices_signature_after_the_seal_harms_none(office, sealed):
    from signing.demo.foreign import sign_as_foreign_person

    more = sign_as_foreign_person(sealed, pki=office.pki, secrets=office.secrets, tsa_url=office.tsa_url)
    verdict = office.verifier.verify(more)
    assert verdict.verdict == "valid", verdict
    assert [one.level for one in verdict.signatures] == ["B-LTA", "B-LTA", "B-LT"], "the store holds the CRL of its CA"


def test_signatures_made_by_plain_pyhanko_are_judged_too(office, signed):
    import json

    from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
    from pyhanko.sign.fields import SigSeedSubFilter

    password = json.loads((office.secrets / "demo-pkcs12.json").read_text())["co-quan-khac"]
    signer = SimpleSigner.load_pkcs12(office.pki / "certificates" / "co-quan-khac.p12", passphrase=password.encode())
    for subfilter, level in ((SigSeedSubFilter.PADES, "B-B"), (SigSeedSubFilter.ADOBE_PKCS7_DETACHED, "other")):
        meta = PdfSignatureMetadata(field_name="Khac", subfilter=subfilter)
        output = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(signed)), meta, signer=signer)
        verdict = office.verifier.verify(output.getvalue())
        assert (verdict.verdict, verdict.signatures[1].level) == ("valid", level), verdict
