"""Who can sign on this installation, from the list beside the PKI."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vanban.domain.batch import Purpose


@dataclass(frozen=True, slots=True)
class Account:
    """One account with the device that holds its key."""

    account: str
    purpose: Purpose
    name: str
    title: str
    certificate: Path
    token: str = ""
    """Label of the PKCS#11 token; empty for a key file."""
    pkcs12: Path | None = None
    """Key file, for tests and samples only."""
    name_in_text: str = ""
    """How lines of text name the organisation, in lower case (NĐ 30/2020, Phụ lục I, Phần II, I.3.c)."""
    own_token: bool = False
    """The key is on the person's own token, at the person's own PC: ``vanban agent`` signs, no device here."""
    csc_url: str = ""
    """Base address of the remote signing service that holds the key; see ``signing.devices.csc``."""
    csc_credential: str = ""
    csc_token: Path | None = None
    """File with the access token for that service, mode 0600."""
    picture: Path | None = None
    """PNG with transparent background: the signature in blue, or the seal in red; None shows nothing."""


def load_accounts(path: Path) -> tuple[Account, ...]:
    """Return the accounts of an ``identities.json``; none if the file is not there.

    Raises:
        ValueError: if the file is damaged.
    """
    if not path.exists():
        return ()
    try:
        return tuple(_account(entry) for entry in json.loads(path.read_text()))
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path} is damaged") from error


def _account(entry: dict[str, Any]) -> Account:
    return Account(
        account=entry["account"],
        purpose=Purpose.SEAL if entry["role"] == "seal" else Purpose.SIGN,
        name=entry["name"],
        title=entry["title"],
        certificate=Path(entry["certificate"]),
        token=entry.get("token", ""),
        pkcs12=Path(entry["pkcs12"]) if entry.get("pkcs12") else None,
        name_in_text=entry.get("name_in_text", ""),
        own_token=bool(entry.get("own_token", False)),
        csc_url=entry.get("csc_url", ""),
        csc_credential=entry.get("csc_credential", ""),
        csc_token=Path(entry["csc_token"]) if entry.get("csc_token") else None,
        picture=Path(entry["picture"]) if entry.get("picture") else None,
    )
