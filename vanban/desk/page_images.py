"""Page images for the screen: drawn from the exact bytes, the newest kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from processors.page_pictures import PagePictures

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
PAGES_SHOWN = 60
"""The first pages of a long document; the rest is read from the downloaded file."""
WIDTH = 1240
"""Pixels: A4 at 150 dpi, sharp on a screen at half the window's width."""
_IMAGE_BYTES_KEPT = 48 * 1024 * 1024
"""Of images in memory, 0.1 to 0.5 MB each: what some people look at within minutes."""
_SHAPES_KEPT = 4096
"""Files of which the sizes of the pages are in memory: a kilobyte each."""
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Outline:
    """How many pages a file has, and how large the shown ones are."""

    count: int
    sizes: tuple[tuple[float, float], ...]
    """(width, height) in PDF points, as shown, of at most ``PAGES_SHOWN`` pages."""


class PageImages:
    """Draws pages of stored bytes. Safe to call from several threads."""

    def __init__(self, pictures: PagePictures) -> None:
        self._pictures = pictures
        self._images: _Kept[tuple[str, int], bytes] = _Kept(_IMAGE_BYTES_KEPT, weigh=len)
        self._outlines: _Kept[str, Outline] = _Kept(_SHAPES_KEPT, weigh=lambda _: 1)
        # A page of the desk waits for the sizes alone: they must not wait behind what is drawn for other people.
        self._drawing = threading.BoundedSemaphore(_AT_ONCE)
        self._measuring = threading.BoundedSemaphore(_AT_ONCE)

    def outline(self, sha256: str, fetch: Callable[[], bytes]) -> Outline:
        """Return the page sizes of a file, which is fetched only if they are not known yet.

        Raises:
            UnreadableError: if it opens as neither PDF nor image within the limits.
        """
        return self._outlines.get(sha256, lambda: self._outline(fetch()))

    def picture(self, sha256: str, fetch: Callable[[], bytes], *, page: int) -> bytes:
        """Return one page, 1-based, as PNG, or as JPEG where it is in colour.

        Raises:
            UnreadableError: if there is no such page, or it cannot be drawn within the limits.
        """
        return self._images.get((sha256, page), lambda: self._picture(fetch(), page))

    def _outline(self, data: bytes) -> Outline:
        with self._measuring:
            count, sizes = self._pictures.shapes(data, most=PAGES_SHOWN)
        return Outline(count=count, sizes=tuple(sizes))

    def _picture(self, data: bytes, page: int) -> bytes:
        with self._drawing:
            return self._pictures.for_screen(data, page=page, width=WIDTH)


class _Kept(Generic[Key, Made]):
    """The newest things that were made, by what they were made from; what several ask for at once is made once."""

    def __init__(self, most: int, *, weigh: Callable[[Made], int]) -> None:
        self._most, self._weigh = most, weigh
        self._weight = 0
        self._made: OrderedDict[Key, Made] = OrderedDict()
        self._under_way: dict[Key, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """Return what is kept, or make and keep it; an error is not kept."""
        if (kept := self._known(key)) is not None:
            return kept
        with self._guard:
            turn = self._under_way.setdefault(key, threading.Lock())
        with turn:
            try:
                if (kept := self._known(key)) is None:
                    kept = make()
                    self._keep(key, kept)
            finally:
                with self._guard:
                    self._under_way.pop(key, None)
        return kept

    def _known(self, key: Key) -> Made | None:
        with self._guard:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def _keep(self, key: Key, made: Made) -> None:
        with self._guard:
            if key not in self._made:
                self._weight += self._weigh(made)
            self._made[key] = made
            while self._weight > self._most:
                self._weight -= self._weigh(self._made.popitem(last=False)[1])
