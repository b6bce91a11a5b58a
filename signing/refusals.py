"""What a person is told when a document is not signed, and what to do next."""

from __future__ import annotations

from vanban.domain.batch import BatchItem
from vanban.ports import SigningResult

_MESSAGES = {
    "not-granted": (
        "Nội dung tệp không đúng với bản đã được duyệt. Hãy duyệt lại.",
        "The bytes are not the ones that were approved. Approve the document again.",
    ),
    "already-signed": (
        "Văn bản này đã có chữ ký bằng chính chứng thư số này.",
        "The document already carries a signature by this very certificate.",
    ),
    "unsigned": (
        "Văn bản chưa có chữ ký của người có thẩm quyền nên không được đóng dấu (Nghị định 30/2020, Điều 32).",
        "The competent person has not signed yet, so the seal may not be put on (Decree 30/2020, article 32).",
    ),
    "elsewhere": (
        "Chỗ đặt chữ ký khác với chỗ đã hiện khi duyệt. Hãy lập lại danh sách và duyệt lại.",
        "The signature would go elsewhere than was shown for approval. Make the list again and approve it.",
    ),
    "broken": (
        "Tệp PDF hỏng, có mật khẩu hoặc không nhận thêm chữ ký. Hãy xuất lại tệp.",
        "The PDF is damaged, has a password or takes no signature. Export it again.",
    ),
    "device": (
        "Thiết bị ký không trả lời. Hãy kiểm tra thiết bị rồi duyệt lại.",
        "The signing device does not answer. Check it, then approve again.",
    ),
    "timestamp": (
        "Không lấy được dấu thời gian. Hãy kiểm tra kết nối tới dịch vụ.",
        "No time-stamp could be had. Check the connection to the service.",
    ),
    "certificate": (
        "Không kiểm tra được tình trạng chứng thư số. Hãy kiểm tra kết nối.",
        "The state of the certificate could not be checked. Check the connection.",
    ),
    "not-verified": (
        "Bản đã ký không qua được bước kiểm tra nên bị bỏ; bản gốc không đổi.",
        "The signed file did not pass verification and was dropped; the original is unchanged.",
    ),
}


def refusal(item: BatchItem, code: str, detail: str = "", *, stop: bool = False, later: bool = False) -> SigningResult:
    """Return the result for a document that was not signed.

    Args:
        item: The document.
        code: A code of ``SigningResult``.
        detail: A more exact message of this module, or a technical word to add to the English text.
        stop: Whether the rest of the batch must not be tried.
        later: Whether only a service is away.
    """
    vi, en = _MESSAGES[detail] if detail in _MESSAGES else _MESSAGES[code]
    if detail and detail not in _MESSAGES:
        en = f"{en} ({detail})"
    return SigningResult(item.document_id, None, code=code, message_vi=vi, message_en=en, stop=stop, later=later)
