"""Vietnamese letters and syllables: folding for comparison, and whether a text is Vietnamese at all."""

from __future__ import annotations

import functools
import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ONSETS = _words("""
    b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x
""") | {""}
RHYMES = _words("""
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang
    oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oi om on ong ooc oong op ot oc ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uâ uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ uy uya
    uych uyên uyêt uyn uynh uyp uyt uyu yn ynh yt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm
    yên yêng yêt yêu
""")
"""Every written rhyme without its tone mark."""
_SYLLABLES = frozenset(onset + rhyme for onset in ONSETS for rhyme in RHYMES)
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_PLAIN = {
    code: "".join(char for char in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(char))
    for code in (*range(0x00C0, 0x0250), *range(0x0300, 0x0370), *range(0x1E00, 0x1F00))
} | {ord("đ"): "d", ord("ð"): "d"}
"""Letters of the Latin alphabet without their marks, and the marks that follow a letter."""


def _without_tones(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))


_TONELESS = {code: _without_tones(chr(code)) for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00))}
_WHOLE = frozenset(map(chr, (*range(0x80), *_TONELESS)))
"""Letters that nothing beside them joins: each has its place in the table."""
_SPLIT = re.compile(r"[^\W\d_]+")
FAMILY_NAMES = _words("""
    An Âu Bạch Bành Bế Bùi Ca Cái Cao Cầm Châu Chu Chung Chử Chế Cù Cung Diệp Doãn Dư Dương Đàm Đan Đào Đặng Điền
    Điểu Đinh Đoàn Đỗ Đồng Đới Đường Giang Giàng Giáp Hà Hàn Hầu Hoa Hoàng Hồ Hồng Hứa Huỳnh Kha Khổng Khương Khuất
    Kiều Kim Kiên La Lã Lạc Lại Lâm Lầu Lê Lò Lô Lộc Lù Lục Lư Lương Lường Lưu Lý Ma Mã Mạc Mai Man Mạnh Mẫn Mông
    Mùa Nghiêm Ngô Ngụy Nguyễn Nhâm Nhan Nhữ Ninh Nông Ong Ông Phạm Phan Phí Phùng Phương Quách Quan Quàng Quảng
    Quản Rơ Sầm Sùng Tạ Tăng Tần Thạch Thái Thân Thào Thẩm Thi Thiều Thịnh Tiêu Tiết Tô Tôn Tống Trà Trần Trang
    Triệu Triều Trịnh Trương Từ Ưng Văn Vàng Vi Viên Vì Võ Vũ Vương Vừ Xa Yên
""")
"""Family names of the peoples of Vietnam, as a person's name on a document begins."""
RARE_NAMES = _words("""
    A Ayun Bàn Cà Chang Chảo Chẻo Cư Điêu Đèo Êban Hạng Hờ Hra Khang Kpă Ksor Lèo Lừu Ly Mlô Nay Niê Phàn Rcom Rmah
    Sình Siu Tẩn Thền Tòng Y Alăng Bríu Bhling Bhnướch Cil Danh Công Đàng Drong Hôih Ka Kră Kring Liêng Mấu Nhim Pi
    Puih Rơ Rơmah Sơn Tou Tôn Ung Zơ Zơrâm
""")
"""Names that begin a person's name too, but too near to common ones to be seen in misread letters."""


@functools.lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return the text in lower case without tone and letter marks, for comparison only."""
    lower = text.lower()
    if lower.isascii():
        return lower
    plain = lower.translate(_PLAIN)
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold_in_place(text: str) -> str:
    """Return the folded text with every sign where it was, so that places are those of the text."""
    folded = fold(text)
    if len(folded) == len(text):  # no mark stood beside its letter: nothing moved
        return folded
    return "".join(one if len(one := fold(char)) == 1 else char for char in text)


@functools.lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Return whether a word is spelt as a Vietnamese syllable can be (whatever it means)."""
    return _toneless(word) in _SYLLABLES


def lacks_tone(word: str) -> bool:
    """Return whether a syllable cannot be as it is: before a final c, ch, p or t stands an acute or a dot below."""
    plain = _toneless(word)
    toned = any(char in "\u0301\u0323" for char in unicodedata.normalize("NFD", word))
    return len(plain) > 1 and plain[-1] in "cpt" + ("h" if plain.endswith("ch") else "") and not toned


def _toneless(word: str) -> str:
    lower = word.lower()
    if all(map(_WHOLE.__contains__, lower)):
        return lower.translate(_TONELESS)
    return _without_tones(lower)


def syllables(text: str) -> list[str]:
    """Return the runs of letters of a text."""
    return _SPLIT.findall(text)


def valid_share(text: str) -> float:
    """Return the share of the runs of letters that are spelt as Vietnamese syllables; 0 for none."""
    found = syllables(text)
    return sum(is_syllable(word) for word in found) / len(found) if found else 0.0


def mark_share(text: str) -> float:
    """Return the share of letters that carry a Vietnamese mark (ă, đ, ế …); about 0.3 in real text; 0 for none."""
    letters = list(filter(str.isalpha, text.lower()))
    return sum(map(_is_marked, letters)) / len(letters) if letters else 0.0


@functools.lru_cache(maxsize=1024)
def _is_marked(char: str) -> bool:
    return char == "đ" or unicodedata.normalize("NFD", char) != char


def is_capitals(text: str, *, share: float = 0.85) -> bool:
    """Return whether (nearly) all letters are capitals; False without two letters."""
    letters = list(filter(str.isalpha, text))
    return len(letters) >= 2 and sum(map(str.isupper, letters)) >= share * len(letters)


def family_name(word: str) -> str | None:
    """Return the family name that a word is, its marks put right if only one name fits; else None."""
    if word in FAMILY_NAMES or word in RARE_NAMES:
        return word
    if not word[:1].isupper():
        return None
    same = [name for name in FAMILY_NAMES if fold(name) == fold(word)]
    return same[0] if len(same) == 1 else None


def likely_family_name(word: str) -> str | None:
    """Return the family name that a word of a scan is: as ``family_name``, or but for a letter lost or added in front.

    What stands left of a name in a signature (a seal, a stroke) joins or covers its first letter: ``guyễn``, ``ÿLê``.
    """
    if word.isalpha() and len(word) > 1 and word[0].isupper():
        word = word[0] + word[1:].lower()
    known = family_name(word)
    if known or not word:
        return known
    if word[1:2].isupper() or word[1:] in FAMILY_NAMES:
        return family_name(word[1:])
    headless = [name for name in FAMILY_NAMES if len(name) >= _LONG_NAME and fold(name[1:]) == fold(word)]
    return headless[0] if len(headless) == 1 else None


_LONG_NAME = 5
