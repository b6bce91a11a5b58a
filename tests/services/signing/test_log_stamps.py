"""The root of the event log is stamped by a real time-stamp service, and openssl agrees."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace

import pytest

from signing.desk import PdfSigningDesk, demo_configuration
from storage.check_story import canonical, check_time, stamped
from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.event_log import PublishedRoot, TreeHead

HEAD = TreeHead(log="000.00.00.H26", size=7, root="ab" * 32, at="2026-11-27T15:00:00+00:00")


def published(office) -> dict:
    token = office.desk.token(hashlib.sha256(HEAD.canonical()).digest())
    assert HEAD.canonical() == canonical(HEAD.as_json()), "the stand-alone program digests the same bytes"
    return {"head": HEAD.as_json(), "timestamp": token.hex()}


@pytest.fixture
def authority(office, tmp_path):
    """The demo root with what lies between it and the service."""
    certificates = office.pki / "certificates"
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(b"".join((certificates / f"{name}.pem").read_bytes() for name in ("root", "interm")))
    return bundle


def test_openssl_accepts_the_time_of_a_root_and_of_no_other(office, authority, tmp_path):
    root = published(office)
    assert check_time(stamped(tmp_path, root), authority, at=time.time()) == []
    root["head"] = replace(HEAD, size=8).as_json()
    assert check_time(stamped(tmp_path, root), authority, at=time.time()) == [
        "the time-stamp of the root does not hold"
    ]


def test_a_root_is_read_back_as_it_was_written():
    root = PublishedRoot(HEAD, "00", "11", "22")
    assert PublishedRoot.from_bytes(root.as_bytes()) == root
    with pytest.raises(ValueError, match="tree head"):
        PublishedRoot.from_bytes(b'{"head": {}}')


def test_without_a_service_nothing_is_said_to_be_stamped(office):
    configuration = demo_configuration(office.pki, tsa_urls=[])
    with pytest.raises(ServiceUnavailableError):
        PdfSigningDesk(configuration).token(bytes(32))
