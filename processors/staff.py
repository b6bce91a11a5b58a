"""Signers whom clerks have confirmed before: what is read of a name is compared with theirs, never filled up with them.

A name that was read is confirmed, or mended in a mark or a letter or two, if exactly one known name is that near to it.
What was not read stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from processors.capacity import capacity
from processors.evidence import CLEAR_WORDS, PRINTED, found
from processors.pages import Line, mean_confidence
from processors.signature_zone import SignatureZone
from processors.vietnamese import fold
from vanban.domain.reading import Fact, KnownSigner

SURE_NAME = 0.96
"""A clear name that clerks have often confirmed, letter by letter with its marks, for this very title."""
_OFTEN = 3
"""Times from which a known signer counts as often confirmed."""
_MENDED = 0.85
_LETTERS_PER_SLIP = 5
"""One letter in this many may be misread."""
_MOST_SLIPS = 2


def with_known(fact: Fact, zone: SignatureZone | None, known: Sequence[KnownSigner]) -> Fact:
    """Return the signer as read, or confirmed or mended by the one known name that is near to it."""
    if zone is None or zone.page.source == "text" or not known:
        return fact
    if fact.value:
        match = _nearest(str(fact.value), known)
        return _judged(fact, match, zone) if match else fact
    for line in _under_title(zone):
        match = _nearest(_letters(line), known)
        if match and match.name.split()[-1] in line.text:
            # The given name is read as it is; the seal lies over the family name.
            return found(match.name, line.words, zone.page, confidence=_MENDED, how="zone-7b, known signer")
    return fact


def _judged(fact: Fact, match: KnownSigner, zone: SignatureZone) -> Fact:
    if match.name != fact.value:
        return replace(fact, value=match.name, confidence=_MENDED, how=f"{fact.how}, known signer")
    signed = capacity(zone)
    titled = bool(match.title) and signed.known and fold(signed.title_text) == fold(match.title)
    name = next((line for line in zone.signature if line.text == fact.value), None)
    clear = name is not None and mean_confidence(name.words) >= CLEAR_WORDS
    sure = titled and clear and match.count >= _OFTEN
    return replace(fact, confidence=SURE_NAME if sure else max(fact.confidence, PRINTED))


def _under_title(zone: SignatureZone) -> list[Line]:
    title = capacity(zone).title
    top = title.box[1] + 4 if title else float("inf")
    return [line for line in zone.signature if line.box[3] <= top]


def _letters(line: Line) -> str:
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", line.text)


def _nearest(read: str, known: Sequence[KnownSigner]) -> KnownSigner | None:
    """Return the one known signer whose name is what was read, or but for a few letters; None if two could be."""
    exact = [signer for signer in known if signer.name == read]
    if exact:
        return max(exact, key=lambda signer: signer.count)
    slips = {signer.name: _slips(read, signer.name) for signer in known}
    near = sorted((count, name) for name, count in slips.items() if count <= _allowed(name))
    if not near or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return max((signer for signer in known if signer.name == near[0][1]), key=lambda signer: signer.count)


def _slips(read: str, name: str) -> int:
    """Return the letters that differ once marks are left out."""
    return Levenshtein.distance(fold(read), fold(name))


def _allowed(name: str) -> int:
    return min(_MOST_SLIPS, len(name.replace(" ", "")) // _LETTERS_PER_SLIP)
