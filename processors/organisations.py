"""Words that names of offices and places are made of, to put the marks right that OCR misses (``SỞ Y TẺ``).

The lists are public knowledge: branches of government, the units of the administration and the provinces before and
after 1 July 2025. They never add or drop a word; a word they do not know stays as it was read.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from processors.vietnamese import fold


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


PROVINCES = _names("""
    An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình Định, Bình Phước,
    Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai,
    Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hồ Chí Minh, Huế, Hưng Yên,
    Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình,
    Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La,
    Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên Huế, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long,
    Vĩnh Phúc, Yên Bái
""")
_BRANCHES = """Y tế, Giáo dục và Đào tạo, Nội vụ, Tài chính, Kế hoạch và Đầu tư, Công Thương, Công thương, Xây dựng,
    Giao thông vận tải, Tài nguyên và Môi trường, Nông nghiệp và Phát triển nông thôn, Nông nghiệp và Môi trường,
    Khoa học và Công nghệ, Thông tin và Truyền thông, Văn hóa và Thể thao, Văn hóa Thể thao và Du lịch, Thể thao,
    Du lịch, Lao động - Thương binh và Xã hội, Tư pháp, Ngoại giao, Quốc phòng, Công an, Ngoại vụ, Dân tộc và Tôn giáo,
    Quy hoạch - Kiến trúc, Kinh tế, Hạ tầng, Đô thị, Văn hóa, Thông tin, Dân số, Bảo hiểm xã hội, Kho bạc Nhà nước,
    Hải quan, Thống kê, Thuế, Kiểm lâm, Thú y, Quản lý thị trường, An toàn thực phẩm, Văn thư và Lưu trữ Nhà nước"""
_UNITS = """Quốc hội, Chính phủ, Thủ tướng, Chủ tịch nước, Ủy ban nhân dân, Ủy ban, Hội đồng nhân dân, Hội đồng, UBND,
    HĐND, Bộ, Sở, Ban, Phòng, Cục, Chi cục, Tổng cục, Vụ, Viện, Văn phòng, Thanh tra, Trung tâm, Trường, Đại học,
    Cao đẳng, Trung học phổ thông, Trung học cơ sở, Tiểu học, Mầm non, Bệnh viện, Đa khoa, Chuyên khoa, Trạm, Công ty,
    Tổng công ty, Ngân hàng Nhà nước, Việt Nam, Mặt trận Tổ quốc, Công đoàn, Đoàn, Hội, Liên đoàn Lao động, Ngành,
    Liên hiệp Phụ nữ, Nông dân, Cựu chiến binh, Đảng ủy, Tỉnh ủy, Thành ủy, Huyện ủy, Quận ủy, Đảng bộ, Chi bộ,
    Ban Thường vụ, Ban Chấp hành, Ban Tổ chức, Ban Chỉ đạo, Ban Quản lý, Ban Tuyên giáo, Ban Dân vận, Ban Nội chính,
    Ủy ban Kiểm tra, Dự án, Khu kinh tế, Khu công nghiệp, Tỉnh, Thành phố, Quận, Huyện, Thị xã, Thị trấn, Xã, Phường,
    Đặc khu, Kỷ niệm, Lễ, Nhà nước, Nhân dân, Tòa án nhân dân, Viện kiểm sát nhân dân, Bộ Chỉ huy Quân sự, Công tác,
    Tổ chức, Thi đua, Khen thưởng, Phòng cháy chữa cháy, Và, Của, Phía, Miền, Trung ương, Khoa học, Công nghệ, Kỹ thuật,
    Quân khu, Quân đoàn, Quân sự, Quân chủng, Quân Y, Quân đội, Hải quân, Sĩ quan, Cơ quan, Quản trị, Đại sứ quán,
    Tổng lãnh sự quán, Nghiên cứu, Đào tạo, Phát triển, Quản lý, Kiểm soát bệnh tật, Điều hành,
    Giám đốc, Đầu tư, Thương mại, Dịch vụ"""
TITLES = _names("""
    Chủ tịch nước, Thủ tướng, Phó Thủ tướng, Chủ tịch Quốc hội, Bộ trưởng, Thứ trưởng, Chủ tịch, Phó Chủ tịch,
    Phó Chủ tịch Thường trực, Giám đốc, Phó Giám đốc, Quyền Giám đốc, Tổng Giám đốc, Phó Tổng Giám đốc, Cục trưởng,
    Phó Cục trưởng, Tổng cục trưởng, Phó Tổng cục trưởng, Vụ trưởng, Phó Vụ trưởng, Viện trưởng, Phó Viện trưởng,
    Chi cục trưởng, Phó Chi cục trưởng, Trưởng phòng, Phó Trưởng phòng, Phó phòng, Trưởng ban, Phó Trưởng ban,
    Phó ban, Chánh Văn phòng, Phó Chánh Văn phòng, Chánh Thanh tra, Phó Chánh Thanh tra, Hiệu trưởng,
    Phó Hiệu trưởng, Bí thư, Phó Bí thư, Trưởng đoàn, Tổ trưởng, Trưởng khoa, Trưởng trạm, Chủ nhiệm, Phó Chủ nhiệm,
    Tổng Kiểm toán, Thống đốc, Phó Thống đốc, Tổng Thanh tra, Phó Tổng Thanh tra, Chánh án, Phó Chánh án,
    Tổng Bí thư, Trưởng Công an, Chỉ huy trưởng, Tư lệnh, Chính ủy, Chủ tịch Hội đồng, Người đứng đầu, Tổng Thư ký,
    Kế toán trưởng
