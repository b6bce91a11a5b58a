"""A second verdict by OpenSSL, which shares no code with the library that made and checked the signatures.

It knows nothing of PDF revisions; it judges the signed bytes, the certificate chain and the revocation lists.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from asn1crypto import pem

from signing.trust import Trust

SECONDS = 30
NO_LIST = ("unable to get certificate crl", "crl is not yet valid", "crl has expired", "different crl scope")
"""What OpenSSL says when no list answers for the moment: then less is asked of it."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What OpenSSL says."""

    agrees: bool
    why_not: str = ""


class OpenSsl:
    """Runs ``openssl`` on one file's signatures, in a private folder that is removed afterwards."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self._folder = tempfile.TemporaryDirectory(prefix="vanban-openssl-")

    def __enter__(self) -> Self:
        folder = Path(self._folder.name)
        roots = b"".join(pem.armor("CERTIFICATE", one.dump()) for one in self._trust.roots)
        lists = b"".join(pem.armor("X509 CRL", one.dump()) for one in self._trust.crls)
        others = b"".join(pem.armor("CERTIFICATE", one.dump()) for one in self._trust.intermediates)
        (folder / "roots.pem").write_bytes(roots)
        (folder / "roots-and-lists.pem").write_bytes(roots + lists)
        (folder / "others.pem").write_bytes(others)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def signature(self, *, content: bytes, signature: bytes, at: dt.datetime, cades: bool) -> Opinion:
        """Return the verdict on a detached CMS signature, as of a moment."""
        folder = self._write(content, signature)
        command = [
            *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(folder / "signature")),
            *("-content", str(folder / "content"), "-out", "/dev/null", "-purpose", "any"),
            *("-attime", str(int(at.timestamp())), *self._others("-certfile")),
            *(("-cades",) if cades else ()),
        ]
        lists = ("-extended_crl", "-CAfile", str(folder / "roots-and-lists.pem"))
        # The whole chain's revocation, else the signer's, else the chain alone: pyHanko has judged OCSP answers too.
        for check in ("-crl_check_all", "-crl_check") if self._trust.crls else ():
            opinion = _run([*command, check, *lists])
            if opinion.agrees or not any(word in opinion.why_not.lower() for word in NO_LIST):
                return opinion
        return _run([*command, "-CAfile", str(folder / "roots.pem")])

    def timestamp(self, *, content: bytes, token: bytes, at: dt.datetime) -> Opinion:
        """Return the verdict on a time-stamp token over ``content``, as of a moment."""
        folder = self._write(content, token)
        return _run(
            [
                *("openssl", "ts", "-verify", "-token_in", "-in", str(folder / "signature")),
                *("-data", str(folder / "content"), "-CAfile", str(folder / "roots.pem")),
                *("-attime", str(int(at.timestamp())), *self._others("-untrusted")),
            ]
        )

    def _others(self, option: str) -> tuple[str, ...]:
        return (option, str(Path(self._folder.name) / "others.pem")) if self._trust.intermediates else ()

    def _write(self, content: bytes, signature: bytes) -> Path:
        folder = Path(self._folder.name)
        (folder / "content").write_bytes(content)
        (folder / "signature").write_bytes(signature)
        return folder


def _run(command: list[str]) -> Opinion:
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Opinion(agrees=False, why_not=f"openssl did not answer: {type(error).__name__}")
    if done.returncode == 0:
        return Opinion(agrees=True)
    return Opinion(agrees=False, why_not=_reason(done.stderr))


def _reason(errors: str) -> str:
    """Return the telling part of OpenSSL's error lines: after the last colon, without file names."""
    lines = [line.strip() for line in errors.splitlines() if "rror" in line]
    said = [line.split(":")[-1].strip() or line for line in lines]
    return "; ".join(dict.fromkeys(said))[:300] or "openssl refused without a word"
