"""Whether a certificate is a person's or an organisation's: the difference between a signature and a seal.

Sources: ETSI EN 319 412-2 and -3 (natural and legal persons), EN 319 412-5 (``QcType``); authorities in Viet Nam put
the identity number into ``UID``: ``CCCD:``, ``CMND:``, ``HC:`` or ``PID:`` of a person, ``MST:`` or ``MNS:`` of an
organisation.
"""

from __future__ import annotations

import unicodedata

from asn1crypto import core, x509

PERSON, ORGANISATION, UNKNOWN = "person", "organisation", ""
_QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
_QC_KINDS = {"0.4.0.1862.1.6.1": PERSON, "0.4.0.1862.1.6.2": ORGANISATION}
_OF_A_PERSON = ("CCCD:", "CMND:", "HC:", "PID:")
_OF_AN_ORGANISATION = ("MST:", "MNS:")


def holder_of(certificate: x509.Certificate) -> str:
    """Return ``person``, ``organisation``, or an empty text where the certificate does not tell."""
    if kind := _declared(certificate):
        return kind
    said = certificate.subject.native
    numbers = [str(one).upper() for one in _values(said.get("user_id"))]
    if said.keys() & {"given_name", "surname", "pseudonym"} or _begins(numbers, _OF_A_PERSON):
        return PERSON
    name, organisation = _folded(said.get("common_name")), _folded(said.get("organization_name"))
    if "organization_identifier" in said or (name and name == organisation):
        return ORGANISATION
    if organisation and name:
        return PERSON  # somebody of this organisation
    return ORGANISATION if _begins(numbers, _OF_AN_ORGANISATION) else UNKNOWN


def _declared(certificate: x509.Certificate) -> str:
    """Return what the qualified certificate statements say the certificate is for, if they do."""
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted != _QC_STATEMENTS:
            continue
        raw = extension["extn_value"].contents
        found = {kind for oid, kind in _QC_KINDS.items() if core.ObjectIdentifier(oid).dump() in raw}
        return found.pop() if len(found) == 1 else UNKNOWN
    return UNKNOWN


def _begins(numbers: list[str], with_one_of: tuple[str, ...]) -> bool:
    return any(number.startswith(with_one_of) for number in numbers)


def _values(found: object) -> list[object]:
    if found is None:
        return []
    return list(found) if isinstance(found, list) else [found]


def _folded(found: object) -> str:
    text = " ".join(str(one) for one in _values(found))
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