""")
HEADS = _names("""
    ubnd, uy ban, hdnd, hoi dong, bo, so, ban, phong, cuc, chi cuc, tong cuc, vu, vien, van phong, thanh tra,
    trung tam, truong, dai hoc, hoc vien, benh vien, tram, cong ty, tong cong ty, ngan hang, kho bac, bao hiem,
    cong doan, hoi, lien doan, dang uy, tinh uy, thanh uy, huyen uy, dang bo, chi bo, toa an, vien kiem sat,
    cong an, quoc hoi, chinh phu, thu tuong, to, doan, nha xuat ban, bao, dai, lien hiep, mat tran, khoa,
    ban quan ly, so giao duc, xi nghiep, nha may, tap doan, quan khu, quan doan, su doan, trung doan,
    kiem toan, phan hieu, thu vien, bao tang, nha hat, nong truong, lam truong, hat kiem lam, buu dien, hiep hoi,
    lien minh, hop tac xa, tong lien doan, ban chi huy, nhac vien, trai giam, doi quan ly, doi canh sat, doi kiem tra,
    doi thanh tra, don bien phong, lu doan, tieu doan, hai doan, quan chung, binh chung, binh doan, co quan, thue tinh,
    thue thanh pho, thue co so, thong ke tinh, thong ke thanh pho, thong ke co so, hai quan cua khau,
    thi hanh an dan su, toa phuc tham, chi nhanh, cang vu, cang hang khong, vuon quoc gia, khu bao ton, dai su quan,
    tong lanh su quan, khu quan ly, vnpt, viettel, mobifone,
    thuong truc, thuong vu, tap chi, toa soan, nha van hoa, nha thieu nhi, nha khach, phan vien,
    phan xuong, tieu ban, quy tin dung, quy dau tu, quy bao ve, quy phat trien, quy ho tro, lien hiep cac hoi
""")
"""Folded words that the name of an office begins with."""
_MARKED = {
    "bo": "BỘ",
    "so": "SỞ",
    "ban": "BAN",
    "phong": "PHÒNG",
    "cuc": "CỤC",
    "vu": "VỤ",
    "vien": "VIỆN",
    "truong": "TRƯỜNG",
    "tram": "TRẠM",
    "hoi": "HỘI",
    "to": "TỔ",
    "doan": "ĐOÀN",
    "bao": "BÁO",
    "dai": "ĐÀI",
    "khoa": "KHOA",
}
"""Single words among them, with the marks that tell them from others: ``SỐ 7``, ``PHONG ĐIỀN``, ``CÚC PHƯƠNG``."""
_LONG_HEAD = 7
_HEADS_APART = tuple(f"{head} " for head in HEADS)
_HEADS_OF_TWO = tuple(f"{head} " for head in HEADS if " " in head)
_LONG_HEADS = {
    size: tuple(head for head in HEADS if len(head) >= _LONG_HEAD and head.count(" ") + 1 == size)
    for size in {head.count(" ") + 1 for head in HEADS}
}
"""By their number of words, those that are known with a letter wrong."""
_SIGNS = ",.;:()\"'“”"
_NOT_HEADS = (
    "phong chong",
    "phong chay",
    "phong, chong",
    "phong thu",
    "phong ngua",
    "so huu",
    "bo may",
    "hoi nhap",
    "khoa hoc",
    "to quoc",
    "to chuc",
    "bao chi",
    "bao dam",
    "vien chuc",
    "truong hop",
    "truong sa",
    "truong son",
    "hoi an",
    "ban me",
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A name with its marks put right."""

    text: str
    known: bool
    """True if every word is in the lists, as read or after repair."""


def _lexicon() -> dict[str, str]:
    phrases = [*PROVINCES, *TITLES]
    phrases += [phrase.strip() for text in (_BRANCHES, _UNITS) for phrase in text.replace("\n", " ").split(",")]
    return {fold(" ".join(phrase.split())): " ".join(phrase.split()) for phrase in phrases}


_LEXICON = _lexicon()
_TITLES = {fold(title): title for title in reversed(TITLES)}


def phrases() -> tuple[str, ...]:
    """Return all known phrases, in the case of a sentence."""
    return tuple(_LEXICON.values())


_LONGEST = max(len(phrase.split()) for phrase in _LEXICON)


