"""Marks of state secrecy (MẬT, TỐI MẬT, TUYỆT MẬT) and of urgency, in words, in stamps and in file names.

A mark stands alone: in its own box or line, in capitals. Prose speaks of "bảo mật", "mật khẩu" and "mật độ". The rules
are tuned for recall: a false alarm costs a person one look, a missed mark is a state secret in an open system.
Layout: NĐ 30/2020, Phụ lục I, ô 10a and 10b (left, under number and symbol), but clerks stamp where there is room.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

from processors.segments import height, middle, segments
from processors.vietnamese import fold, is_syllable
from vanban.domain.document import Urgency
from vanban.domain.reading import Page, Word

_TOP, _HEADER, _BOTTOM = 0.5, 0.35, 0.08
"""Shares of the page height where a mark is looked for: upper half, header, foot."""
_TALL = 1.25
"""So many times the usual height of words, a mark counts anywhere on the page."""

_EDGE = " \t|[](){}<>«»_-–—.,:;'\"“”‘’`´~=*!/\\®©°•·^+"
_FRAME = " |[](){}_-–—.,:;'\"“”‘’"
_MISREAD = re.compile(r"M[AÀÁẢÃẠÂẦẤẨẪẬĂẰẮẲẴẶ][T+†7]")
"""MẬT, read from a stamp with the last letter torn."""
_TORN = re.compile(r"(?:M|N|NI|IVI|IM)[AÀÁẢÃẠÂẦẤẨẪẬĂẰẮẲẴẶ][TI†7ÌÍL1]|MẬ[a-zđ]")
"""MẬT with worn edges; it is also a name, so that only a frame tells."""
_STAMP_WORDS = 3
"""Words of a stamp; a longer line with small letters is a sentence."""
_SEEN = re.compile(
    r"(?:[IL]?M|NI|IVI|N(?=[ẬẠ]))(?:[AÀÁẢÃẠÂẦẤẨẪẬĂẰẮẲẴẶ]{1,2}[TI†7ÌÍL1Ị+CE]|[ẬẠ])|[A-ZĐ]?ẬT|MẬ[A-ZĐÝỲỶỸỴ]"
)
"""The same where it stands by its looks already: print across the T makes it C or E, after MẬ any letter may stand."""
_LETTERS = re.compile(r"[^\W\d_]+")
_STRONG = ("toimat", "tuyetmat")
_LONGEST_MARK = 8
"""Letters of TUYỆT MẬT."""
_STATED = re.compile(r"^(?:(?:cap|muc) )?do mat ?[:.\-]* ?(?:tuyet mat|toi mat|mat)$")
_SENTENCES = (
    "chi nguoi co ten moi duoc boc bi",
    "tai lieu mat",
    "tai lieu toi mat",
    "tai lieu tuyet mat",
    "van ban mat",
    "bi mat nha nuoc",
)
"""What stands alone in capitals only on a document that is secret; folded."""
_FIRST_WORDS = {
    "TỐI": frozenset(("cao", "uu", "thieu", "da", "tan", "hau")),
    "TUYỆT": frozenset(("doi", "voi", "chung")),
}
"""First words of marks, with what makes them another word: tòa án nhân dân TỐI CAO."""
_IN_STAMPS = frozenset(("do", "mat", "toi", "tuyet", "hoa", "toc", "thuong", "khan", "hen", "gio"))
_BEFORE = frozenset(("bao", "bi", "hoat", "co", "me", "than", "lay"))
_AFTER = frozenset(
    ("khau", "ma", "do", "ong", "thiet", "vu", "thu", "bao", "tran", "nuoc", "duong", "bang", "hang", "pham", "san")
) | {"hoc", "phong", "gia", "vien"}
"""Neighbours that make "mật" (or, without marks, "mặt", "mất") a part of another word; folded."""


def find_mark(page: Page) -> bool:
    """Return whether the words of a page, from any source, show a mark of secrecy."""
    usual = _usual_height(page.words)
    return any(_is_mark(segment, page, usual) for segment in segments(page))


def stamp_shows_mark(texts: Iterable[str]) -> bool:
    """Return whether lines read from the image of a stamp show a mark; more is believed here than in print."""
    return any(_stamp_line(text) for text in texts)


def reads_like_mark(texts: Iterable[str]) -> bool:
    """Return whether lines read where the word was seen as a picture have it, with a letter wrong or torn."""
    return any(_SEEN.fullmatch(word.strip(_EDGE)) for text in texts for word in text.split())


def may_be_mark(word: str) -> bool:
    """Return whether a word with a capital may be a mark, or part of one, that was misread: MẮT, MỘT, TÔI, Mậy."""
    key = fold(word)
    return word[:1].isupper() and (len(key) <= 1 or any(_distance(key, part) <= 1 for part in ("mat", "toi", "tuyet")))


def words_of_prose(page: Page) -> frozenset[Word]:
    """Return the words that might be a mark but for those beside them: MẬT KHẨU, BẢO MẬT, tài liệu Mật theo luật."""
    found = set()
    for segment in segments(page):
        keys = ["", *(fold(word.text).strip(_EDGE) for word in segment), ""]
        found |= {
            word
            for word, before, after in zip(segment, keys, keys[2:], strict=False)
            if before in _BEFORE or after in _AFTER or (len(segment) > _STAMP_WORDS and not word.text.isupper())
        }
    return frozenset(found)


def unexplained(page: Page, *, top: float) -> frozenset[Word]:
    """Return the words of a text layer's upper part whose letters may be drawn otherwise than they are called.

    Fonts of old codes, and those that do not say what they draw, give letters that are no syllable; what stands beside
    syllables, or has a number in it, is an abbreviation or a sign.
    """
    found: set[Word] = set()
    for segment in segments(page):
        if middle(segment) > (1 - top) * page.height and not any(_is_plain(word.text) for word in segment):
            found.update(segment)
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    letters = "".join(_LETTERS.findall(text))
    return any(map(str.isdigit, text)) or (len(letters) > 1 and is_syllable(letters))


def name_shows_mark(file_name: str) -> bool:
    """Return whether a file name carries a mark: ``QD 15 (MẬT).pdf``, ``toi_mat.pdf``, but not ``mật khẩu.pdf``."""
    stem = unicodedata.normalize("NFC", file_name).rsplit(".", 1)[0]
    words = _LETTERS.findall(stem)
    folded = [fold(word) for word in words]
    for index, word in enumerate(folded):
        before = folded[index - 1] if index else ""
        after = folded[index + 1] if index + 1 < len(folded) else ""
        if word in _STRONG or (word == "mat" and before in ("toi", "tuyet")):
            return True
        if word == "mat" and before not in _BEFORE and after not in _AFTER:
            written = words[index]
            # With its marks the word is sure; without them capitals and something around it must set it apart.
            if written.lower() == "mật" or (written.isupper() and _stands_apart(stem, written)):
                return True
    return False


def urgency_of(page: Page, texts: Iterable[str] = ()) -> str:
    """Return the highest urgency that a page's upper half or the lines of its stamps show."""
    found = Urgency.NORMAL
    shown = [_text(segment) for segment in segments(page) if middle(segment) > (1 - _TOP) * page.height]
    for text in [*shown, *texts]:
        level = _urgency(text)
        if level.rank > found.rank:
            found = level
    return found.value


