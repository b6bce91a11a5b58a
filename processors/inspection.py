"""The examination of one file, inside the sandbox: safety checks, then the secrecy gate."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors.bounds import Bounds
from processors.media import CONTAINERS, PDF, open_regular
from processors.safety import ANIMATION, Findings, check_opened, check_unopened, has_text
from vanban.domain.errors import UnreadableError

if TYPE_CHECKING:
    from processors.raster import PageSource

CONTAINER = "container"
"""The outcome for what holds other files: they are to be examined, each for itself."""


def examine(arguments: dict[str, Any]) -> dict[str, Any]:
    """Examine a file.

    Args:
        arguments: ``path``; ``file_name``; ``work``, the private folder; ``bounds``, fields of ``Bounds``;
            ``overruled``, true if two people released these bytes; ``is_part``, true for a file in a ZIP or an e-mail.

    Returns:
        Fields of ``vanban.domain.reading.Examination`` but for digest and size; the outcome may be ``CONTAINER``.
    """
    bounds = Bounds(**arguments["bounds"])
    try:
        descriptor = open_regular(Path(arguments["path"]))
    except OSError:
        return {"outcome": "refused", "reason": "not-a-file"}
    # From here on the open file is meant, whatever happens to its name.
    path = Path(f"/proc/self/fd/{descriptor}")
    try:
        name, work = arguments["file_name"], Path(arguments["work"])
        overruled, is_part = arguments["overruled"], arguments.get("is_part", False)
        return _examined(path, name, work, bounds, overruled=overruled, is_part=is_part)
    finally:
        os.close(descriptor)


def _examined(
    path: Path, file_name: str, work: Path, bounds: Bounds, *, overruled: bool, is_part: bool
) -> dict[str, Any]:
    from processors.secrecy import name_shows_mark

    if not overruled and name_shows_mark(file_name):
        return {"outcome": "suspect", "reason": "suspect"}
    findings = check_unopened(path, file_name=file_name, bounds=bounds)
    if findings.refusal:
        return _refused(findings.refusal, findings)
    if ANIMATION in findings.warnings and not is_part:
        return _refused("animation", findings)
    if findings.media_type in CONTAINERS:
        return {"outcome": CONTAINER, **_facts(findings)}
    from processors.raster import PageError, open_pages

    with ExitStack() as opened:
        # A PDF is opened once, for the rest of the checks and for the gate.
        try:
            source = opened.enter_context(open_pages(path, limits=bounds, work=work))
        except PageError as error:
            if findings.media_type != PDF:
                raise
            return _refused(error.code, Findings(PDF))
        if findings.media_type == PDF:
            findings = check_opened(source.document, path, findings, bounds=bounds)
            if findings.refusal:
                return _refused(findings.refusal, findings)
        if source.count > bounds.pages:
            return _refused("too-many-pages", findings)
        return _judged(source, replace(findings, pages=source.count), work, overruled=overruled)


def _judged(source: PageSource, findings: Findings, work: Path, *, overruled: bool) -> dict[str, Any]:
    """Pass the secrecy gate; it mostly tells whether there is a text layer, too."""
    from processors.gate import judge

    is_pdf = findings.media_type == PDF
    try:
        verdict = judge(source, work=work, overruled=overruled)
        if verdict.suspect:
            return {"outcome": "suspect", "reason": "suspect"}
        if is_pdf:
            findings = replace(findings, has_text_layer=verdict.from_text or has_text(source.document))
    except UnreadableError:
        if is_pdf and not _has_first_page(source):
            return _refused("broken", Findings(PDF))
        raise
    return {"outcome": "clean", "urgency": verdict.urgency, **_facts(findings)}


def _has_first_page(source: PageSource) -> bool:
    try:
        has_text(source.document)
    except UnreadableError:
        return False
    return True


def _refused(reason: str, findings: Findings) -> dict[str, Any]:
    return {"outcome": "refused", "reason": reason, **_facts(findings)}


def _facts(findings: Findings) -> dict[str, Any]:
    return {
        "media_type": findings.media_type,
        "pages": findings.pages,
        "signed": findings.signed,
        "has_text_layer": findings.has_text_layer,
        "warnings": list(findings.warnings),
    }