@functools.lru_cache(maxsize=1024)
def begins_office(text: str, *, exact: bool = False) -> bool:
    """Return whether a line begins as the name of an office does (``SỞ …``), not as the rest of one.

    Args:
        text: the line.
        exact: True if its letters and marks are those that were written.
    """
    folded = fold(text).strip(" -–.")
    if folded.startswith(_NOT_HEADS):
        return False
    words = folded.split()
    if f"{folded} ".startswith(_HEADS_APART):
        alone = not exact or words[0] not in _MARKED or f"{folded} ".startswith(_HEADS_OF_TWO)
        return alone or _marks(text.strip(" -–.").split()[0].upper()) == _marks(_MARKED[words[0]])
    if exact:
        return False
    # One wrong letter in a long word: "ĐÁẢNG ỦY".
    return any(_is_nearly(" ".join(words[:size]), heads) for size, heads in _LONG_HEADS.items())


def _is_nearly(words: str, heads: tuple[str, ...]) -> bool:
    return any(Levenshtein.distance(words, head, score_cutoff=1) <= 1 for head in heads)


@functools.lru_cache(maxsize=1024)
def repair(text: str) -> Repaired:
    """Put the marks of known words right, keeping capitals and the printed place of tone marks (HOÀ, HÒA).

    A space that OCR lost is put back where that makes every word a known one (``SỞY TẾ``).
    """
    words = text.split()
    fixed = _repaired(words)
    if fixed.known:
        return fixed
    for index, word in enumerate(words):
        for cut in range(1, len(word) if word.isalpha() else 0):
            tried = _repaired([*words[:index], word[:cut], word[cut:], *words[index + 1 :]])
            if tried.known:
                return tried
    return fixed


def _repaired(words: list[str]) -> Repaired:
    result: list[str] = []
    known = bool(words)
    index = 0
    while index < len(words):
        size = _matching(words, index)
        numbered = size == 1 and _key(words[index : index + 1]) == "so" and words[index + 1 : index + 2]
        if numbered and numbered[0].isdigit():
            size = 0  # "TRƯỜNG TIỂU HỌC SỐ 2" has no Sở
        if size == 1 and _is_no_quan(words[index], first=index == 0):
            size = 0
        if size:
            phrase = _LEXICON[_key(words[index : index + size])].split()
            for position, right in enumerate(phrase):
                word = words[index + position]
                # Within a known phrase a comma or dot is dust.
                result.append(marked_like(word if position == size - 1 else word.strip(",.;:"), right))
        else:
            size = 1
            result.append(words[index])
            known = known and not any(char.isalpha() for char in words[index])
        index += size
    return Repaired(" ".join(result), known)


def _is_no_quan(word: str, *, first: bool) -> bool:
    """Return whether a word may be QUÂN, QUAN, QUẢN or QUÁN as well as QUẬN: alone it does not tell."""
    return fold(word) == "quan" and (not first or fold(word) != word.lower())


def spelt_as(printed: str, name: str) -> str:
    """Return a directory's name in the capitals of a printed one, keeping the printed place of tone marks."""
    words, right = printed.split(), name.split()
    if len(words) != len(right):
        return printed
    return " ".join(marked_like(word, one) for word, one in zip(words, right, strict=True))


def known_title(text: str) -> str | None:
    """Return the official title that a line is, marks put right, in the line's capitals; None if it is not one."""
    key = _key(text.split())
    title = _TITLES.get(key)
    if title is None and key.startswith("pho "):
        # Every head has deputies (PHÓ CHỈ HUY TRƯỞNG).
        head = _TITLES.get(key.removeprefix("pho "))
        title = f"Phó {head}" if head else None
    if title is None:
        return None
    return " ".join(marked_like(word, right) for word, right in zip(text.split(), title.split(), strict=True))


def _matching(words: list[str], index: int) -> int:
    for size in range(min(_LONGEST, len(words) - index), 0, -1):
        if _key(words[index : index + size]) in _LEXICON:
            return size
    return 0


def _key(words: list[str]) -> str:
    return fold(" ".join(word.strip(_SIGNS) or word for word in words))


def marked_like(word: str, right: str) -> str:
    """Return ``right`` in the capitals and with the punctuation of ``word``, or ``word`` if only its tone is moved."""
    core, right = word.strip(_SIGNS) or word, right.strip(_SIGNS) or right
    shaped = right.upper() if core.isupper() and (len(core) > 1 or right[:1].isupper()) else right
    if not core.isupper() and core[:1].isupper():
        shaped = right[:1].upper() + right[1:]
    elif core.islower():
        shaped = right.lower()
    if _marks(core) == _marks(shaped):
        return word
    return word.replace(core, shaped)


def _marks(word: str) -> tuple[str, str]:
    """Return letters and marks apart, so that HOÀ and HÒA compare equal."""
    decomposed = unicodedata.normalize("NFD", word)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return letters, "".join(sorted(char for char in decomposed if unicodedata.combining(char)))
