"""The check of one file: every rule in turn, inside the child process and from outside."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors.bounds import Bounds
from processors.format_check import (
    body,
    issuer,
    motto,
    number,
    page,
    place_date,
    recipients,
    signer,
    stamps,
    title,
    typeface,
)
from processors.format_check.draft import Draft
from processors.sandbox import run_child
from vanban.domain.format_check import FormatReport, FormatWarning, Severity

if TYPE_CHECKING:
    from vanban.settings import Limits

RULES: tuple[Callable[[Draft], Iterable[FormatWarning]], ...] = (
    page.paper,
    page.upright_first_page,
    page.margins,
    typeface.typeface,
    typeface.colour,
    motto.nation,
    motto.motto,
    issuer.issuer,
    number.number,
    number.symbol_missing,
    number.symbol_names_kind,
    number.symbol_names_office,
    place_date.place_and_date,
    title.title,
    stamps.urgency,
    stamps.circulation,
    recipients.addressees,
    body.grounds,
    body.size,
    body.justified,
    signer.signer,
    recipients.recipients,
    page.page_numbers,
)
"""Every rule, in the order of the page."""
MOST_PAGES = 30
"""Pages that are measured; a longer draft is checked up to here."""
_SECONDS = 60


def check_draft(draft: Draft) -> tuple[FormatWarning, ...]:
    """Return what differs from the rules; of a Party document, which has rules of its own, only that it is one."""
    if draft.first is not None and draft.first.party:
        return (_party(),)
    return tuple(warning for rule in RULES for warning in rule(draft))


def _party() -> FormatWarning:
    return FormatWarning(
        code="party",
        rule="II.1",
        severity=Severity.LOOK,
        vi="Văn bản của Đảng: thể thức theo quy định của Đảng, không kiểm tra theo Nghị định 30.",
        en="A Party document has rules of its own and is not checked against Decree 30.",
        todo_vi="Kiểm tra theo hướng dẫn của Văn phòng Trung ương Đảng.",
        todo_en="Check it against the Party's own instructions.",
        page=1,
    )


def check_file(arguments: dict[str, Any]) -> dict[str, Any]:
    """Check one file; runs inside the child.

    Args:
        arguments: ``path``; ``bounds``, fields of ``Bounds``; ``facts``, those of the reading as JSON, or empty.

    Returns:
        The fields of ``FormatReport`` as JSON values.
    """
    draft = _draft(Path(arguments["path"]), Bounds(**arguments["bounds"]), arguments["facts"])
    looked_at = min(len(draft.sizes), MOST_PAGES)
    warnings = [asdict(warning) for warning in check_draft(draft)]
    return {"measured": draft.measured, "pages": looked_at, "warnings": warnings}


def _draft(path: Path, bounds: Bounds, facts: Mapping[str, Mapping[str, Any]]) -> Draft:
    from processors.raster import open_pages

    with open_pages(path, limits=bounds) as pages:
        sizes = tuple(pages.size(number) for number in range(1, min(pages.count, MOST_PAGES) + 1))
        document = getattr(pages, "document", None)
        if document is None:
            return Draft(sizes, facts)
        return _born_digital(document, sizes, facts) or Draft(sizes, facts)


def _born_digital(
    document: Any, sizes: tuple[tuple[float, float], ...], facts: Mapping[str, Mapping[str, Any]]
) -> Draft | None:
    """Return the draft as its text layer shows it; None where page 1 has none that can be used."""
    from processors.format_check.measuring import sheet_of
    from processors.reading import Document
    from processors.signature_zone import signature_zone
    from processors.textlayer import read_layer
    from processors.zones import first_page

    read = Document()
    first = closing = None
    sheets = []
    for page_number in range(1, len(sizes) + 1):
        layer = read_layer(document, page_number)
        if not layer.usable:
            if first is None:
                return None
            continue
        pdf_page = document[page_number - 1]
        try:
            sheets.append(sheet_of(pdf_page, layer.page))
        finally:
            pdf_page.close()
        first = first or first_page(layer.page)
        closing = closing or signature_zone(layer.page)
        if not facts:
            read.take(layer.page)
    told = facts or {name: fact.as_json() for name, fact in read.facts().items()}
    return Draft(sizes, told, tuple(sheets), first, closing)


class SandboxedFormatChecker:
    """Checks files in child processes; implements ``vanban.ports.FormatChecker``."""

    def __init__(self, *, limits: Limits) -> None:
        self._limits = limits

    def check(self, data: bytes, *, facts: Mapping[str, Any]) -> FormatReport:
        """Return what differs from the rules; see ``vanban.ports.FormatChecker``."""
        with tempfile.TemporaryDirectory(prefix="format-") as folder:
            path = Path(folder) / "draft"
            path.write_bytes(data)
            answer = run_child(
                "check-format",
                {"path": str(path), "bounds": Bounds.of(self._limits).as_arguments(), "facts": dict(facts)},
                seconds=_SECONDS,
                memory_bytes=self._limits.child_memory_bytes,
                scratch=path.parent,
            )
        return FormatReport(
            measured=answer["measured"], pages=answer["pages"], warnings=tuple(_warnings(answer["warnings"]))
        )


def _warnings(told: Iterable[dict[str, Any]]) -> Iterator[FormatWarning]:
    for one in told:
        box = one["box"]
        yield FormatWarning(
            **{**one, "severity": Severity(one["severity"]), "box": (box[0], box[1], box[2], box[3]) if box else None}
        )
