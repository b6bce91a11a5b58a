"""The token in a person's own PC: found by the certificate it holds, asked for nothing before the PIN.

For ``vanban agent``: needs python-pkcs11 and the maker's module, nothing else of this system.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from asn1crypto import x509

from signing.devices.pkcs11 import Pkcs11Device, log_in
from signing.devices.port import CertificateChain
from vanban.domain.errors import CertificateError, ServiceUnavailableError


@dataclass(frozen=True, slots=True)
class OwnToken:
    """A token that is plugged in and holds the wanted certificate."""

    token: Any
    certificate: x509.Certificate

    @property
    def label(self) -> str:
        """The token's name."""
        return str(self.token.label).strip()

    @property
    def asks_itself(self) -> bool:
        """Whether the PIN is typed on a keypad of the token or its reader, not at the PC."""
        import pkcs11

        return bool(self.token.flags & pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH)

    @property
    def last_try(self) -> bool:
        """Whether one more wrong PIN locks the token."""
        import pkcs11

        return bool(self.token.flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY)

    def open(self, *, pin: str | None) -> Pkcs11Device:
        """Log in, with exactly one try; ``pin`` is None where the token asks for it itself.

        Raises:
            PinError: if the PIN is wrong, locked or of a wrong length.
            ServiceUnavailableError: if the token is gone or in use.
        """
        return log_in(self.token, pin=pin, chain=CertificateChain(self.certificate))


def find_own_token(*, module: str, certificate_sha256: str) -> OwnToken:
    """Return the token that holds a certificate.

    Args:
        module: Path of the maker's PKCS#11 library.
        certificate_sha256: Fingerprint of the account's registered certificate, hex.

    Raises:
        ServiceUnavailableError: if the library cannot be used, or no token is plugged in.
        CertificateError: if no token that is plugged in holds this certificate.
    """
    import pkcs11

    try:
        tokens = list(pkcs11.lib(module).get_tokens())
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise ServiceUnavailableError(
            f"The PKCS#11 library {module} cannot be used.",
            vi=f"Không dùng được thư viện PKCS#11 {module}.",
            remedy=(
                "Install the token's driver, and name its library with --module."
                " / Hãy cài trình điều khiển của thiết bị và chỉ ra thư viện bằng --module."
            ),
        ) from error
    if not any(_initialised(token) for token in tokens):
        raise ServiceUnavailableError(
            "No token is plugged in.",
            vi="Chưa cắm thiết bị ký số (USB token).",
            remedy="Plug it in, then try again. / Hãy cắm thiết bị rồi thử lại.",
        )
    for token in tokens:
        for certificate in _certificates(token):
            if sha256(certificate).hexdigest() == certificate_sha256:
                return OwnToken(token, x509.Certificate.load(certificate))
    raise CertificateError(
        "No token that is plugged in holds the certificate registered for this account.",
        vi="Không thiết bị nào đang cắm giữ chứng thư số đã đăng ký của tài khoản này.",
        remedy=(
            "Plug in the right token, or have the new certificate registered with the office."
            " / Hãy cắm đúng thiết bị, hoặc đề nghị cơ quan đăng ký chứng thư số mới."
        ),
    )


def _initialised(token: Any) -> bool:
    import pkcs11

    return bool(token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED)


def _certificates(token: Any) -> Iterator[bytes]:
    """Yield the certificates that a token shows without a PIN; none where it cannot be read."""
    import pkcs11

    try:
        with token.open() as session:
            found = list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}))
            yield from [bytes(one[pkcs11.Attribute.VALUE]) for one in found]
    except pkcs11.PKCS11Error:
        return
