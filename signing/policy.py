# mypy: disable-error-code="no-untyped-call"
"""What may be added to a file after it was signed: signature fields with their looks, evidence, document time-stamps.

Stricter than pyHanko's default: a form value, a document title or metadata changed afterwards are not harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.settings import KeyUsageConstraints

from signing.metadata_rules import SavedInfoRule, SavedMetadataRule


def strict_policy() -> StandardDiffPolicy:
    """Return the policy for changes after a signature."""
    harmless = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(),
            XrefStreamRule().as_qualified(harmless),
            ObjectStreamRule().as_qualified(harmless),
            DSSCompareRule().as_qualified(harmless),
            SavedInfoRule().as_qualified(harmless),
            SavedMetadataRule().as_qualified(harmless),
        ],
        form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
    )


def signing_usage() -> KeyUsageConstraints:
    """Return the key usages of which a signer's certificate must have one."""
    return KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


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
        if value.get_object().get("/Type") == "/DocTimeStamp" and _shows(field.get_object())
    )


def _shows(field: Any) -> bool:
    return any(_has_area(widget) and "/AP" in widget for widget in _widgets(field))


def _widgets(field: Any) -> Iterator[Any]:
    yield field
    kids: Iterable[Any] = field.get("/Kids", ())
    for kid in kids:
        yield kid.get_object()


def _has_area(widget: Any) -> bool:
    box = [float(number) for number in widget.get("/Rect", ())]
    return len(box) == 4 and box[0] != box[2] and box[1] != box[3]
