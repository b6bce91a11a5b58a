"""What runs in the sandbox when a file is verified: paths in, the contract's JSON out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any


def verify_file(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the verdict on the file at ``path`` under the anchors in the folder ``trust``.

    Both ``trust`` and ``at`` (ISO 8601) may be None: nobody is then trusted, and it is judged as of now.
    ``purpose`` is that of the anchors that count, or None for all.
    """
    from signing.verify import PdfVerifier

    at = dt.datetime.fromisoformat(arguments["at"]) if arguments["at"] else None
    folder = Path(arguments["trust"]) if arguments["trust"] else None
    verifier = PdfVerifier.from_folder(folder, purpose=arguments["purpose"])
    return verifier.verify(Path(arguments["path"]).read_bytes(), at=at).as_json()
