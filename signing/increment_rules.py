# mypy: disable-error-code="no-untyped-call"
"""Rules for increments, stricter than pyHanko's: what a new signature field may carry, what forms may change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import FormUpdatingRule, ModificationLevel, SigFieldCreationRule, SuspiciousModification
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FormUpdate
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate, WhitelistRule

from signing.lookup import value_of

FIELD_KEYS = frozenset(
    {
        "/T", "/TU", "/TM", "/FT", "/Ff", "/V", "/DV", "/Kids", "/Parent", "/Lock", "/SV", "/DA", "/DR", "/Q",
        "/Type", "/Subtype", "/Rect", "/P", "/F", "/AP", "/AS", "/MK", "/BS", "/Border", "/H", "/NM", "/M",
        "/StructParent",
    }
)  # fmt: skip
"""What a new signature field or its widget may hold: no action (``/A``, ``/AA``) and no layer (``/OC``)."""
FORM_KEYS = frozenset({"/Fields", "/DR"})
"""What may change in the form: not ``/NeedAppearances`` or ``/DA``, which make readers draw its fields anew."""


class NoLateDefinitionRule(WhitelistRule):
    """Refuses an object that what was signed refers to and that only a later revision defines.

    A prepared document points at nothing; the increment then fills the hole, and no signed object has changed.
    """

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Approve nothing."""
        for reference in new.explicit_refs_in_revision():
            # The index is filled by the policy before its rules run.
            if old.is_ref_unassignable(reference) and old._get_usages_of_ref(reference):  # noqa: SLF001
                raise SuspiciousModification("An object that was signed as missing was defined afterwards.")
        return ()


class PlainSigFieldCreationRule(SigFieldCreationRule):
    """Allows new signature fields that do nothing but hold and show a signature."""

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        """Return the updates that are allowed."""
        for spec in context.field_specs.values():
            if spec.old_field_ref is None and spec.new_field is not None:
                for one in (spec.new_field, *_kids(spec.new_field)):
                    if not set(one) <= FIELD_KEYS:
                        raise SuspiciousModification("A new signature field carries more than a signature.")
        return list(super().apply(context))


class LastingFormRule(FormUpdatingRule):
    """Allows the form to gain signature fields; its default resources may grow, but none may be replaced."""

    def __init__(self, field_rules: list[Any]) -> None:
        super().__init__(field_rules=field_rules, ignored_acroform_keys=FORM_KEYS)

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        """Return the updates that are allowed."""
        before, after = _resources(old), _resources(new)
        if any(name not in after or after[name] != value for name, value in before.items()):
            raise SuspiciousModification("Default resources of the form were replaced.")
        return list(super().apply(old, new))


def _kids(field: Any) -> Iterable[Any]:
    return [kid.get_object() for kid in value_of(field, "/Kids", ())]


def _resources(handler: HistoricalResolver) -> dict[tuple[str, str], Any]:
    """Return the default resources of the form, by category and name."""
    resources = value_of(value_of(handler.root, "/AcroForm", {}), "/DR", {})
    found: dict[tuple[str, str], Any] = {}
    for category in resources:
        held = resources[category]
        if hasattr(held, "raw_get"):
            found |= {(str(category), str(name)): held.raw_get(name) for name in held}
        else:
            found[str(category), ""] = held
    return found
