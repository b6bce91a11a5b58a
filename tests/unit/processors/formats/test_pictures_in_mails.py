"""Pictures in GIF, as mails carry them: looked at, and no reason to keep a mail out; an animation is no document."""

from __future__ import annotations

import dataclasses
import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from processors.bounds import Bounds
from processors.examination import SandboxedExaminer
from processors.gif_blocks import STILLS
from processors.images import ImagePages, open_image
from processors.reading import SandboxedReader
from vanban.domain.errors import SuspectError
from vanban.settings import Limits
from vanban.typefaces import Face, face_file


def _moving(*texts: str, size: tuple[int, int] = (1240, 900)) -> bytes:
    frames = []
    for text in texts:
        frame = Image.new("L", size, "white")
        font = ImageFont.truetype(face_file(Face.BOLD), 44)
        ImageDraw.Draw(frame).text((400, 200), text, font=font, fill="black", anchor="mm")
        frames.append(frame)
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    return stream.getvalue()


def _dot() -> bytes:
    """Return the picture of one point with which readers of mails are counted."""
    stream = io.BytesIO()
    Image.new("L", (1, 1)).save(stream, "GIF")
    return stream.getvalue()


@pytest.fixture
def mail(tmp_path):
    """Write a mail with pictures: ``mail(**{"logo.gif": data})``."""

    def write(**pictures: bytes) -> Path:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "so@example.vn", "vp@example.vn", "Gửi văn bản"
        letter["Date"] = "Mon, 08 Jan 2024 08:00:00 +0700"
        letter.set_content("Kính gửi văn phòng.")
        for name, data in pictures.items():
            letter.add_attachment(data, maintype="image", subtype="gif", filename=name)
        path = tmp_path / "m.eml"
        path.write_bytes(bytes(letter))
        return path

    return write


def _examined(path: Path, work: Path):
    return SandboxedExaminer(limits=Limits()).examine(path, file_name=path.name, work=work)


def test_pictures_do_not_keep_a_mail_out(mail, work):
    path = mail(**{"logo.gif": _moving("SỞ Y TẾ", "XIN CHÀO"), "o.gif": _dot()})

    found = _examined(path, work)
    reading = SandboxedReader(limits=Limits()).read(path, work=work)

    assert (found.outcome, found.pages) == ("clean", 4)
    assert [(one.media_type, one.reason) for one in reading.attachments[1:]] == [("image/gif", "")] * 2
    assert "CHÀO" in reading.text[2], "the second frame is read as well"


def test_a_mark_in_a_picture_stops_the_mail(mail, work):
    assert _examined(mail(**{"logo.gif": _moving("TỐI MẬT")}), work).outcome == "suspect"


def test_a_mark_in_a_later_frame_is_found_by_the_reading(mail, work):
    path = mail(**{"logo.gif": _moving("SỞ Y TẾ", "TỐI MẬT")})
    assert _examined(path, work).outcome == "clean"
    with pytest.raises(SuspectError):
        SandboxedReader(limits=Limits()).read(path, work=work)


def _animation(count: int) -> bytes:
    return _moving(*(f"KHUNG {number}" for number in range(count)))


def _handed_in(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_gif_of_a_few_frames_is_a_document_and_an_animation_is_none(tmp_path, work):
    few = _examined(_handed_in(tmp_path, "a.gif", _animation(STILLS)), work)
    many = _examined(_handed_in(tmp_path, "b.gif", _animation(STILLS + 1)), work)

    assert (few.outcome, few.pages, few.warnings) == ("clean", STILLS, ())
    assert (many.outcome, many.reason) == ("refused", "animation")


def test_more_frames_than_are_walked_through_are_an_animation_too(tmp_path, work):
    found = _examined(_handed_in(tmp_path, "a.gif", _endless(2_500)), work)

    assert (found.outcome, found.reason) == ("refused", "animation")


def test_of_an_animation_in_a_mail_a_few_frames_are_read_and_the_clerk_is_told(mail, work):
    path = mail(**{"logo.gif": _animation(41), "o.gif": _dot()})

    found = _examined(path, work)
    reading = SandboxedReader(limits=Limits()).read(path, work=work)

    assert (found.outcome, found.warnings) == ("clean", ("animation-sampled",))
    assert found.pages == 1 + STILLS + 1
    assert [text.split()[-1] for text in reading.text[1 : 1 + STILLS]] == ["0", "10", "20", "30", "40"]


def test_an_animation_without_end_in_a_mail_costs_no_more_than_its_few_frames(mail, work):
    found = _examined(mail(**{"logo.gif": _endless(2_500)}), work)

    assert (found.outcome, found.pages) == ("clean", 1 + STILLS)


def test_frames_behind_what_may_be_decoded_are_not_gone_to(tmp_path):
    path = _handed_in(tmp_path, "a.gif", _animation(20))
    with open_image(path) as image:
        pixels = image.size[0] * image.size[1]
        pages = ImagePages(image, limits=dataclasses.replace(Bounds(), page_pixels=pixels))  # ten frames' worth
        pages.render(pages.count)
        assert image.tell() == 9


def test_a_mark_in_the_last_frame_of_an_animation_is_found(mail, work):
    path = mail(**{"logo.gif": _moving(*(f"KHUNG {number}" for number in range(30)), "TỐI MẬT")})
    with pytest.raises(SuspectError):
        SandboxedReader(limits=Limits()).read(path, work=work)


def _endless(count: int) -> bytes:
    """Return a small GIF with its first picture many times over."""
    data = _moving("A", size=(60, 40))
    start = 13 + (3 << ((data[10] & 7) + 1))
    return data[:start] + data[start:-1] * count + b"\x3b"
