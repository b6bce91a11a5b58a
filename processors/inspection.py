"""The examination of one file, inside the sandbox: safety checks, then the secrecy gate."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from processors.bounds import Bounds
from processors.media import CONTAINERS, open_regular
from processors.safety import ANIMATION, Findings, check

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
    findings = check(path, file_name=file_name, bounds=bounds)
    if findings.refusal:
        return {"outcome": "refused", "reason": findings.refusal, **_facts(findings)}
    if ANIMATION in findings.warnings and not is_part:
        return {"outcome": "refused", "reason": "animation", **_facts(findings)}
    if findings.media_type in CONTAINERS:
        return {"outcome": CONTAINER, **_facts(findings)}
    from processors.gate import judge
    from processors.raster import open_pages

    with open_pages(path, limits=bounds, work=work) as source:
        if source.count > bounds.pages:
            return {"outcome": "refused", "reason": "too-many-pages", **_facts(findings)}
        findings = replace(findings, pages=source.count)
        verdict = judge(source, work=work, overruled=overruled)
    if verdict.suspect:
        return {"outcome": "suspect", "reason": "suspect"}
    return {"outcome": "clean", "urgency": verdict.urgency, **_facts(findings)}


def _facts(findings: Findings) -> dict[str, Any]:
    return {
        "media_type": findings.media_type,
        "pages": findings.pages,
        "signed": findings.signed,
        "has_text_layer": findings.has_text_layer,
        "warnings": list(findings.warnings),
    }