def _urgency(text: str) -> Urgency:
    if not _is_upper(text):
        return Urgency.NORMAL
    key = _key(text)
    if key.startswith("hoatoc") or _distance(key, "hoatoc") <= 1:
        return Urgency.EXPRESS
    if _distance(key, "thuongkhan") <= 2:
        return Urgency.VERY_URGENT
    return Urgency.URGENT if key == "khan" else Urgency.NORMAL


# --- printed words


def _is_mark(segment: Sequence[Word], page: Page, usual: float) -> bool:
    text = _text(segment)
    if "mat" not in fold(text) and not _is_upper(text) and not _is_short(text):
        return False  # prose, which nearly every line is: what follows finds nothing in it
    plain = " ".join(fold(text).strip(_EDGE).split())
    if _STATED.match(plain):
        return True
    place = middle(segment) / page.height
    tall = height(segment) > _TALL * usual
    in_zone = place > 1 - _TOP or place < _BOTTOM or tall
    if not in_zone:
        return _alone(text) and _key(text) in _STRONG
    if _is_upper(text) and (plain in _SENTENCES or _ends_with_mark(segment)):
        return True
    if not _alone(text):
        return False
    if _is_upper(text):
        return _is_mark_key(text)
    return page.number == 1 and place > 1 - _HEADER and text.strip(_EDGE) in ("Mật", "Tối mật", "Tuyệt mật")


def _is_mark_key(text: str) -> bool:
    """Return whether letters that stand alone in capitals are a mark, as an engine may have misread it."""
    key = _key(text)
    if key == "mat" or _distance(key, "toimat") <= 1 or (len(key) > 6 and _distance(key, "tuyetmat") <= 2):
        return True
    return _has_sure_letter("".join(_LETTERS.findall(text)))


