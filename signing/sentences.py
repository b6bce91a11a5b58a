"""Why a verdict is what it is, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Sequence

_SENTENCES = {
    "only-timestamps": "Tệp chỉ có dấu thời gian, không có chữ ký. / The file has time-stamps only, no signature.",
    "too-many": "Tệp có quá nhiều chữ ký hoặc phiên bản. / The file has too many signatures or revisions.",
    "hidden": "Tệp có dấu vết chữ ký không thuộc trường nào. / The file has traces of signatures in no field.",
    "unknown-type": "Tệp có loại chữ ký không rõ. / The file has a signature of unknown type.",
    "tail": "Có dữ liệu sau phần cuối của tệp, ngoài chữ ký. / There are bytes after the file's last revision.",
    "order": "Các chữ ký chồng lên nhau. / The signatures overlap.",
    "not-a-revision": "Có chữ ký không kết thúc cùng một phiên bản của tệp. / "
    "A signature does not end where a revision of the file ends.",
    "hidden-revision": "Có phiên bản ẩn được chèn thêm sau khi ký. / A hidden revision was added after signing.",
    "hidden-objects": "Có nội dung ẩn được chèn thêm sau khi ký. / Hidden objects were added after signing.",
    "same-name": "Nhiều trường chữ ký trùng tên. / Several signature fields have the same name.",
    "attached": "Chữ ký mang nội dung khác bên trong. / The signature carries content of its own.",
    "weak-key": "Khóa ký quá yếu. / The signing key is too weak.",
    "unsigned-attributes": "Chữ ký có phần thêm không rõ nguồn gốc. / "
    "The signature carries additions of unknown origin.",
    "stamp-broken": "Dấu thời gian của chữ ký không khớp với chữ ký. / "
    "The signature's time-stamp does not belong to it, or is broken.",
    "stamp-untrusted": "Dấu thời gian của chữ ký không do dịch vụ tin cậy cấp. / "
    "The signature's time-stamp is from a service that is not trusted.",
    "not-drawn": "Không dựng được hình ảnh trang để so sánh. / The pages could not be drawn to be compared.",
    "covering": "Có trường chữ ký trống được chèn thêm, có thể che nội dung. / "
    "An unsigned field was added that may cover what was signed.",
    "timestamp-broken": "Dấu thời gian của tệp không đúng. / A document time-stamp of the file is broken.",
    "timestamp-untrusted": "Dấu thời gian của tệp không do dịch vụ tin cậy cấp, hoặc đã hết hạn. / "
    "A document time-stamp is from a service that is not trusted, or has run out.",
    "openssl": "Bộ kiểm tra thứ hai (OpenSSL) không đồng ý. / The second checker (OpenSSL) disagrees",
    "range": "Chữ ký không bao quát tệp đúng cách. / The signature does not cover the file as it should.",
    "broken": "Nội dung đã bị sửa hoặc chữ ký sai. / The content was changed, or the signature is wrong.",
    "modified": "Tệp bị sửa sau khi ký, ngoài mức cho phép. / "
    "The file was changed after signing beyond what is allowed.",
    "no-revocation": "Không biết chứng thư số có bị thu hồi hay không. / "
    "It is not known whether the certificate is revoked.",
    "revoked": "Chứng thư số đã bị thu hồi. / The certificate was revoked.",
    "out-of-time": "Chứng thư số không có hiệu lực vào thời điểm ký được chứng minh. / "
    "The certificate was not valid at the moment that is proven.",
    "no-roots": "Không có chứng thư gốc tin cậy để kiểm tra. / There are no trusted roots to check against.",
    "untrusted": "Chứng thư số không dẫn tới gốc tin cậy. / The certificate does not lead to a trusted root",
}


def say(code: str) -> str:
    """Return the sentence of a code. Raises ``KeyError`` for an unknown one, which is a programming mistake."""
    return _SENTENCES[code]


def parser_failed(error: BaseException) -> str:
    """Return the sentence for an exception inside a parser; its message may quote the document and is left out."""
    kind = type(error).__name__
    return f"Không đọc được chữ ký trong tệp ({kind}). / The signatures in the file cannot be read ({kind})."


def looks_changed(pages: Sequence[int]) -> str:
    """Return the sentence for pages (from 1) that look different from what was signed; 0 stands for their number."""
    if 0 in pages:
        return "Số trang khác với bản đã ký. / The number of pages differs from what was signed."
    shown = ", ".join(map(str, pages[:10])) + ("…" if len(pages) > 10 else "")
    return f"Hình ảnh trang {shown} khác với bản đã ký. / Page {shown} looks different from what was signed."
