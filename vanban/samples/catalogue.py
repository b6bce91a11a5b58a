"""The shipped samples: which files, what each is for, where it must end, and what a person reads on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from vanban.clock import HANOI
from vanban.domain.document import Urgency
from vanban.domain.sealed_alone import SealedAlone
from vanban.samples import bombs, hostile
from vanban.samples.drawing import render
from vanban.samples.letter import Letter
from vanban.samples.offices import CIVIL_DEFENCE, COMMITTEES, DEPARTMENTS, NEIGHBOUR, OUR_OFFICE, THEIR_CHAIR
from vanban.samples.scan import Depth, ScanStyle, photographed, scan
from vanban.samples.shelf import INCOMING, OFFICE, OUTGOING, Made, Sample, Shelf, Signer
from vanban.samples.themes import THEMES

__all__ = ["Sample", "make_samples", "write_samples"]
STORM = THEMES[1]


def write_samples(
    into: Path,
    *,
    seed: int = 1,
    foreign_signer: Signer | None = None,
    today: dt.date | None = None,
    on_written: Callable[[Sample], None] | None = None,
) -> tuple[Sample, ...]:
    """Write the samples into a folder and return what they are, in the order in which they should be dropped.

    The same seed and day give the same bytes, but for the two encrypted files, whose keys are random, and the signed
    one.

    Args:
        into: folder, made if it is missing; files of the same names are replaced.
        seed: what the contents are drawn from.
        foreign_signer: signs a PDF as an official of another office; without it the signed sample is left out.
        today: day of the drafts, and end of the weeks that incoming documents date from; today by default.
        on_written: told of each sample when it is on disk.

    Raises:
        RefusedError: if the typeface is not installed.
    """
    into.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(seed, today or dt.datetime.now(HANOI).date(), foreign_signer)
    written = []
    for made in make_samples(shelf):
        path = into / made.sample.name
        path.unlink(missing_ok=True)
        if made.data is None:
            hostile.put_symlink(path)
        else:
            path.write_bytes(made.data)
        written.append(made.sample)
        if on_written is not None:
            on_written(made.sample)
    return tuple(written)


def make_samples(shelf: Shelf) -> Iterator[Made]:
    """Yield the samples, each made when it is asked for."""
    yield from _born_digital(shelf)
    yield from _scans(shelf)
    yield from _drafts(shelf)
    yield from _sealed_alone(shelf)
    yield from _hard_but_readable(shelf)
    yield from _refused(shelf)


def _made(
    name: str, data: bytes | None, *, letter: Letter | None, end: str, vi: str, en: str, stream: str = INCOMING
) -> Made:
    truth: Mapping[str, Any] = letter.truth() if letter else {}
    return Made(Sample(name, stream, OFFICE, end, truth, vi, en), data)


def _good(name: str, data: bytes, letter: Letter, vi: str, en: str, *, stream: str = INCOMING) -> Made:
    return _made(name, data, letter=letter, end="archived", vi=vi, en=en, stream=stream)


def _born_digital(shelf: Shelf) -> Iterator[Made]:
    home_affairs, province = DEPARTMENTS[0], COMMITTEES[0]
    # First, so that it is taken in before the copy of it that follows below.
    letter = shelf.letter("công văn", "công văn", office=home_affairs)
    yield _good("cong-van-so-noi-vu.pdf", render(letter), letter, "Công văn điện tử", "Born-digital letter")
    letter = shelf.letter(
        "công điện",
        "công điện",
        office=CIVIL_DEFENCE,
        theme=STORM,
        capacity="head",
        urgency=Urgency.EXPRESS,
        issued_on=shelf.today,
    )
    yield _good("cong-dien-hoa-toc.pdf", render(letter), letter, "Công điện HỎA TỐC", "Telegram, express")
    letter = shelf.letter("quyết định", "quyết định", office=province)
    yield _good("Quyết định UBND tỉnh.pdf", render(letter), letter, "Quyết định điện tử", "Born-digital decision")
    letter = shelf.letter("kế hoạch", "kế hoạch", office=DEPARTMENTS[4])
    yield _good("ke-hoach-so-nnmt.pdf", render(letter), letter, "Kế hoạch hai trang", "Plan of two pages")
    letter = shelf.letter("giấy mời", "giấy mời", office=DEPARTMENTS[5], urgency=Urgency.URGENT)
    yield _good("giay-moi-so-gddt.pdf", render(letter), letter, "Giấy mời có dấu KHẨN", "Invitation, urgent")
    letter = shelf.letter("tờ trình", "tờ trình", office=COMMITTEES[2])
    yield _good("to-trinh-xa-yen-khe.pdf", render(letter), letter, "Tờ trình của xã bạn", "Proposal of another commune")
    if shelf.foreign_signer is not None:
        letter = shelf.letter("đã ký", "công văn", office=NEIGHBOUR, capacity="head", signer=THEIR_CHAIR)
        data = shelf.foreign_signer(render(letter))
        yield _good("cong-van-da-ky-so.pdf", data, letter, "Công văn đã ký số của nơi khác", "Letter signed elsewhere")


def _scans(shelf: Shelf) -> Iterator[Made]:
    letter = shelf.letter("quét đen trắng", "công văn", office=DEPARTMENTS[2])
    data = scan(letter, style=ScanStyle(depth=Depth.BITONAL), seed=shelf.seed)
    yield _good("scan-cong-van-so-xay-dung.pdf", data, letter, "Bản quét đen trắng, số viết tay", "1-bit scan")
    letter = shelf.letter("quét màu", "quyết định", office=DEPARTMENTS[1])
    data = scan(letter, style=ScanStyle(depth=Depth.COLOUR), seed=shelf.seed)
    yield _good("scan-quyet-dinh-so-y-te.pdf", data, letter, "Bản quét màu có dấu đỏ", "Colour scan with a red seal")
    letter = shelf.letter("quét nhiều trang", "kế hoạch", office=COMMITTEES[1])
    data = scan(letter, style=ScanStyle(depth=Depth.GREY, handwritten=False, shade=0.18), seed=shelf.seed)
    yield _good(
        "scan-ke-hoach-phuong-hoa-lac.pdf", data, letter, "Bản quét hai trang, hơi tối", "Dim scan of two pages"
    )
    letter = shelf.letter("ảnh chụp", "thông báo", office=DEPARTMENTS[6])
    yield _good("anh-thong-bao.jpg", photographed(letter, seed=shelf.seed), letter, "Ảnh JPEG", "JPEG picture")


def _drafts(shelf: Shelf) -> Iterator[Made]:
    for kind, name in (
        ("quyết định", "du-thao-quyet-dinh.pdf"),
        ("công văn", "du-thao-cong-van.pdf"),
        ("thông báo", "du-thao-thong-bao.pdf"),
        ("báo cáo", "du-thao-bao-cao.pdf"),
    ):
        letter = shelf.draft(f"dự thảo {kind}", kind)
        yield _good(name, render(letter), letter, f"Dự thảo {kind} để ký", f"Draft to sign: {kind}", stream=OUTGOING)


def _sealed_alone(shelf: Shelf) -> Iterator[Made]:
    letter = shelf.letter("bản giấy để sao", "thông báo", office=DEPARTMENTS[3])
    data = scan(letter, style=ScanStyle(depth=Depth.COLOUR), seed=shelf.seed)
    copy = _good("scan-de-sao-y.pdf", data, letter, "Bản quét để sao y", "Scan to certify as a copy", stream=OUTGOING)
    yield replace(copy, sample=replace(copy.sample, registered_as=SealedAlone.CERTIFIED_COPY.value))
    letter = shelf.letter("văn bản kèm theo", "kế hoạch", office=OUR_OFFICE, issued_on=shelf.today)
    annex = _good("kem-theo.pdf", render(letter), letter, "Văn bản kèm theo", "Annex in its own file", stream=OUTGOING)
    yield replace(annex, sample=replace(annex.sample, registered_as=SealedAlone.ANNEX.value))


def _hard_but_readable(shelf: Shelf) -> Iterator[Made]:
    letter = shelf.letter("mật khẩu trống", "công văn", office=DEPARTMENTS[3])
    data = hostile.owner_protected(render(letter))
    yield _good("khoa-chinh-sua.pdf", data, letter, "Mã hóa, mật khẩu mở để trống", "Encrypted, empty password")
    letter = shelf.letter("xref hỏng", "thông báo", office=DEPARTMENTS[0])
    data = hostile.broken_xref(render(letter))
    yield _good("bang-tham-chieu-hong.pdf", data, letter, "Bảng tham chiếu hỏng, sửa được", "Broken xref, repairable")
    letter = shelf.letter("tên xuống dòng", "báo cáo", office=COMMITTEES[2])
    yield _good("bao cao\nthang 11.pdf", render(letter), letter, "Tên tệp có dấu xuống dòng", "Line break in its name")
    letter = shelf.letter("tên NFD", "giấy mời", office=DEPARTMENTS[3])
    name = hostile.nfd_name("Giấy mời họp Sở Tài chính")
    yield _good(name, render(letter), letter, "Tên tệp dùng chữ tổ hợp (NFD)", "Decomposed letters in its name")


def _refused(shelf: Shelf) -> Iterator[Made]:
    whole = render(shelf.letter("công văn", "công văn"))
    other = render(shelf.letter("bản hỏng", "công văn", office=DEPARTMENTS[6]))

    def bad(name: str, data: bytes | None, reason: str, vi: str, en: str) -> Made:
        return _made(name, data, letter=None, end=f"quarantined:{reason}", vi=vi, en=en)

    yield _made(
        "cong-van-so-noi-vu (1).pdf",
        whole,
        letter=shelf.letter("công văn", "công văn"),
        end="duplicate",
        vi="Nộp lần hai, trùng từng byte",
        en="Same bytes again",
    )
    yield bad("cat-cut.pdf", hostile.truncated(other), "truncated", "Tệp bị cắt cụt", "Truncated")
    yield bad("rong.pdf", b"", "empty", "Tệp rỗng", "Empty")
    yield bad("sai-duoi.pdf", bombs.pixel_bomb_png(64), "wrong-type", "Ảnh PNG mang đuôi .pdf", "PNG named .pdf")
    yield bad("mat-khau.pdf", hostile.password_protected(other), "password", "Đặt mật khẩu", "Password-protected")
    yield bad("bom-nen.pdf", bombs.stream_bomb_pdf(), "bomb", "Bom nén trong PDF", "Decompression bomb in a PDF")
    yield bad("bom-nen.zip", bombs.zip_bomb(), "bomb", "Bom ZIP", "ZIP bomb")
    yield bad("bom-anh.png", bombs.pixel_bomb_png(), "bomb", "Ảnh 2,5 tỷ điểm", "Picture of 2.5e9 pixels")
    yield bad("5000-trang.pdf", bombs.many_pages_pdf(), "too-many-pages", "5.000 trang", "5,000 pages")
    yield bad("lien-ket.pdf", None, "not-a-file", "Liên kết tượng trưng", "Symbolic link")
    marked = shelf.letter("dấu mật", "thông báo", office=DEPARTMENTS[0], secrecy="MẬT")
    data = scan(marked, style=ScanStyle(depth=Depth.COLOUR), seed=shelf.seed)
    yield _made("scan-co-dau-mat.pdf", data, letter=None, end="suspect", vi="Có dấu MẬT (giả)", en="A mock MẬT stamp")
