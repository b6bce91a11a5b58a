"""Why a file is where it is: every state a person sees carries one of these, in Vietnamese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A machine code with its sentence for people."""

    code: str
    """Stable, lower-case, for logs and tests."""
    vi: str
    en: str


_ALL = (
    Reason(
        "empty", "Tệp rỗng (0 byte). Hãy quét hoặc chép lại.", "The file is empty (0 bytes). Scan or copy it again."
    ),
    Reason(
        "truncated",
        "Tệp bị cắt cụt: thiếu phần cuối. Hãy quét hoặc chép lại.",
        "The file is cut off: its end is missing. Scan or copy it again.",
    ),
    Reason(
        "wrong-type",
        "Nội dung tệp không đúng với phần mở rộng (ví dụ trang web mang đuôi .doc). Hãy đổi đúng phần mở rộng, hoặc mở "
        "tệp rồi lưu lại thành PDF hay DOCX.",
        "The content does not match the file extension (a web page named .doc, say). Give it its right extension, or "
        "open it and save it as PDF or DOCX.",
    ),
    Reason(
        "unsupported",
        "Loại tệp này không được tiếp nhận. Hãy nộp PDF, ảnh quét, tệp Word, Excel, OpenDocument, thư hoặc ZIP.",
        "Files of this kind are not taken in. Hand in a PDF, a scanned image, a Word, Excel or OpenDocument file, "
        "an e-mail or a ZIP.",
    ),
    Reason(
        "password",
        "Tệp được đặt mật khẩu nên không đọc được. Hãy nộp bản không có mật khẩu.",
        "The file is protected by a password and cannot be read. Hand in a copy without one.",
    ),
    Reason(
        "broken",
        "Tệp hỏng, không mở được. Hãy quét hoặc xuất lại.",
        "The file is damaged and cannot be opened. Scan or export it again.",
    ),
    Reason(
        "bomb",
        "Tệp nở ra quá lớn khi mở (nghi là bom nén) nên không được mở. Hãy hỏi lại nơi gửi; nếu là văn bản thật, hãy "
        "in rồi quét lại.",
        "The file grows far too large when opened (suspected decompression bomb), so it was not opened. Ask the "
        "sender; if it is a real document, print and scan it.",
    ),
    Reason(
        "too-many-pages",
        "Tệp có quá nhiều trang. Hãy chia thành các tệp nhỏ hơn.",
        "The file has too many pages. Split it into smaller files.",
    ),
    Reason(
        "animation",
        "Đây là ảnh động (GIF nhiều khung hình), không phải văn bản. Hãy nộp bản quét dạng PDF, TIFF hoặc ảnh tĩnh.",
        "This is an animation (a GIF of many frames), not a document. Hand in a scan as PDF, TIFF or a still image.",
    ),
    Reason(
        "too-large",
        "Tệp quá lớn. Hãy quét lại với độ phân giải 200–300 dpi hoặc chia nhỏ.",
        "The file is too large. Scan it again at 200-300 dpi or split it.",
    ),
    Reason(
        "not-a-file",
        "Đây không phải là tệp thường (liên kết, ống dẫn hoặc thư mục). Hãy nộp chính các tệp văn bản.",
        "This is not a regular file (a link, a pipe or a directory). Hand in the documents' own files.",
    ),
    Reason(
        "no-office",
        "Máy chủ chưa cài LibreOffice nên không đọc được tệp văn phòng. Quản trị hãy chạy "
        "scripts/install-system-packages (libreoffice-writer-nogui, libreoffice-calc-nogui), rồi nộp lại tệp.",
        "LibreOffice is not installed, so office files cannot be read. The administrator runs "
        "scripts/install-system-packages (libreoffice-writer-nogui, libreoffice-calc-nogui); then hand it in again.",
    ),
    Reason(
        "part-refused",
        "Trong tệp nén hoặc thư có tệp không nhận được (hỏng, có mật khẩu, hoặc loại không hỗ trợ), nên không kiểm tra "
        "được hết. Hãy lấy các tệp ra và nộp riêng từng tệp.",
        "The ZIP or e-mail holds a file that cannot be taken in (damaged, protected, or of an unknown kind), so not "
        "all of it could be checked. Take the files out and hand them in one by one.",
    ),
    Reason(
        "too-many-parts",
        "Tệp nén hoặc thư chứa quá nhiều tệp. Hãy chia nhỏ rồi nộp lại.",
        "The ZIP or e-mail holds too many files. Split it and hand it in again.",
    ),
    Reason(
        "too-deep",
        "Tệp nén, thư hoặc tệp đính kèm lồng nhau quá nhiều lớp. Hãy lấy các tệp ra và nộp riêng.",
        "ZIPs, e-mails or attachments are nested too deeply. Take the files out and hand them in.",
    ),
    Reason(
        "bad-name",
        "Tên tệp không hợp lệ. Hãy đổi tên rồi nộp lại.",
        "The file name is not acceptable. Rename the file and hand it in again.",
    ),
    Reason(
        "time-limit",
        "Đọc tệp quá thời gian cho phép. Hãy chia nhỏ, hoặc in rồi quét lại ở 200–300 dpi.",
        "Reading the file took longer than allowed. Split it, or print and scan it at 200-300 dpi.",
    ),
    Reason(
        "memory-limit",
        "Đọc tệp cần nhiều bộ nhớ hơn mức cho phép. Hãy chia nhỏ, hoặc in rồi quét lại ở 200–300 dpi.",
        "Reading the file needs more memory than allowed. Split it, or print and scan it at 200-300 dpi.",
    ),
    Reason(
        "parser-failed",
        "Bộ đọc tệp gặp lỗi với tệp này. Hãy lưu lại thành PDF hoặc quét lại; nếu vẫn lỗi, hãy báo quản trị.",
        "The file reader failed on this file. Save it as PDF or scan it again; if not, tell the administrator.",
    ),
    Reason(
        "duplicate", "Tệp này đã được tiếp nhận trước đó (trùng từng byte).", "The same bytes were taken in before."
    ),
    Reason(
        "suspect",
        "Nghi có dấu chỉ độ mật. Tệp bị khóa, chờ người có thẩm quyền xem xét.",
        "A mark of state secrecy is suspected. The file is locked until an authorised person decides.",
    ),
    Reason(
        "writing",
        "Tệp đang được ghi; sẽ tiếp nhận khi ghi xong.",
        "The file is still being written; it is taken in when complete.",
    ),
    Reason(
        "incomplete", "Tệp chưa trọn vẹn; đang chờ phần còn lại.", "The file is not complete yet; waiting for the rest."
    ),
    Reason(
        "unfinished",
        "Tên tệp cho biết tệp ẩn hoặc đang chép dở; tệp được tiếp nhận khi mang tên chính thức.",
        "The name says that the file is hidden or still being copied; it is taken in under its final name.",
    ),
    Reason(
        "not-intact",
        "Bản gốc đã lưu bị mất hoặc không còn nguyên vẹn. Hãy báo quản trị và chạy `vanban audit`.",
        "The stored original is missing or no longer intact. Tell the administrator, and run `vanban audit`.",
    ),
    Reason(
        "misplaced",
        "Tệp nằm ngoài thư mục của đơn vị. Hãy chuyển vào den/<đơn vị>/ hoặc di/<đơn vị>/.",
        "The file lies outside an office's folder. Move it into den/<office>/ or di/<office>/.",
    ),
    Reason("waiting", "Đang chờ tiếp nhận.", "Waiting to be taken in."),
    Reason(
        "low-confidence",
        "Một số thông tin đọc được chưa chắc chắn, cần văn thư xác nhận.",
        "Some facts are uncertain and need the clerk's confirmation.",
    ),
    Reason(
        "unreadable",
        "Không đọc được nội dung; văn thư cần nhập thông tin.",
        "The content could not be read; the clerk types the facts.",
    ),
    Reason(
        "signature-doubt",
        "Chữ ký số trên văn bản chưa xác nhận được là hợp lệ; văn thư cần kiểm tra.",
        "The digital signature could not be confirmed as valid; the clerk must check it.",
    ),
    Reason(
        "active-content",
        "Tệp chứa mã lệnh (JavaScript hoặc lệnh chạy chương trình); hệ thống không chạy mã này.",
        "The file holds scripts or commands that start programs; they are never run here.",
    ),
    Reason(
        "attachments",
        "Tệp PDF có tệp đính kèm bên trong; các tệp đó chỉ được dò dấu mật, không được đọc lấy thông tin.",
        "The PDF carries other files inside; they were only looked through for marks of secrecy, not read for facts.",
    ),
    Reason(
        "repaired",
        "Cấu trúc tệp bị lỗi nhẹ nhưng vẫn đọc được; bản gốc được giữ nguyên.",
        "The structure of the file is slightly damaged but it can be read; the original is kept as it is.",
    ),
    Reason(
        "animation-sampled",
        "Trong thư hoặc tệp nén có ảnh động (GIF); chỉ vài khung hình của ảnh được xem và đọc.",
        "The e-mail or ZIP holds an animation (GIF); only some of its frames are looked at and read.",
    ),
    Reason(
        "not-archived",
        "Chưa lưu trữ được: nội dung, chữ ký hoặc khóa lưu trữ không đúng. Báo quản trị hệ thống.",
        "Could not be archived: bytes, signatures or locks are not as they must be. Tell the administrator.",
    ),
    Reason("returned", "Đã trả lại.", "Returned."),
    Reason(
        "number-voided",
        "Số đi đã hủy; số này vẫn ở trong sổ và không dùng lại.",
        "Its number is void and stays in the book.",
    ),
    Reason(
        "signing-pin",
        "Mã PIN không đúng hoặc bị khóa; hãy duyệt lại.",
        "The PIN was wrong or is locked; approve again.",
    ),
    Reason(
        "signing-authority",
        "Người ký không có thẩm quyền ký văn bản này lúc đó.",
        "The signer had no authority to sign this document then.",
    ),
    Reason("signing-certificate", "Chứng thư số không dùng được lúc này.", "The certificate cannot be used now."),
    Reason("signing-grant-expired", "Ủy quyền ký đã hết hạn; hãy duyệt lại.", "The grant expired; approve again."),
    Reason("signing-interrupted", "Lần ký bị ngắt; hãy duyệt lại.", "The run was cut off; approve again."),
)
_SIGNING_FAILED = ("Lần ký trước không thành; hãy duyệt lại.", "The last signing failed; approve again.")

REASONS: dict[str, Reason] = {reason.code: reason for reason in _ALL}
"""Every reason by its code."""


def reason(code: str) -> Reason:
    """Return the reason with this code.

    Raises:
        KeyError: if the code is unknown, which is a programming mistake.
    """
    return REASONS[code]


def in_words(code: str) -> Reason:
    """Return a reason as people are told it, whatever the code.

    A failed signing whose cause has no sentence here gets the general one: the batch tells more. A code that is not in
    the catalogue stands for itself.
    """
    if code.startswith("signing-") and code not in REASONS:
        return Reason(code, *_SIGNING_FAILED)
    return REASONS.get(code) or Reason(code, code, code)
