"""Good files that must be called valid, in the forms that offices send them."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.sign.fields import SigSeedSubFilter

from signing.demo.tampering.case import Bench, Case, fine
from signing.demo.tampering.documents import (
    INFORMATION_BOX,
    INITIALS_BOX,
    SEAL_BOX,
    SIGNATURE_BOX,
    add_empty_field,
    draft,
)
from signing.demo.tampering.structures import with_hidden_content


def controls() -> list[Case]:
    """Return the good controls."""
    return [
        *fine(
            "good: levels",
            (
                ("B-B", lambda b: b.plain),
                ("B-T", lambda b: b.signed),
                ("B-LTA", _archived),
                ("B-LTA, sealed a second time", lambda b: b.office.timestamp(_archived(b))),
                ("initials, official, seal, information block", lambda b: b.sequence),
                ("adbe.pkcs7.detached", _adobe),
                ("elliptic curve, invisible", lambda b: b.office.sign(draft(), b.authority.deputy, field="ChuKy")),
                ("SHA-512", lambda b: b.office.sign(draft(), b.authority.official, field="ChuKy", digest="sha512")),
                ("certified, then nothing", lambda b: b.certified),
                ("certified, a waiting field signed", _certified_and_signed),
                ("plain pyHanko look", _pyhanko_look),
            ),
        ),
        *fine(
            "good: files",
            (
                ("linearised", lambda b: _two_on(b, _saved(draft(), linearize=True))),
                ("cross-reference and object streams", lambda b: _two_on(b, _with_object_streams(draft()))),
                ("hybrid cross-references", _hybrid),
                ("encrypted with an empty password", lambda b: _two_on(b, _encrypted(draft()))),
                ("form fields and comments from before", lambda b: b.form),
                ("a field that waited is signed", _waiting_field),
                ("rotated pages", lambda b: _two_on(b, _turned(draft()))),
                ("cropped pages", lambda b: _two_on(b, _cropped(draft()))),
                ("forty pages", lambda b: _two_on(b, draft(pages=40))),
                ("compressed pages", lambda b: _two_on(b, draft(compressed=True))),
                ("white space after the end", lambda b: b.twice + b"\r\n \n"),
            ),
        ),
    ]


def _archived(bench: Bench) -> bytes:
    official = bench.authority.official
    return bench.office.sign(draft(), official, field="ChuKy", box=SIGNATURE_BOX, lta=True)


def _adobe(bench: Bench) -> bytes:
    adobe = SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    return bench.office.sign(draft(), bench.authority.official, field="ChuKy", box=SIGNATURE_BOX, subfilter=adobe)


def _certified_and_signed(bench: Bench) -> bytes:
    people, sign = bench.authority, bench.office.sign
    data = sign(add_empty_field(draft(), "Dau", box=SEAL_BOX), people.official, field="ChuKy", certify=True)
    return bench.office.timestamp(sign(data, people.seal, field="Dau", in_place=True))


def _pyhanko_look(bench: Bench) -> bytes:
    from pyhanko.sign.signers import DEFAULT_SIGNING_STAMP_STYLE as STYLE

    people, sign = bench.authority, bench.office.sign
    data = sign(draft(), people.official, field="ChuKy", box=SIGNATURE_BOX, style=STYLE)
    return sign(data, people.seal, field="Dau", box=SEAL_BOX, style=STYLE)


def _hybrid(bench: Bench) -> bytes:
    people, sign = bench.authority, bench.office.sign
    data = sign(with_hidden_content(draft(), b"0 g"), people.official, field="ChuKy", box=SIGNATURE_BOX, strict=False)
    return sign(data, people.seal, field="Dau", box=SEAL_BOX, strict=False)


def _two_on(bench: Bench, data: bytes) -> bytes:
    """Return the file with signature, seal and information block."""
    people, sign = bench.authority, bench.office.sign
    data = sign(data, people.official, field="ChuKy", box=SIGNATURE_BOX)
    data = sign(data, people.seal, field="Dau", box=SEAL_BOX)
    return sign(data, people.seal, field="ThongTin", box=INFORMATION_BOX, page=0)


def _waiting_field(bench: Bench) -> bytes:
    people, sign = bench.authority, bench.office.sign
    data = add_empty_field(add_empty_field(draft(), "Dau", box=SEAL_BOX), "KyNhay", box=INITIALS_BOX)
    data = sign(data, people.official, field="ChuKy", box=SIGNATURE_BOX)
    return sign(sign(data, people.deputy, field="KyNhay", in_place=True), people.seal, field="Dau", in_place=True)


def _saved(data: bytes, **how: Any) -> bytes:
    import pikepdf

    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(written, **how)
    return written.getvalue()


def _with_object_streams(data: bytes) -> bytes:
    import pikepdf

    return _saved(data, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _encrypted(data: bytes) -> bytes:
    import pikepdf

    return _saved(data, encryption=pikepdf.Encryption(owner="owner", user="", R=6))


def _turned(data: bytes) -> bytes:
    return _with_pages(data, "/Rotate", 90)


def _cropped(data: bytes) -> bytes:
    return _with_pages(data, "/CropBox", [20, 20, 575, 835])


def _with_pages(data: bytes, key: str, value: Any) -> bytes:
    import pikepdf

    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.obj[key] = value if isinstance(value, int) else pikepdf.Array(value)
        document.save(written)
    return written.getvalue()
