"""The place that the frozen manifest names is the place where the signature lands; elsewhere nothing is signed."""

from __future__ import annotations

import dataclasses
import hashlib
import io

import pikepdf
import pytest

from signing.identities import load_accounts
from signing.places import PdfSignaturePlaces
from vanban.domain.batch import BatchItem, Purpose, SignaturePlace
from vanban.ports import PreparedDocument, SigningResult


@pytest.fixture
def places(office) -> PdfSignaturePlaces:
    return PdfSignaturePlaces(load_accounts(office.pki / "identities.json"))


def item_of(data: bytes) -> BatchItem:
    return BatchItem("d0", hashlib.sha256(data).hexdigest(), kind="quyết định", number="05/QĐ-UBND")


def field_boxes(data: bytes) -> list[tuple[float, ...]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fields = [field for field in pdf.Root.AcroForm.Fields if "/Rect" in field]
        return [tuple(round(float(edge), 2) for edge in field.Rect) for field in fields]


@pytest.mark.parametrize(("account", "purpose"), [("lanhdao", Purpose.SIGN), ("vanthu", Purpose.SEAL)])
def test_the_signature_lands_where_the_manifest_says(office, draft, signed, places, account, purpose) -> None:
    data = draft() if purpose is Purpose.SIGN else signed
    place = places.place(item_of(data), data, account=account, purpose=purpose)
    assert place is not None
    item = dataclasses.replace(item_of(data), place=place)
    prepared = office.desk.prepare(office.identity(account), item, data)
    assert isinstance(prepared, PreparedDocument), prepared
    [result] = office.sign(account, data)
    assert place.box in field_boxes(result.signed)


def test_a_signature_that_would_go_elsewhere_is_not_made(office, draft, places) -> None:
    data = draft()
    place = places.place(item_of(data), data, account="lanhdao", purpose=Purpose.SIGN)
    left, bottom, right, top = place.box
    moved = SignaturePlace(place.page, (left + 1, bottom, right + 1, top))
    refused = office.desk.prepare(office.identity("lanhdao"), dataclasses.replace(item_of(data), place=moved), data)
    assert isinstance(refused, SigningResult)
    assert refused.code == "not-granted"
    assert "Chỗ đặt chữ ký khác" in refused.message_vi


def test_what_cannot_be_read_or_shows_nothing_has_no_place(places, draft) -> None:
    assert places.place(item_of(b"junk"), b"junk", account="lanhdao", purpose=Purpose.SIGN) is None
    assert places.place(item_of(b"junk"), draft(), account="nobody", purpose=Purpose.SIGN) is None
