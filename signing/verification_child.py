"""What runs in the sandbox when a file is verified: paths in, the contract's JSON out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any


def verify_file(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the verdict on the file at ``path`` under the roots in ``trust``, as of ``at`` (ISO 8601) or now."""
    from signing.verify import PdfVerifier

    at = dt.datetime.fromisoformat(arguments["at"]) if arguments["at"] else None
    verifier = PdfVerifier.from_folder(Path(arguments["trust"]))
    return verifier.verify(Path(arguments["path"]).read_bytes(), at=at).as_json()
