"""The check of a certificate before any PIN is used (NĐ 68/2024, Điều 29): time, usage, chain, revocation."""

from __future__ import annotations

import datetime as dt

from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError

from signing.devices.port import CertificateChain
from signing.proof import context
from signing.revocation import RevocationError, RevocationSource
from signing.running import run_to_end
from signing.trust import Trust
from vanban.domain.errors import CertificateError, ServiceUnavailableError

USAGES = {"digital_signature", "non_repudiation"}


def check_certificate(
    chain: CertificateChain, *, name: str, trust: Trust, revocation: RevocationSource, at: dt.datetime
) -> None:
    """Check that a certificate may sign now.

    Raises:
        CertificateError: if it may not.
        ServiceUnavailableError: if its revocation cannot be learnt now.
    """
    _check_time(chain, name=name, at=at)
    usage = chain.certificate.key_usage_value
    if usage is None or not USAGES & set(usage.native):
        raise CertificateError(
            f"The certificate of {name} is not meant for signing.",
            vi=f"Chứng thư số của {name} không dùng để ký.",
            remedy="Use a signing certificate. / Hãy dùng chứng thư số dùng để ký.",
        )
    try:
        data = revocation.collect([chain.certificate], pool=[*chain.above, *trust.roots, *trust.intermediates], at=at)
    except RevocationError as error:
        raise ServiceUnavailableError(
            f"It cannot be learnt now whether the certificate of {name} is revoked.",
            vi=f"Chưa kiểm tra được chứng thư số của {name} có bị thu hồi hay không.",
            remedy=(
                "Check the connection to the revocation service, then try again."
                " / Hãy kiểm tra kết nối tới dịch vụ kiểm tra thu hồi rồi thử lại."
            ),
        ) from error
    known = trust.plus(certificates=[*chain.above, *data.certificates], crls=data.crls, ocsps=data.ocsps)
    _check_path(chain, name=name, trust=known, at=at)


def _check_time(chain: CertificateChain, *, name: str, at: dt.datetime) -> None:
    certificate = chain.certificate
    if at > certificate.not_valid_after:
        day = certificate.not_valid_after.strftime("%d/%m/%Y")
        raise CertificateError(
            f"The certificate of {name} expired on {day}.",
            vi=f"Chứng thư số của {name} đã hết hạn ngày {day}.",
            remedy="Have it renewed before signing. / Hãy gia hạn trước khi ký.",
        )
    if at < certificate.not_valid_before:
        raise CertificateError(
            f"The certificate of {name} is not valid yet.", vi=f"Chứng thư số của {name} chưa có hiệu lực."
        )


def _check_path(chain: CertificateChain, *, name: str, trust: Trust, at: dt.datetime) -> None:
    validator = CertificateValidator(
        chain.certificate,
        intermediate_certs=list(chain.above),
        validation_context=context(trust, at=at, mode="require"),
    )
    try:
        run_to_end(validator.async_validate_path())
    except RevokedError as error:
        raise CertificateError(
            f"The certificate of {name} was revoked.",
            vi=f"Chứng thư số của {name} đã bị thu hồi.",
            remedy=(
                "Do not sign with it; ask the issuer for a new one."
                " / Không ký bằng chứng thư này; hãy đề nghị nơi cấp cấp mới."
            ),
        ) from error
    except (PathError, ValidationError) as error:
        raise CertificateError(
            f"The certificate of {name} does not lead to a trusted root, or its chain cannot be checked.",
            vi=f"Chứng thư số của {name} không dẫn tới gốc tin cậy hoặc không kiểm tra được.",
            remedy=(
                "Check the trust folder of this installation. / Hãy kiểm tra thư mục chứng thư tin cậy của hệ thống."
            ),
        ) from error
