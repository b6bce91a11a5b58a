"""What a verdict on signatures means for a person, and what to do about it, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Words = tuple[str, str]

VERDICTS: dict[str, Words] = {
    "valid": ("HỢP LỆ", "VALID"),
    "invalid": ("KHÔNG HỢP LỆ", "INVALID"),
    "indeterminate": ("CHƯA XÁC ĐỊNH", "NOT DETERMINED"),
    "unsigned": ("KHÔNG CÓ CHỮ KÝ", "NOT SIGNED"),
    "unchecked": ("CHƯA KIỂM TRA", "NOT CHECKED YET"),
}
TRUST: dict[str, Words] = {
    "trusted": ("tin cậy", "trusted"),
    "untrusted": ("không tin cậy", "not trusted"),
    "unknown": ("không rõ", "unknown"),
}
REVOCATION: dict[str, Words] = {
    "good": ("không bị thu hồi", "not revoked"),
    "revoked": ("đã bị thu hồi", "revoked"),
    "unknown": ("không rõ có bị thu hồi hay không", "revocation unknown"),
}
COVERAGE: dict[str, Words] = {
    "file": ("toàn bộ tệp", "the whole file"),
    "revision": ("trọn phiên bản đã ký, sau đó có bổ sung được phép", "all that was signed; allowed additions follow"),
    "unclear": ("không rõ", "unclear"),
}
PURPOSES: dict[str, Words] = {
    "state": ("Chứng thực gốc quốc gia", "State root"),
    "public-duty": ("chữ ký số chuyên dùng công vụ", "for public duty"),
    "business": ("chữ ký số công cộng", "public authority, for business"),
    "foreign": ("chứng thư nước ngoài", "foreign authority"),
    "demo": ("THỬ NGHIỆM, không có giá trị pháp lý", "TEST, of no legal value"),
}
HOLDERS: dict[str, Words] = {
    "person": ("chữ ký của cá nhân", "a person's signature"),
    "organisation": ("chữ ký của cơ quan, tổ chức (con dấu)", "an organisation's signature (seal)"),
}
_ACCEPT = ("Có thể tiếp nhận.", "It can be accepted.")
_CHANGED = (
    "Không tiếp nhận. Đề nghị nơi gửi gửi lại tệp gốc đã ký.",
    "Do not accept it. Ask the sender for the signed original again.",
)
_CERTIFICATE = (
    "Không tiếp nhận. Đề nghị nơi gửi ký lại bằng chứng thư số còn hiệu lực.",
    "Do not accept it. Ask the sender to sign again with a certificate that is in force.",
)
_STRANGER = (
    "Chưa tiếp nhận. Hỏi nơi gửi bằng kênh khác; nếu đúng, nhờ quản trị thêm tổ chức chứng thực vào danh sách tin cậy.",
    "Do not accept it yet. Ask the sender in another way; if it is right, have the admin add the authority.",
)
_EVIDENCE = (
    "Chưa tiếp nhận. Nhờ quản trị cập nhật danh sách thu hồi, rồi kiểm tra lại.",
    "Do not accept it yet. Have the admin update the revocation lists, then verify again.",
)
_UNCLEAR = (
    "Chưa tiếp nhận. Đề nghị nơi gửi gửi lại; nếu vẫn vậy, chuyển quản trị xem.",
    "Do not accept it yet. Ask the sender to send it again; if nothing changes, show it to the admin.",
)
_PAPER = ("Xử lý như văn bản không ký số.", "Handle it as a document without digital signature.")

_EXPLAINED: dict[Words, Words] = {
    _ACCEPT: (
        "Tệp đúng như khi được ký: nội dung không bị sửa, biết rõ ai ký, chứng thư số có hiệu lực khi ký.",
        "The file is as it was signed: nothing was changed, it is known who signed, and the certificate was in force.",
    ),
    _CHANGED: (
        (
            "Đừng dùng tệp này: nội dung đã bị sửa sau khi ký, hoặc chữ ký không khớp. "
            "Hãy xin lại tệp gốc từ nơi phát hành."
        ),
        (
            "Do not rely on this file: it was changed after signing, or a signature does not fit. "
            "Ask the issuer for it again."
        ),
    ),
    _CERTIFICATE: (
        (
            "Nội dung còn nguyên, nhưng chứng thư số đã bị thu hồi hoặc không còn hiệu lực khi ký. "
            "Hãy hỏi lại nơi phát hành."
        ),
        "The content is intact, but the certificate was revoked or not in force when it was signed. Ask the issuer.",
    ),
    _STRANGER: (
        (
            "Nội dung còn nguyên, nhưng hệ thống này không biết tổ chức cấp chứng thư số "
            "nên không khẳng định được ai đã ký."
        ),
        "The content is intact, but the authority is not known here, so that nobody can say for sure who signed.",
    ),
    _EVIDENCE: (
        "Nội dung còn nguyên, nhưng chưa biết chứng thư số có bị thu hồi hay không. Hãy thử lại sau.",
        "The content is intact, but it is not known whether the certificate was revoked. Try again later.",
    ),
    _UNCLEAR: (
        "Không đọc được hết tệp nên không kết luận được. Hãy xin lại tệp gốc từ nơi phát hành.",
        "The file cannot be read as a whole, so that there is no verdict. Ask the issuer for the original file.",
    ),
    _PAPER: (
        "Tệp không có chữ ký số: không thể nói ai đã phát hành, và có bị sửa hay không.",
        "The file has no digital signature: nobody can say who issued it, or whether it was changed.",
    ),
}


def advice(file: Mapping[str, Any]) -> Words:
    """Return what a clerk should do with a file of this verdict (the contract's JSON)."""
    if file["verdict"] == "valid":
        return _ACCEPT
    if file["verdict"] == "unsigned":
        return _PAPER
    signatures = [one for one in file.get("signatures", ()) if one["verdict"] != "valid"]
    advices = [_advice_for(one) for one in signatures]
    if file["verdict"] == "invalid" and not signatures:
        return _CHANGED
    return next((one for one in (_CHANGED, _CERTIFICATE, _STRANGER, _EVIDENCE) if one in advices), _UNCLEAR)


def explained(file: Mapping[str, Any]) -> Words:
    """Return what a verdict means to somebody who is not of the office."""
    return _EXPLAINED[advice(file)]


def _advice_for(signature: Mapping[str, Any]) -> Words:
    if signature["modified_after"] or (signature["verdict"] == "invalid" and not signature["integrity"]):
        return _CHANGED
    if not signature["integrity"]:
        return _UNCLEAR
    if signature["verdict"] == "invalid":
        return _CERTIFICATE if signature["trust"] == "trusted" or signature["timestamp"] else _CHANGED
    if signature["trust"] != "trusted":
        return _STRANGER
    return _EVIDENCE if signature["revocation"] != "good" else _UNCLEAR


def reason_words(reason: str) -> Words:
    """Return a reason, which is kept as ``Vietnamese / English``, in both languages apart."""
    vi, found, en = reason.partition(" / ")
    return (vi, en) if found else (reason, reason)
