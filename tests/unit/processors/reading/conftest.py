"""Pages laid out as NĐ 30/2020 asks, made here: as a PDF with text, as its scan, and as plain words."""

import io
from dataclasses import dataclass, field

import pytest
from reportlab.pdfgen.canvas import Canvas

from vanban.domain.reading import Page, Word
from vanban.typefaces import Face, register_faces

WIDTH, HEIGHT = 595.0, 842.0
LEFT_COLUMN, RIGHT_COLUMN = 165.0, 415.0


@dataclass(frozen=True)
class Letter:
    """What stands on the page; the boxes of Phụ lục I in the order of the eye."""

    parent: str = "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ"
    issuer: str = "SỞ NỘI VỤ"
    motto: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    number: str = "Số: 15/QĐ-SNV"
    place_date: str = "Phú Thọ, ngày 05 tháng 01 năm 2024"
    about: tuple[str, ...] = ()
    heading: str = "QUYẾT ĐỊNH"
    subject: tuple[str, ...] = ("Về việc thành lập Tổ công tác cải cách hành chính",)
    addressees: tuple[str, ...] = ()
    stamp: str = ""
    body: tuple[str, ...] = (
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác",
        "văn thư; theo đề nghị của Chánh Văn phòng Sở tại Tờ trình số 09/TTr-VP.",
        "Các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 20/01/2024 để tổng hợp.",
    )
    recipients: tuple[str, ...] = ("- Như Điều 3;", "- Bộ Nội vụ (để báo cáo);", "- Lưu: VT, TCCB.")
    capacity: tuple[str, ...] = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    signer: str = "Trần Thị Bình Minh"
    recipients_below: float = 0.0
    """Points by which ``Nơi nhận`` stands lower than the first line of the signature."""
    extra: tuple[tuple[float, float, str], ...] = field(default=())

    def rows(self) -> list[tuple[str, float, float, float, str]]:
        """Return (text, x, y, size, align) of every printed line."""
        rows = [
            (self.parent, LEFT_COLUMN, 780, 12, "c"),
            (self.issuer, LEFT_COLUMN, 764, 12, "cb"),
            (self.motto, RIGHT_COLUMN, 780, 12, "cb"),
            ("Độc lập - Tự do - Hạnh phúc", RIGHT_COLUMN, 764, 13, "cb"),
            (self.number, LEFT_COLUMN, 735, 13, "c"),
            (self.place_date, RIGHT_COLUMN, 735, 13, "c"),
        ]
        rows += [(text, LEFT_COLUMN, 715 - 14 * i, 12, "c") for i, text in enumerate(self.about)]
        rows += [(self.stamp, 120.0, 690, 13, "cb")]
        rows += [(self.heading, WIDTH / 2, 675, 14, "cb")]
        rows += [(text, WIDTH / 2, 657 - 16 * i, 14, "cb") for i, text in enumerate(self.subject)]
        rows += [(text, 150.0 if i == 0 else 212.0, 625 - 17 * i, 14, "l") for i, text in enumerate(self.addressees)]
        rows += [(text, 113.0 if i == 0 else 85.0, 530 - 18 * i, 13, "l") for i, text in enumerate(self.body)]
        level = 360 - self.recipients_below
        rows += [("Nơi nhận:", 85.0, level, 12, "lb")]
        rows += [(text, 85.0, level - 14 - 13 * i, 11, "l") for i, text in enumerate(self.recipients)]
        rows += [(text, 430.0, 360 - 16 * i, 14, "cb") for i, text in enumerate(self.capacity)]
        rows += [(self.signer, 430.0, 260, 14, "cb")]
        rows += [(text, x, y, 12, "l") for x, y, text in self.extra]
        return [row for row in rows if row[0]]

    def pdf(self) -> bytes:
        """Return the page as a PDF with its text."""
        register_faces()
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT))
        self.draw(canvas)
        canvas.showPage()
        canvas.save()
        return stream.getvalue()

    def draw(self, canvas: Canvas) -> None:
        """Draw the page."""
        for text, x, y, size, align in self.rows():
            canvas.setFont(Face.BOLD.value if "b" in align else Face.REGULAR.value, size)
            (canvas.drawCentredString if "c" in align else canvas.drawString)(x, y, text)

    def page(self, *, source: str = "ocr", confidence: float = 0.96) -> Page:
        """Return the words as an engine gives them: both columns of one height on one line."""
        lines: dict[float, int] = {}
        words = []
        for text, x, y, size, align in self.rows():
            step = size * 0.5
            left = x - len(text) * step / 2 if "c" in align else x
            line = lines.setdefault(y, len(lines))
            for token in text.split():
                width = len(token) * step
                words.append(Word(token, confidence, (left, y - 3, left + width, y + size - 3), line))
                left += width + step
        words.sort(key=lambda word: (word.line, word.box[0]))
        return Page(1, WIDTH, HEIGHT, tuple(words), source)


CONG_VAN = {
    "number": "Số: 127/SNV-CCHC",
    "about": ("V/v báo cáo kết quả kiểm tra", "công vụ năm 2024"),
    "heading": "",
    "subject": (),
    "addressees": ("Kính gửi:", "- Các sở, ban, ngành;", "- Ủy ban nhân dân các phường, xã."),
}


@pytest.fixture
def decision() -> Letter:
    """Return a named document: a decision."""
    return Letter()


@pytest.fixture
def official_letter() -> Letter:
    """Return a công văn: no heading, V/v and Kính gửi."""
    return Letter(**CONG_VAN)


@pytest.fixture
def letter() -> type[Letter]:
    """Return the maker of pages, for other documents."""
    return Letter


@pytest.fixture
def values():
    """Return a function from a page to its facts' values."""
    from processors.reading import facts_of

    return lambda page: {name: fact.value for name, fact in facts_of(page).items()}
