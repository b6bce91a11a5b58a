"""Drawing pages: what two people open at once is drawn once, and an error does not stay."""

import random
import threading

import pytest

from vanban.desk.page_images import PageImages
from vanban.domain.errors import UnreadableError
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.samples.scan import ScanStyle, scan


class Pictures:
    """Draws when it is let, and counts."""

    def __init__(self):
        self.drawn, self.asked, self.go_on = 0, threading.Event(), threading.Event()

    def for_screen(self, data, *, page, width):
        self.asked.set()
        assert self.go_on.wait(30)
        self.drawn += 1
        if data == b"broken":
            raise UnreadableError("broken")
        return b"%d" % page

    def shapes(self, data, *, most):
        return 1, [(595.0, 842.0)]


def test_a_page_that_two_ask_for_is_drawn_once():
    pictures, got = Pictures(), []
    images = PageImages(pictures)
    askers = [
        threading.Thread(target=lambda: got.append(images.picture("ab", lambda: b"data", page=2))) for _ in range(3)
    ]
    for one in askers:
        one.start()
    assert pictures.asked.wait(30)
    pictures.go_on.set()
    for one in askers:
        one.join(30)
    assert (got, pictures.drawn) == ([b"2"] * 3, 1)


def test_what_could_not_be_drawn_is_tried_again():
    pictures = Pictures()
    pictures.go_on.set()
    images = PageImages(pictures)
    with pytest.raises(UnreadableError):
        images.picture("ab", lambda: b"broken", page=1)
    assert images.picture("ab", lambda: b"whole", page=1) == b"1"
    assert pictures.drawn == 2


def test_the_newest_images_are_kept_as_far_as_their_bytes_go(monkeypatch):
    monkeypatch.setattr("vanban.desk.page_images._IMAGE_BYTES_KEPT", 2)
    pictures = Pictures()
    pictures.go_on.set()
    images = PageImages(pictures)
    for page in (1, 2, 1, 3, 1):  # 3 takes the place of 2, which was looked at longest ago
        images.picture("ab", lambda: b"data", page=page)
    assert pictures.drawn == 3
    images.picture("ab", lambda: b"data", page=2)
    assert pictures.drawn == 4


def test_the_sizes_of_pages_do_not_wait_for_what_is_drawn():
    pictures = Pictures()
    images = PageImages(pictures)
    drawers = [
        threading.Thread(target=images.picture, args=(f"{n}", lambda: b"data"), kwargs={"page": 1}) for n in range(4)
    ]
    for one in drawers:
        one.start()
    assert pictures.asked.wait(30)
    assert images.outline("other", lambda: b"data").count == 1, "nothing has been drawn yet"
    pictures.go_on.set()
    for one in drawers:
        one.join(30)
    assert pictures.drawn == 4


def test_a_page_in_colour_is_shown_as_jpeg_and_another_as_png(house):
    letter = compose("công văn", rng=random.Random(4))
    for data, kind, begins in (
        (scan(letter, style=ScanStyle(dpi=100), seed=4), "image/jpeg", b"\xff\xd8"),
        (render(letter), "image/png", b"\x89PNG"),
    ):
        document = house.add(data)
        answer = house.browser("vanthu").get(f"/documents/{document.id}/bytes/{document.sha256}/pages/1.png")
        assert (answer.headers["content-type"], answer.content[: len(begins)]) == (kind, begins)
