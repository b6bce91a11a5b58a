"""Evidence for decades: pyHanko's AdES-LTA algorithm (ETSI EN 319 102-1, 5.6.3) on our output, now and later."""

from __future__ import annotations

import asyncio
import datetime as dt
import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation, simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.trust import load_certificate


@pytest.fixture(scope="module")
def policy(office) -> PdfSignatureValidationSpec:
    """Trust in the root alone; everything else must be in the file."""
    root = load_certificate(office.pki / "trust" / "root.pem")
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build([root]),
                revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
            )
        )
    )


def signatures(data: bytes):
    return [one for one in PdfFileReader(io.BytesIO(data)).embedded_signatures if one.sig_object_type == "/Sig"]


def test_lta_validation_passes_now_for_official_and_seal(sealed, policy):
    found = [asyncio.run(ades_lta_validation(one, policy)) for one in signatures(sealed)]
    assert [one.ades_subindic for one in found] == [AdESPassed.OK, AdESPassed.OK]


def test_lta_validation_passes_long_after_the_certificates_end(office, sealed, policy):
    """With time-stamps renewed until then: the archive's duty (``renew_evidence``)."""
    last = max(one.signer_cert.not_valid_after for one in signatures(sealed))
    for later in (last + dt.timedelta(days=1), dt.datetime(2037, 1, 1, tzinfo=dt.UTC)):
        assert later > last
        found = [asyncio.run(simulate_future_ades_lta_validation(one, policy, later)) for one in signatures(sealed)]
        assert [one.ades_subindic for one in found] == [AdESPassed.OK, AdESPassed.OK], later


def test_without_the_archive_time_stamp_lta_validation_does_not_pass(signed, policy):
    """The check can fail: an official's B-LT alone lacks the proof of when its evidence existed."""
    [one] = signatures(signed)
    assert asyncio.run(ades_lta_validation(one, policy)).ades_subindic is not AdESPassed.OK
