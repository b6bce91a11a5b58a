"""What the agent checks before the token signs anything: the desk could be wrong, or no longer the office's own.

Each document is fetched whole. It must begin with exactly the bytes on the approved list; what is signed must cover all
of it but the gap for the signature itself; and the signed attributes must say that, name this certificate, and nothing
else. So no digest can be slipped in. What is appended for the signature (field, picture) is bounded, not drawn: the
desk's own verification compares the pages.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from signing.prepared import PreparedSignature, digest_around
from vanban.domain.batch import BatchItem
from vanban.domain.errors import RefusedError

MOST_APPENDED = 8 * 1024 * 1024
"""Bytes appended for one signature: a picture and the field take some 50 KB."""
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def checked_digest(state: bytes, item: BatchItem, *, certificate: bytes) -> bytes:
    """Return the SHA-256 that the token may sign for a document of the approved list, 32 bytes.

    Args:
        state: The prepared document as the desk handed it out.
        item: The document's line of the list that the person approved.
        certificate: DER of the token's certificate.

    Raises:
        RefusedError: if anything in it is not as it must be.
    """
    try:
        prepared = PreparedSignature.from_bytes(state)
    except (ValueError, TypeError, OverflowError) as error:  # its head is foreign JSON
        raise _tampered(item, "prepared file damaged", "tệp chuẩn bị ký bị hỏng") from error
    _check_file(prepared, item)
    _check_attributes(prepared, item, certificate)
    return prepared.to_sign


def _check_file(prepared: PreparedSignature, item: BatchItem) -> None:
    output, start, end = prepared.output, prepared.gap_start, prepared.gap_end
    if hashlib.sha256(prepared.original).hexdigest() != item.sha256:
        raise _tampered(item, "not the file on the approved list", "không phải tệp trong danh sách đã duyệt")
    if not prepared.original_size < start < end <= len(output) <= prepared.original_size + MOST_APPENDED:
        raise _tampered(item, "the gap is not in the appended part", "chỗ đặt chữ ký nằm sai vị trí")
    if output[start : start + 1] != b"<" or output[end - 1 : end] != b">" or output[start + 1 : end - 1].strip(b"0"):
        raise _tampered(item, "the gap is not empty", "chỗ đặt chữ ký không trống")
    ranges = BYTE_RANGE.findall(output, prepared.original_size)
    if [tuple(map(int, one)) for one in ranges] != [(0, start, end, len(output) - end)]:
        raise _tampered(item, "the signature would not cover the whole file", "chữ ký không bao phủ toàn bộ tệp")
    if digest_around(output, start, end) != prepared.document_digest:
        raise _tampered(item, "another digest", "mã băm không khớp")


def _check_attributes(prepared: PreparedSignature, item: BatchItem, certificate: bytes) -> None:
    from asn1crypto import cms, tsp  # noqa: F401 - importing tsp teaches cms the ESS attributes

    try:
        attributes = cms.CMSAttributes.load(prepared.signed_attributes, strict=True)
        said = {one["type"].native: [value.native for value in one["values"]] for one in attributes}
        complete = len(said) == len(attributes)
        named = _named_certificate(said["signing_certificate_v2"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise _tampered(item, "signed attributes damaged", "thuộc tính ký bị hỏng") from error
    if not complete or set(said) != {"content_type", "message_digest", "signing_certificate_v2"}:
        raise _tampered(item, "other signed attributes than PAdES asks for", "thuộc tính ký không đúng chuẩn PAdES")
    if said["content_type"] != ["data"] or said["message_digest"] != [prepared.document_digest]:
        raise _tampered(item, "a digest of something else was slipped in", "mã băm được ký không phải của tệp này")
    if named != hashlib.sha256(certificate).digest():
        raise _tampered(item, "another certificate is named", "thuộc tính ký ghi chứng thư số khác")


def _named_certificate(values: list[Any]) -> bytes:
    """Return the SHA-256 of the one certificate that ESS signing-certificate-v2 names (RFC 5035)."""
    [value] = values
    [first] = value["certs"]
    if first["hash_algorithm"]["algorithm"] != "sha256":
        raise ValueError("named by another digest")
    return bytes(first["cert_hash"])


def _tampered(item: BatchItem, en: str, vi: str) -> RefusedError:
    name = item.number or item.document_id
    return RefusedError(
        f"The desk asks for a signature that does not belong to document {name}: {en}. It was not signed.",
        vi=f"Hệ thống yêu cầu ký nội dung không thuộc văn bản {name}: {vi}. Đã từ chối ký.",
        remedy=(
            "Stop signing and tell the administrator: the desk may have been tampered with."
            " / Hãy dừng ký và báo quản trị: máy chủ có thể đã bị can thiệp."
        ),
    )
