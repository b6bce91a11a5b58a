"""The searchable copy of a scan: a PDF/A-2b beside the record, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

REFUSALS: dict[str, tuple[str, str]] = {
    "signed": (
        "Tệp đã ký số: không bao giờ ghi lại, chỉ giữ văn bản nhận dạng bên cạnh.",
        "The file is signed: it is never rewritten, its text is kept beside it only.",
    ),
    "has-text": (
        "Mọi trang đã có lớp chữ dùng được, không cần bản khác.",
        "Every page has usable text of its own; no other copy is needed.",
    ),
    "office": (
        "Tệp văn phòng: trang được kết xuất, không phải bản quét.",
        "An office file: its pages are rendered, not scanned.",
    ),
    "container": (
        "Tệp nén hoặc thư điện tử: hãy lấy từng tệp bên trong ra.",
        "A ZIP file or an e-mail: take the files out of it first.",
    ),
    "too-large": ("Bản tra cứu sẽ lớn quá mức cho phép.", "The searchable copy would be larger than is allowed."),
    "encrypted": (
        "Tệp PDF được mã hóa. Hãy nộp bản không mã hóa nếu cần bản tra cứu.",
        "The PDF is encrypted. Hand in a copy without encryption if a searchable copy is needed.",
    ),
    "attachments": (
        "Tệp PDF mang theo tệp đính kèm, PDF/A-2b không cho phép. Hãy tách tệp đính kèm.",
        "The PDF carries attachments, which PDF/A-2b does not allow. Take them out first.",
    ),
    "form": (
        "Tệp PDF có biểu mẫu điền được, không thể giữ nguyên trong PDF/A.",
        "The PDF has a form to fill in, which cannot stay as it is in PDF/A.",
    ),
    "fonts": (
        "Tệp PDF có chữ hiển thị bằng phông không nhúng, không thể lưu thành PDF/A.",
        "The PDF shows text in fonts that are not embedded, so it cannot become PDF/A.",
    ),
    "colour": (
        "Hệ màu của ảnh không dùng được trong PDF/A.",
        "The colours of an image cannot be kept in PDF/A.",
    ),
    "jpeg2000": (
        "Ảnh nén JPEG 2000, trình kiểm tra PDF/A không xác nhận được. Hãy quét ra JPEG hoặc G4.",
        "The images are JPEG 2000, which the check for PDF/A cannot confirm. Scan to JPEG or G4 instead.",
    ),
    "active-content": (
        "Tệp PDF có nội dung chủ động (mã lệnh, đa phương tiện), PDF/A không cho phép.",
        "The PDF has active content (scripts, media), which PDF/A does not allow.",
    ),
    "broken": ("Cấu trúc tệp PDF hỏng, không viết lại được.", "The PDF is damaged and cannot be written again."),
    "not-pdfa": (
        "Tệp không đạt kiểm tra PDF/A-2b sau khi ghi.",
        "What was written did not pass the check for PDF/A-2b.",
    ),
}
"""Why there is no searchable copy, for people: Vietnamese and English. The original stays the record in any case."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """What became of the searchable copy of one file."""

    refusal: str = ""
    """Key of ``REFUSALS``; empty if the copy was made."""
    sha256: str = ""
    """Of the copy."""
    pages: int = 0
    """Pages that got a text layer."""
    rules: tuple[str, ...] = ()
    """Rules of the PDF/A check that were not met; never text of the document."""
