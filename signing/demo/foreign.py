"""A person of another office who signs: for samples of incoming documents that arrive signed."""

from __future__ import annotations

from pathlib import Path

ACCOUNT = "co-quan-khac"


def sign_as_foreign_person(data: bytes, *, pki: Path, secrets: Path, tsa_url: str = "") -> bytes:
    """Return ``data`` with the signature of the other office's chairman, Lê Văn Láng (test identity).

    The signature's picture goes between ``CHỦ TỊCH`` and ``Lê Văn Láng`` where the last pages have these lines, else
    to the lower right of the last page. Needs no service unless ``tsa_url`` is given.

    Args:
        data: An unsigned PDF.
        pki: ``<home>/pki``, as ``vanban.services.pki.prepare`` leaves it.
        secrets: ``<home>/secrets``.
        tsa_url: Time-stamp service for B-T (``vanban.services.pki.tsa_url``); empty for a signature without time-stamp.

    Raises:
        NotFoundError: if the demo PKI has not been issued.
        TimestampError: if the time-stamp service does not answer.
    """
    return _sign(data, account=ACCOUNT, pki=pki, secrets=secrets, tsa_url=tsa_url)


def sign_as_test_person(data: bytes, *, account: str, pki: Path, secrets: Path, tsa_url: str = "") -> bytes:
    """Return ``data`` signed by any test identity, also the expired ``het-han`` and the revoked ``thu-hoi``.

    No certificate is checked; arguments as for ``sign_as_foreign_person``.
    """
    return _sign(data, account=account, pki=pki, secrets=secrets, tsa_url=tsa_url)


def _sign(data: bytes, *, account: str, pki: Path, secrets: Path, tsa_url: str) -> bytes:
    import datetime as dt
    import json

    from signing.appearance import load_picture
    from signing.complete import complete_signature, prepare_signature
    from signing.demo.issue import P12_PASSWORDS
    from signing.devices.pkcs12 import open_pkcs12
    from signing.identities import load_accounts
    from signing.look import signature_look
    from signing.prepare import open_for_signing
    from signing.timestamps import SharedTimeStamper
    from signing.trust import load_certificate, load_trust
    from signing.web import Web
    from vanban.domain.errors import NotFoundError

    accounts = {one.account: one for one in load_accounts(pki / "test-identities.json")}
    person = accounts.get(account)
    if person is None or person.pkcs12 is None or person.picture is None:
        raise NotFoundError(
            f"The demo PKI has no test identity {account}.",
            vi=f"Hạ tầng khóa thử nghiệm không có danh tính {account}.",
            remedy="Run `vanban up` first. / Hãy chạy `vanban up` trước.",
        )
    picture = load_picture(person.picture)
    password = json.loads((secrets / P12_PASSWORDS).read_text())[account]
    with open_pkcs12(person.pkcs12, password=password) as device:
        trust = load_trust(pki / "trust").plus(certificates=[load_certificate(pki / "certificates" / "interm.pem")])
        stamper = SharedTimeStamper(urls=(tsa_url,), web=Web(), trust=trust) if tsa_url else None
        prepared = prepare_signature(
            open_for_signing(data),
            chain=device.chain,
            field_prefix="ChuKy",
            look=signature_look(data, picture, name=person.name, title=person.title),
            at=dt.datetime.now(tz=dt.UTC),
            token_room=stamper.room if stamper else 0,
        )
        signature = device.sign_digest(prepared.to_sign)
        return complete_signature(prepared, signature, stamp=stamper.timestamp if stamper else None)