def _has_sure_letter(word: str) -> bool:
    """Return whether a word has the rare letter of the mark, right beside at most one wrong letter: MẬI, NẬT."""
    return 2 <= len(word) <= 4 and word[1] == "Ậ" and word != "MẬU" and ("T" in word or word[0] == "M")


def _ends_with_mark(segment: Sequence[Word]) -> bool:
    """Return whether a mark follows or precedes a symbol on one line without much of a gap: ``12/BC-UBND MẬT``."""
    words = [word.text.strip(_EDGE) for word in segment]
    if len(words) < 2:
        return False
    for mark, rest in ((words[-1], words[-2]), (words[0], words[1])):
        if mark == "MẬT" and any(char.isdigit() or char in "/-" for char in rest):
            return True
    folded = [fold(word) for word in words]
    return any(
        pair in (["toi", "mat"], ["tuyet", "mat"]) and fold(" ".join(words[:at])).split()[-1:] not in (["do"], ["bi"])
        for at, pair in ((len(words) - 2, folded[-2:]), (0, folded[:2]))
    )


def _stamp_line(text: str) -> bool:
    bare = text.strip(_FRAME)
    if _MISREAD.fullmatch(bare) or bare in ("Mật", "Tối mật", "Tuyệt mật"):
        return True
    if _TORN.fullmatch(bare) and bare != text.strip():
        return True  # with a trace of its frame beside it
    words = [word for word in _LETTERS.findall(text) if word.isupper()]
    folded = [fold(word) for word in words]
    if _half_a_mark(text):
        return True
    if any("".join(folded) == whole for whole in _STRONG):
        return True  # the letters of a stamp are easily read apart: TUYỆT M ẬT
    sure = [_has_sure_letter(word) for word in words]
    pairs = [(one + two, 2 if certain else 1) for one, two, certain in zip(folded, folded[1:], sure[1:], strict=False)]
    for whole, slips in [*((word, 1) for word in folded), *pairs]:
        if _distance(whole, "toimat") <= slips or (len(whole) > 6 and _distance(whole, "tuyetmat") <= 2):
            return True
    # One short word is easily part of a sentence: beside it stand only other stamps and what is no word at all.
    certain_words = {word for word, certain in zip(folded, sure, strict=True) if certain}
    beside = [word for word in _folded_words(text) if word not in _IN_STAMPS and word not in certain_words]
    if any(len(word) > 1 and is_syllable(word) for word in beside):
        return False
    return any(
        (plain == "mat" or certain) and before not in _BEFORE
        for before, plain, certain in zip(["", *folded], folded, sure, strict=False)
    )


def _half_a_mark(text: str) -> bool:
    """Return whether one word of a mark of two was read, and the other was not."""
    words = _LETTERS.findall(text)
    if not words or len(words) > 3:
        return False
    if words[-1] == "MẬT" and not any(word.isupper() for word in words[:-1] if len(word) > 1):
        return True  # print never sets one word of a line alone in capitals: rối MẬT
    if words[0] not in _FIRST_WORDS:
        return False
    return len(words) == 1 or fold(words[1]) not in _FIRST_WORDS[words[0]]


def _folded_words(text: str) -> list[str]:
    return [fold(word) for word in _LETTERS.findall(text)]


# --- texts


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _key(text: str) -> str:
    """Return the letters only, folded: ``| TỐI  MẬT ]`` gives ``toimat``."""
    return "".join(_LETTERS.findall(fold(text)))


def _alone(text: str) -> bool:
    """Return whether nothing but letters and the traces of a frame is there (a list has digits: ``3. Mật;``)."""
    return not any(map(str.isdigit, text.strip(_EDGE)))


def _is_short(text: str) -> bool:
    """Return whether the letters may be those of a mark set apart: ``t ố i m ậ t``."""
    return sum(map(str.isalpha, text)) <= _LONGEST_MARK


def _is_upper(text: str) -> bool:
    return all(map(str.isupper, filter(str.isalpha, text)))


def _stands_apart(stem: str, word: str) -> bool:
    return re.search(rf"(?:^|[\[(_.\-+])\s*{word}\s*(?:$|[\])_.\-+])", stem) is not None


def _usual_height(words: Sequence[Word]) -> float:
    heights = sorted(word.box[3] - word.box[1] for word in words)
    return heights[len(heights) // 2] if heights else 0.0


def _distance(one: str, other: str) -> int:
    """Return the edit distance, 9 where the lengths alone are too far apart. For short words only."""
    if abs(len(one) - len(other)) > 2:
        return 9
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]
