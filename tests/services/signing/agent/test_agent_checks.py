"""What the agent refuses to sign, whoever asks: everything that is not exactly the approved document."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest

from signing.prepared import PreparedSignature, digest_around
from signing.signed_data import MESSAGE_DIGEST, template_for
from signing.trust import load_certificate
from vanban.agent.checks import checked_digest
from vanban.domain.batch import BatchItem, Purpose
from vanban.domain.errors import RefusedError
from vanban.workflows.assemble_batch import identity_of


@pytest.fixture(scope="module")
def certificate(office) -> bytes:
    return load_certificate(office.pki / "certificates" / "lanhdao-rieng.pem").dump()


@pytest.fixture(scope="module")
def prepare(office, draft):
    identity = identity_of("lanhdao", purpose=Purpose.SIGN, desk=office.desk, own_token=True)

    def prepared(**described):
        data = draft(pages=1, **described)
        item = BatchItem("d0", hashlib.sha256(data).hexdigest(), number="05/QĐ-UBND")
        return office.desk.prepare(identity, item, data), item

    return prepared


@pytest.fixture(scope="module")
def honest(prepare) -> tuple[PreparedSignature, BatchItem]:
    document, item = prepare()
    return PreparedSignature.from_bytes(document.state), item


def changed(prepared: PreparedSignature, *, output: bytes | None = None, **fields) -> bytes:
    """Return the state of a desk that lies, its digests made to fit."""
    lying = dataclasses.replace(prepared, **({"output": output} if output is not None else {}), **fields)
    digest = digest_around(lying.output, lying.gap_start, lying.gap_end)
    attributes = fields.get("signed_attributes") or template_for(lying.certificates).attributes(digest)
    return dataclasses.replace(lying, document_digest=digest, signed_attributes=attributes).to_bytes()


def test_an_honest_document_is_signed_over_its_own_attributes(prepare, certificate):
    document, item = prepare()
    assert checked_digest(document.state, item, certificate=certificate) == document.to_sign


def lies(prepared: PreparedSignature, other: PreparedSignature) -> dict[str, bytes]:
    size, start, end = prepared.original_size, prepared.gap_start, prepared.gap_end
    out = prepared.output
    slipped_in = template_for(prepared.certificates).attributes(hashlib.sha256(b"another document").digest())
    extra = template_for(prepared.certificates)
    return {
        "another document": other.to_bytes(),
        "a changed byte": changed(prepared, output=out[: size // 2] + b"#" + out[size // 2 + 1 :]),
        "a shorter original": changed(prepared, original_size=size - 1),
        "no original": changed(prepared, original_size=0),
        "a slipped-in digest": changed(prepared, signed_attributes=slipped_in),
        "a filled gap": changed(prepared, output=out[: start + 1] + b"AB" + out[start + 3 :]),
        "a gap within the document": changed(prepared, gap_start=size // 2, gap_end=size // 2 + 10),
        "a gap before its end": changed(prepared, gap_end=end - 2),
        "a shorter range": changed(prepared, output=out.replace(b"/ByteRange [0 ", b"/ByteRange [1 ")),
        "two ranges": changed(prepared, output=out + b"\n/ByteRange [0 1 2 3]"),
        "bytes behind the range": changed(prepared, output=out + b"\n%%EOF\n"),
        "too much appended": changed(prepared, output=out + bytes(9 * 1024 * 1024)),
        "no attributes": dataclasses.replace(prepared, signed_attributes=b"").to_bytes(),
        "junk attributes": dataclasses.replace(prepared, signed_attributes=b"\x31\x03abc").to_bytes(),
        "an attribute more": dataclasses.replace(
            prepared, signed_attributes=_with_signing_time(extra.attributes(prepared.document_digest))
        ).to_bytes(),
        "an attribute less": dataclasses.replace(prepared, signed_attributes=_without_certificate(prepared)).to_bytes(),
        "damaged state": prepared.to_bytes()[:-1],
        "no state": b"",
        "another version": prepared.to_bytes().replace(b'"version": 1', b'"version": 9', 1),
        "not JSON": b"[]\n" + out,
    }


def _with_signing_time(attributes: bytes) -> bytes:
    import datetime as dt

    from asn1crypto import cms, core, tsp  # noqa: F401

    loaded = cms.CMSAttributes.load(attributes)
    moment = cms.Time({"utc_time": core.UTCTime(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))})
    return cms.CMSAttributes([*loaded, cms.CMSAttribute({"type": "signing_time", "values": [moment]})]).dump()


def _without_certificate(prepared: PreparedSignature) -> bytes:
    from signing.der import octets, oid, sequence, set_of

    content_type = sequence(oid("1.2.840.113549.1.9.3"), set_of(oid("1.2.840.113549.1.7.1")))
    return set_of(content_type, sequence(MESSAGE_DIGEST, set_of(octets(prepared.document_digest))))


def test_every_lie_of_a_desk_is_refused_in_clear_words(honest, prepare, certificate):
    prepared, item = honest
    other = PreparedSignature.from_bytes(prepare(info_title="Du thao khac")[0].state)
    for name, state in lies(prepared, other).items():
        with pytest.raises(RefusedError) as refused:
            checked_digest(state, item, certificate=certificate)
        assert "05/QĐ-UBND" in refused.value.vi, name
        assert "từ chối ký" in refused.value.vi, name


def test_another_certificate_in_the_attributes_is_refused(honest, office):
    prepared, item = honest
    pho = load_certificate(office.pki / "certificates" / "pho.pem").dump()
    with pytest.raises(RefusedError, match="another certificate"):
        checked_digest(prepared.to_bytes(), item, certificate=pho)


def test_changed_heads_never_escape_as_another_error(honest, certificate):
    """Every member of the head in turn is something it should not be."""
    prepared, item = honest
    line, _, output = prepared.to_bytes().partition(b"\n")
    head = json.loads(line)
    for name in head:
        for wrong in (None, "", "x", -1, 10**12, [], {}, [1], ["x", "y"]):
            state = json.dumps(head | {name: wrong}).encode() + b"\n" + output
            try:
                checked_digest(state, item, certificate=certificate)
            except RefusedError:
                continue
            assert name == "certificates", (name, wrong)  # for the desk's own use; not what is signed
