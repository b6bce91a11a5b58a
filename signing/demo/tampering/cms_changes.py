"""Signatures whose own structure was changed: it stands in the gap of the byte range, which nobody signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from asn1crypto import cms, core
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign import SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter

from signing.demo.tampering.authority import rsa_key
from signing.demo.tampering.case import Bench, Case, bad
from signing.demo.tampering.documents import SIGNATURE_BOX, draft

Change = Callable[[Any, Bench], None]
_STAMP = "signature_time_stamp_token"


def cases() -> list[Case]:
    """Return the cases."""
    changed = [(name, _on(change)) for name, change in _CHANGES]
    return [*bad("inside the signature", changed), *bad("inside the signature", _OTHERS)]


def contents_of(data: bytes) -> cms.ContentInfo:
    """Return the last signature of a file."""
    found = list(re.finditer(rb"/Contents\s*<([0-9A-Fa-f]*)>", data))[-1]
    return cms.ContentInfo.load(bytes.fromhex(found[1].decode()))


def with_contents(data: bytes, der: bytes) -> bytes:
    """Return the file with other bytes in the place of its last signature, padded with zeros to the same length."""
    found = list(re.finditer(rb"/Contents\s*<([0-9A-Fa-f]*)>", data))[-1]
    return data[: found.start(1)] + der.hex().encode().ljust(len(found[1]), b"0") + data[found.end(1) :]


def _on(change: Change) -> Callable[[Bench], bytes]:
    def build(bench: Bench) -> bytes:
        info = contents_of(bench.signed)
        change(info["content"], bench)
        return with_contents(bench.signed, info.dump(force=True))

    return build


def _signer(signed_data: Any) -> Any:
    return signed_data["signer_infos"][0]


def _two_signers(signed_data: Any, _: Bench) -> None:
    signed_data["signer_infos"].append(_signer(signed_data).copy())


def _two_people(signed_data: Any, bench: Bench) -> None:
    other = contents_of(bench.office.sign(draft(), bench.authority.deputy, field="ChuKy"))["content"]
    signed_data["signer_infos"].append(_signer(other).copy())
    signed_data["certificates"].append(other["certificates"][0].copy())


def _no_signer(signed_data: Any, _: Bench) -> None:
    signed_data["signer_infos"] = cms.SignerInfos([])


def _attached(signed_data: Any, _: Bench) -> None:
    signed_data["encap_content_info"] = {"content_type": "data", "content": b"another content"}


def _signature_value(signed_data: Any, _: Bench) -> None:
    value = bytearray(_signer(signed_data)["signature"].native)
    value[0] ^= 1
    _signer(signed_data)["signature"] = bytes(value)


def _digest_value(signed_data: Any, _: Bench) -> None:
    for one in _signer(signed_data)["signed_attrs"]:
        if one["type"].native == "message_digest":
            one["values"] = [bytes(32)]


def _attribute(kind: str, value: Any) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": [value]})


def _stamp_of_another(signed_data: Any, bench: Bench) -> None:
    other = contents_of(bench.office.sign(draft(pages=1), bench.authority.official, field="ChuKy"))["content"]
    _signer(signed_data)["unsigned_attrs"] = _signer(other)["unsigned_attrs"].copy()


def _stamp_with_other_time(signed_data: Any, _: Bench) -> None:
    token = _signer(signed_data)["unsigned_attrs"][0]["values"][0]["content"]
    info = token["encap_content_info"]["content"].parsed
    info["gen_time"] = "20200101000000Z"
    token["encap_content_info"]["content"] = core.ParsableOctetString(info.dump(force=True))


def _two_stamps(signed_data: Any, _: Bench) -> None:
    attributes = _signer(signed_data)["unsigned_attrs"]
    attributes.append(attributes[0].copy())


def _unknown_addition(signed_data: Any, _: Bench) -> None:
    _signer(signed_data)["unsigned_attrs"].append(_attribute("1.3.6.1.4.1.99999.1", core.OctetString(b"x")))


def _counter_signature(signed_data: Any, _: Bench) -> None:
    counter = _signer(signed_data).copy()
    counter["unsigned_attrs"] = cms.CMSAttributes([])
    _signer(signed_data)["unsigned_attrs"].append(_attribute("counter_signature", counter))


def _stamp_by_rogue(signed_data: Any, bench: Bench) -> None:
    other = contents_of(
        bench.office.sign(
            draft(), bench.authority.official, field="ChuKy", timestamper=bench.rogue.authority.timestamper()
        )
    )["content"]
    _signer(signed_data)["unsigned_attrs"] = _signer(other)["unsigned_attrs"].copy()


def _certificates(which: Callable[[Any], bool]) -> Change:
    def change(signed_data: Any, _: Bench) -> None:
        kept = [one for one in signed_data["certificates"] if which(one.chosen)]
        signed_data["certificates"] = cms.CertificateSet(kept)

    return change


def _rogue_certificate(signed_data: Any, bench: Bench) -> None:
    rogue = bench.rogue.authority.official.asn1
    others = [one for one in signed_data["certificates"] if one.chosen.ca]
    signed_data["certificates"] = cms.CertificateSet([cms.CertificateChoices("certificate", rogue), *others])
    _signer(signed_data)["sid"] = cms.SignerIdentifier(
        "issuer_and_serial_number", {"issuer": rogue.issuer, "serial_number": rogue.serial_number}
    )


def _chain_byte(signed_data: Any, _: Bench) -> None:
    for one in signed_data["certificates"]:
        if one.chosen.ca and one.chosen.issuer != one.chosen.subject:
            value = bytearray(one.chosen["signature_value"].native)
            value[-1] ^= 1
            one.chosen["signature_value"] = core.OctetBitString(bytes(value))


_CHANGES: list[tuple[str, Change]] = [
    ("two signers, one twice", _two_signers),
    ("two signers, two people", _two_people),
    ("no signer", _no_signer),
    ("content attached", _attached),
    ("signature value changed", _signature_value),
    ("digest changed", _digest_value),
    ("time-stamp of another signature", _stamp_of_another),
    ("time-stamp by a rogue service", _stamp_by_rogue),
    ("time of the time-stamp changed", _stamp_with_other_time),
    ("two time-stamps", _two_stamps),
    ("unknown addition", _unknown_addition),
    ("counter-signature added", _counter_signature),
    ("certificates left out", _certificates(lambda _: False)),
    ("issuing certificate left out", _certificates(lambda one: not one.ca)),
    ("signer's certificate of a rogue authority", _rogue_certificate),
    ("a byte of the chain changed", _chain_byte),
]


# --- what is not a change of the signature's structure alone
def _junk(junk: bytes) -> Callable[[Bench], bytes]:
    return lambda bench: with_contents(bench.signed, contents_of(bench.signed).dump() + junk)


class _WithoutCertificateAttribute(SimpleSigner):
    """Leaves out the signed reference to the certificate, which PAdES asks for."""

    async def signed_attrs(self, *given: Any, **named: Any) -> Any:
        attributes = await super().signed_attrs(*given, **named)
        kept = [one for one in attributes if not str(one["type"].native).startswith("signing_certificate")]
        return cms.CMSAttributes(kept)


def _without_certificate_attribute(bench: Bench) -> bytes:
    signer = bench.authority.signer(bench.authority.official)
    other = _WithoutCertificateAttribute(signer.signing_cert, signer.signing_key, signer.cert_registry)
    return bench.office.sign(draft(), bench.authority.official, field="ChuKy", box=SIGNATURE_BOX, signer=other)


def _digest(name: str) -> Callable[[Bench], bytes]:
    return lambda bench: bench.office.sign(draft(), bench.authority.official, field="ChuKy", digest=name, stamped=False)


def _key(make: Callable[[], Any]) -> Callable[[Bench], bytes]:
    def build(bench: Bench) -> bytes:
        return bench.office.sign(draft(), bench.authority.issue("Khóa Yếu", key=make()), field="ChuKy", stamped=False)

    return build


def _relabelled(bench: Bench) -> bytes:
    """An old-style signature that says it is a PAdES one; signed so."""
    data = bench.office.sign(
        draft(), bench.authority.official, field="ChuKy", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    )
    return data.replace(b"/adbe.pkcs7.detached", b"/ETSI.CAdES.detached")


_OTHERS = (
    ("junk after the signature", _junk(b"junk")),
    ("another signature after the signature", lambda b: _junk(contents_of(b.plain).dump())(b)),
    ("a bit in the padding", _junk(b"\x00" * 100 + b"\x01")),
    ("no reference to the certificate", _without_certificate_attribute),
    ("SHA-1", _digest("sha1")),
    ("MD5", _digest("md5")),
    ("RSA of 1024 bits", _key(lambda: rsa_key(1024))),
    ("elliptic curve of 192 bits", _key(lambda: ec.generate_private_key(ec.SECP192R1()))),
    ("relabelled as PAdES", _relabelled),
)
