"""Documents prepared before signing and turned over afterwards (shadow attacks, NDSS 2021)."""

from __future__ import annotations

import re
from collections.abc import Callable

from signing.demo.tampering.case import Bench, Case, bad
from signing.demo.tampering.documents import SIGNATURE_BOX, draft
from signing.demo.tampering.raw_files import FORGED, increment, numbers_of, object_at, stream_object


def cases() -> list[Case]:
    """Return the cases."""
    return bad("shadow", _SHADOWS)


def _prepared(bench: Bench, data: bytes) -> bytes:
    return bench.office.sign(data, bench.authority.official, field="ChuKy", box=SIGNATURE_BOX)


def _with_cover(data: bytes) -> tuple[bytes, int]:
    """Return a draft whose first page is covered by an image-like form, and the number of that form."""
    known = numbers_of(data)
    page = object_at(data, known["page"])
    cover, extra = known["size"], known["size"] + 1
    form = stream_object(cover, b"1 g 60 300 480 500 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    drawn = stream_object(extra, b"q /Che Do Q")
    page = page.replace(
        b"/Contents %d 0 R" % known["content"], b"/Contents [%d 0 R %d 0 R]" % (known["content"], extra)
    )
    page = re.sub(rb"/Resources\s*<<", b"/Resources <</XObject <</Che %d 0 R>> " % cover, page)
    return increment(data, {known["page"]: page, cover: form, extra: drawn}), cover


def _hide(how: str) -> Callable[[Bench], bytes]:
    """The text is signed covered; afterwards the cover goes."""

    def build(bench: Bench) -> bytes:
        prepared, cover = _with_cover(draft())
        data = _prepared(bench, prepared)
        if how == "freed":
            known = numbers_of(data)
            end = (
                b"xref\n0 1\n%010d 65535 f \n%d 1\n0000000000 00001 f \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n"
            )
            table = end % (cover, cover, known["size"], known["root"], known["xref"])
            return data + table + b"startxref\n%d\n%%%%EOF\n" % len(data)
        return increment(data, {cover: stream_object(cover, b" ", b"/Type /XObject /Subtype /Form /BBox [0 0 1 1]")})

    return build


def _dangling(bench: Bench) -> bytes:
    """The page refers to a form that is not there; the increment of an honest-looking signature brings it."""
    known = numbers_of(draft())
    missing = 400
    prepared, cover = _with_cover(draft())
    page = object_at(prepared, known["page"]).replace(b"%d 0 R>>" % cover, b"%d 0 R>>" % missing, 1)
    data = _prepared(bench, increment(prepared, {known["page"]: page}))
    form = stream_object(missing, b"1 g 60 300 480 500 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return increment(data, {missing: form})


def _two_trees(bench: Bench) -> bytes:
    """Two page trees; the increment turns from one to the other."""
    data = draft()
    known = numbers_of(data)
    kids, page, content = known["size"], known["size"] + 1, known["size"] + 2
    first = object_at(data, known["page"])
    objects = {
        kids: b"%d 0 obj\n<</Type /Pages /Count 1 /Kids [%d 0 R]>>\nendobj" % (kids, page),
        page: re.sub(rb"/Parent\s+\d+ 0 R", b"/Parent %d 0 R" % kids, first)
        .replace(b"%d 0 obj" % known["page"], b"%d 0 obj" % page, 1)
        .replace(b"/Contents %d 0 R" % known["content"], b"/Contents %d 0 R" % content),
        content: stream_object(content, FORGED),
    }
    signed = _prepared(bench, increment(data, objects))
    root = numbers_of(signed)["root"]
    turned = re.sub(rb"/Pages\s+\d+ 0 R", b"/Pages %d 0 R" % kids, object_at(signed, root))
    return increment(signed, {root: turned})


_SHADOWS = (
    ("hide: the cover is replaced", _hide("replaced")),
    ("hide: the cover is freed", _hide("freed")),
    ("replace: an object that was missing is defined", _dangling),
    ("hide and replace: another page tree", _two_trees),
)
