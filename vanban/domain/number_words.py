"""Whole numbers in Vietnamese words, as lists and records say them besides the figures."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")


def in_words(number: int) -> str:
    """Return a number from 0 to 999 999 999 999 in words, lower case: 105 is ``một trăm linh năm``.

    Raises:
        ValueError: if it is not in that range.
    """
    if not 0 <= number < 10**12:
        raise ValueError("out of range")
    if number == 0:
        return _DIGITS[0]
    groups = []
    rest = number
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    said = []
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            leading = place == len(groups) - 1
            said.append(f"{_hundreds(groups[place], leading=leading)} {_GROUPS[place]}".strip())
    return " ".join(said)


def _hundreds(number: int, *, leading: bool) -> str:
    hundreds, rest = divmod(number, 100)
    said = [] if leading and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if rest:
        said.append(_tens(rest, after_hundreds=bool(said)))
    return " ".join(said)


def _tens(number: int, *, after_hundreds: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {_DIGITS[ones]}" if after_hundreds else _DIGITS[ones]
    said = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return said
    if ones == 5:
        return f"{said} lăm"
    return f"{said} {'mốt' if ones == 1 and tens > 1 else _DIGITS[ones]}"
