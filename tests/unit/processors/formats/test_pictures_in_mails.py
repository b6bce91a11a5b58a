"""Pictures in GIF, as mails carry them: looked at frame by frame, and no reason to keep a mail out."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from processors.examination import SandboxedExaminer
from processors.reading import SandboxedReader
from vanban.domain.errors import SuspectError
from vanban.settings import Limits
from vanban.typefaces import Face, face_file


def _moving(*texts: str) -> bytes:
    frames = []
    for text in texts:
        frame = Image.new("L", (1240, 900), "white")
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


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir(mode=0o700)
    return folder


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
