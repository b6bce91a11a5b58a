# mypy: disable-error-code="no-untyped-call"
"""What may be added to a file after it was signed: signature fields with their looks, evidence, document time-stamps.

Stricter than pyHanko's default: a form value, a document title or metadata changed afterwards are not harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.settings import KeyUsageConstraints

from signing.increment_rules import LastingFormRule, NoLateDefinitionRule, PlainSigFieldCreationRule
from signing.lookup import value_of
from signing.metadata_rules import SavedInfoRule, SavedMetadataRule


def strict_policy() -> StandardDiffPolicy:
    """Return the policy for changes after a signature."""
    harmless = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            NoLateDefinitionRule().as_qualified(harmless),
            CatalogModificationRule(),
            XrefStreamRule().as_qualified(harmless),
            ObjectStreamRule().as_qualified(harmless),
            DSSCompareRule().as_qualified(harmless),
            SavedInfoRule().as_qualified(harmless),
            SavedMetadataRule().as_qualified(harmless),
        ],
        form_rule=LastingFormRule([PlainSigFieldCreationRule(), SigFieldModificationRule()]),
    )


SIGNING_PURPOSES = frozenset(
    {
        "any_extended_key_usage", "email_protection", "microsoft_document_signing",
        "1.3.6.1.5.5.7.3.36", "document_signing", "1.2.840.113583.1.1.5", "adobe_authentic_documents_trust",
    }
)  # fmt: skip
"""Extended key usages that allow documents to be signed (RFC 9336, and what authorities wrote before it)."""


def signing_usage() -> KeyUsageConstraints:
    """Return the key usages of which a signer's certificate must have one; extended ones only if it names any."""
    return KeyUsageConstraints(
        key_usage={"digital_signature", "non_repudiation"},
        match_all_key_usages=False,
        extd_key_usage=SIGNING_PURPOSES,
        explicit_extd_key_usage_required=False,
    )


def empty_visible_fields(handler: PdfFileReader | HistoricalResolver) -> frozenset[str]:
    """Return the names of unsigned signature fields that show something.

    Added after a signature, such a field can cover what was signed, and nobody answers for it.
    """
    return frozenset(
        name for name, value, field in enumerate_sig_fields(handler) if value is None and _shows(field.get_object())
    )


def visible_timestamps(reader: PdfFileReader) -> frozenset[str]:
    """Return the names of document time-stamp fields that show something: a time-stamp has nothing to show."""
    return frozenset(
        name
        for name, value, field in enumerate_sig_fields(reader, filled_status=True)
        if value_of(value.get_object(), "/Type") == "/DocTimeStamp" and _shows(field.get_object())
    )


def _shows(field: Any) -> bool:
    return any(_has_area(widget) and "/AP" in widget for widget in _widgets(field))


def _widgets(field: Any) -> Iterator[Any]:
    yield field
    for kid in value_of(field, "/Kids", ()):
        yield kid.get_object()


def _has_area(widget: Any) -> bool:
    box = [float(number) for number in value_of(widget, "/Rect", ())]
    return len(box) == 4 and box[0] != box[2] and box[1] != box[3]
