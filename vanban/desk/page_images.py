"""Page images for the screen: drawn from the exact bytes, the newest kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from processors.page_pictures import PagePictures

PAGES_SHOWN = 60
"""The first pages of a long document; the rest is read from the downloaded file."""
WIDTH = 1240
"""Pixels: A4 at 150 dpi, sharp on a screen at half the window's width."""
_KEPT = 64
"""Images in memory: about 0.3 MB each."""
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
        self._kept: OrderedDict[tuple[str, int], Any] = OrderedDict()
        self._guard = threading.Lock()
        self._under_way: dict[tuple[str, int], threading.Lock] = {}
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def outline(self, sha256: str, fetch: Callable[[], bytes]) -> Outline:
        """Return the page sizes of a file, which is fetched only if they are not known yet.

        Raises:
            UnreadableError: if it opens as neither PDF nor image within the limits.
        """
        return self._remembered((sha256, 0), lambda: self._outline(fetch()))  # type: ignore[no-any-return]

    def png(self, sha256: str, fetch: Callable[[], bytes], *, page: int) -> bytes:
        """Return one page, 1-based, as PNG.

        Raises:
            UnreadableError: if there is no such page, or it cannot be drawn within the limits.
        """
        return self._remembered((sha256, page), lambda: self._png(fetch(), page))  # type: ignore[no-any-return]

    def _outline(self, data: bytes) -> Outline:
        with self._places:
            count, sizes = self._pictures.shapes(data, most=PAGES_SHOWN)
        return Outline(count=count, sizes=tuple(sizes))

    def _png(self, data: bytes, page: int) -> bytes:
        with self._places:
            return self._pictures.png(data, page=page, width=WIDTH)

    def _remembered(self, key: tuple[str, int], make: Any) -> Any:
        if (kept := self._known(key)) is not None:
            return kept
        with self._guard:
            turn = self._under_way.setdefault(key, threading.Lock())
        with turn:  # what two people open at once is drawn once
            try:
                if (kept := self._known(key)) is None:
                    kept = make()
                    self._keep(key, kept)
            finally:
                with self._guard:
                    self._under_way.pop(key, None)
        return kept

    def _known(self, key: tuple[str, int]) -> Any:
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[str, int], made: Any) -> None:
        with self._guard:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
