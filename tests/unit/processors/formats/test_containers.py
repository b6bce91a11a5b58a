"""ZIP files and e-mails: every file in them is looked at before anything is kept, and names are never paths."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from processors.bounds import MIB, Bounds
from processors.examination import SandboxedExaminer
from processors.messages import read_msg, text_of_html
from processors.raster import open_pages
from processors.reading import SandboxedReader
from tests.unit.processors.formats.office_files import LETTER, rtf
from tests.unit.processors.formats.ole_files import message, ole
from vanban.cli.read import command
from vanban.domain.errors import SuspectError, UnreadableError
from vanban.settings import Limits
from vanban.typefaces import Face, face_file

PLACES = ((90, 780), (280, 780), (120, 735), (330, 735), (250, 675), (120, 655), (85, 560))


def pdf(lines=LETTER, *, stamp: str = "", last_page: str = "") -> bytes:
    pdfmetrics.registerFont(TTFont("Serif", face_file(Face.REGULAR)))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.setFont("Serif", 12)
    for (x, y), line in zip(PLACES, lines, strict=True):
        canvas.drawString(x, y, line[:70])
    canvas.drawString(100, 700, stamp)
    canvas.showPage()
    if last_page:
        canvas.setFont("Serif", 13)
        canvas.drawString(120, 780, last_page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def mail(path: Path, text: str, attachments: dict[str, bytes], *, subject: str = "Gửi văn bản") -> Path:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Sở Nội vụ <so@example.vn>", "vp@example.vn", subject
    letter["Date"] = "Mon, 08 Jan 2024 08:00:00 +0700"
    letter.set_content(text)
    for name, data in attachments.items():
        letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    path.write_bytes(bytes(letter))
    return path


def examined(path: Path, work: Path, **limits):
    return SandboxedExaminer(limits=Limits(**limits)).examine(path, file_name=path.name, work=work)


def test_a_mail_is_one_document_with_its_attachments(tmp_path, work):
    path = mail(tmp_path / "m.eml", "Kính gửi văn phòng.", {"qd.pdf": pdf(), "ghi chú.txt": "Bản chính".encode()})

    found = examined(path, work)
    reading = SandboxedReader(limits=Limits()).read(path, work=work)

    assert (found.outcome, found.media_type, found.pages) == ("clean", "message/rfc822", 3)
    assert (reading.pages, len(reading.text), len(reading.layers)) == (3, 3, 3)
    assert [one.name for one in reading.attachments] == ["nội dung thư", "qd.pdf", "ghi chú.txt"]
    assert reading.message == {
        "subject": "Gửi văn bản",
        "from": "Sở Nội vụ <so@example.vn>",
        "to": "vp@example.vn",
        "date": "Mon, 08 Jan 2024 08:00:00 +0700",
    }
    kind = reading.facts["kind"]
    assert (kind.value, kind.page, kind.confidence) == ("quyết định", 2, 0.9)


def test_without_a_document_the_subject_of_the_mail_is_proposed(tmp_path, work):
    path = mail(tmp_path / "m.eml", "Mời họp lúc 8 giờ.", {}, subject="Mời họp giao ban")
    assert examined(path, work).outcome == "clean"

    subject = SandboxedReader(limits=Limits()).read(path, work=work).facts["subject"]

    assert (subject.value, subject.confidence, subject.how) == ("Mời họp giao ban", 0.5, "message-header")


def test_an_outlook_message_with_a_message_inside(tmp_path, work):
    inner = message("Thư chuyển tiếp", "Nội dung cũ", {"b.pdf": pdf()})
    path = ole(tmp_path / "m.msg", message("Gửi quyết định", "Xem tệp kèm", {"a.pdf": pdf(), "Thư cũ": inner}))

    read = read_msg(path)
    found = examined(path, work)
    reading = SandboxedReader(limits=Limits()).read(path, work=work)

    assert (read.subject, read.text, read.sender) == ("Gửi quyết định", "Xem tệp kèm", "Văn thư Sở")
    assert (found.outcome, found.media_type, found.pages) == ("clean", "application/vnd.ms-outlook", 4)
    assert [one.name for one in reading.attachments] == [
        "nội dung thư",
        "a.pdf",
        "Thư chuyển tiếp!nội dung thư",
        "Thư chuyển tiếp!b.pdf",
    ]
    assert reading.facts["kind"].confidence == 0.5, "which of two decisions was sent is for a clerk to say"


def test_the_command_tells_of_the_parent_and_of_each_file(tmp_path):
    inner = archive(tmp_path / "inner.zip", **{"qd.pdf": pdf()}).read_bytes()
    path = archive(tmp_path / "a.zip", **{"trong.zip": inner, "__MACOSX/._x": b"1", "thư.rtf": b"MZ not rich text"})

    result = CliRunner().invoke(command, [str(path), "--json"])

    parent, good, bad = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 1
    assert (parent["file"], parent["error"]["code"]) == (str(path), "part-refused")
    assert good["file"] == f"{path}!trong.zip!qd.pdf"
    assert good["facts"]["kind"]["value"] == "quyết định"
    assert (bad["file"], bad["error"]["code"]) == (f"{path}!thư.rtf", "wrong-type")


@pytest.mark.parametrize("place", ["first page", "text", "name", "deep", "subject"])
def test_one_suspect_makes_all_of_it_suspect(tmp_path, work, place):
    marked = pdf(stamp="TỐI MẬT")
    if place == "first page":
        path = archive(tmp_path / "a.zip", **{"a.pdf": pdf(), "b.pdf": marked})
    elif place == "text":
        path = mail(tmp_path / "a.eml", "TUYỆT MẬT\n\nKính gửi", {"a.pdf": pdf()})
    elif place == "name":
        path = archive(tmp_path / "a.zip", **{"QD 15 (MẬT).pdf": pdf()})
    elif place == "subject":
        path = mail(tmp_path / "a.eml", "Kính gửi", {"a.pdf": pdf()}, subject="TỐI MẬT")
    else:
        inner = archive(tmp_path / "inner.zip", **{"b.pdf": marked}).read_bytes()
        path = archive(tmp_path / "a.zip", **{"a.pdf": pdf(), "inner.zip": inner})

    found = examined(path, work)

    assert (found.outcome, found.reason) == ("suspect", "suspect")
    assert list(work.iterdir()) == []


def test_a_released_container_is_taken_in_and_read_with_all_that_is_in_it(tmp_path, work):
    marked = pdf(stamp="TỐI MẬT")
    path = mail(tmp_path / "a.eml", "MẬT\n\nKính gửi", {"QD 15 (MẬT).pdf": marked}, subject="TỐI MẬT")
    whole = hashlib.sha256(path.read_bytes()).hexdigest()

    found = SandboxedExaminer(limits=Limits()).examine(
        path, file_name=path.name, work=work, is_released=lambda sha256: sha256 == whole
    )
    reading = SandboxedReader(limits=Limits()).read(path, work=work, overruled=True)

    assert (found.outcome, reading.pages) == ("clean", found.pages)
    assert [one.name for one in reading.attachments] == ["nội dung thư", "QD 15 (MẬT).pdf"]


def test_a_mark_on_a_later_page_of_one_file_is_found_by_the_reading(tmp_path, work):
    path = archive(tmp_path / "a.zip", **{"a.pdf": pdf(), "b.pdf": pdf(last_page="Độ mật: Tối mật")})
    SandboxedExaminer(limits=Limits())

    with pytest.raises(SuspectError):
        SandboxedReader(limits=Limits()).read(path, work=work)

    assert list(work.iterdir()) == []


def test_what_cannot_be_looked_into_keeps_all_of_it_out(tmp_path, work):
    unknown = archive(tmp_path / "a.zip", **{"a.pdf": pdf(), "b.exe": b"MZ" * 100})
    many = archive(tmp_path / "b.zip", **{f"{n}.txt": b"x" for n in range(9)})
    deep = tmp_path / "c.zip"
    data = pdf()
    for _ in range(5):
        data = archive(deep, **{"inner.zip": data} if data[:2] == b"PK" else {"a.pdf": data}).read_bytes()
    empty = archive(tmp_path / "d.zip")
    large = archive(tmp_path / "e.zip", **{"a.txt": b"Dong chu " * MIB, "b.txt": b"Dong chu " * MIB})

    assert examined(unknown, work).reason == "part-refused"
    assert examined(many, work, parts=8).reason == "too-many-parts"
    assert examined(deep, work).reason == "too-deep"
    assert examined(empty, work).reason == "empty"
    assert examined(large, work, unpacked_bytes=10 * MIB).reason == "bomb"
    assert list(work.iterdir()) == []


def test_a_bomb_that_lies_about_its_size_is_cut_short(tmp_path, work):
    path = archive(tmp_path / "a.zip", **{"a.bin": bytes(30 * MIB)})
    data = bytearray(path.read_bytes())
    size = (30 * MIB).to_bytes(4, "little")
    while size in data:
        data[data.index(size) : data.index(size) + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)

    found = examined(path, work, unpacked_bytes=MIB)

    assert found.outcome == "refused"
    assert sum(file.stat().st_size for file in work.rglob("*")) == 0


def test_a_password_on_an_archive_or_a_mail(tmp_path, work):
    locked = archive(tmp_path / "a.zip", **{"a.pdf": pdf()})
    data = bytearray(locked.read_bytes())
    data[6] |= 1  # local header
    data[data.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(data)
    mailed = mail(tmp_path / "b.eml", "", {})
    mailed.write_bytes(
        b"From: a@b.vn\nTo: c@d.vn\nSubject: x\nMIME-Version: 1.0\n"
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nMIIB\n"
    )

    assert examined(locked, work).reason == "password"
    assert examined(mailed, work).reason == "password"


def test_names_are_never_paths(tmp_path, work):
    outside = tmp_path / "outside.pdf"
    names = ("../../outside.pdf", "/etc/vanban.pdf", "a\x00b/../c.pdf", "x" * 300 + ".pdf")
    path = archive(tmp_path / "a.zip", **{name: pdf() for name in names})

    found = examined(path, work)
    reading = SandboxedReader(limits=Limits()).read(path, work=work)

    assert found.outcome == "clean"
    assert not outside.exists()
    assert all(len(one.name) <= 150 and "\0" not in one.name for one in reading.attachments)
    assert {entry.name for entry in work.iterdir()} == {f"part-{n:04d}" for n in range(1, 5)}


def test_office_files_inside_are_read_too(tmp_path, work):
    letter = rtf(tmp_path / "letter.rtf", LETTER).read_bytes()
    path = archive(tmp_path / "a.zip", **{"letter.rtf": letter})

    assert examined(path, work).outcome == "clean"
    assert LETTER[1] in SandboxedReader(limits=Limits()).read(path, work=work).text[0]


def test_damaged_containers_end_with_a_reason(tmp_path, work):
    whole = archive(tmp_path / "a.zip", **{"a.pdf": pdf()}).read_bytes()
    for name, data in (
        ("cut.zip", whole[: len(whole) // 2]),
        ("torn.zip", whole[:200] + bytes(100) + whole[300:]),
        ("a.msg", ole(tmp_path / "m.msg", message("a", "b", {"c.pdf": pdf()})).read_bytes()[:1500]),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        found = examined(path, work)
        assert (found.outcome, found.reason in {"broken", "truncated", "part-refused"}) == ("refused", True), name
        with pytest.raises(UnreadableError):
            SandboxedReader(limits=Limits()).read(path, work=work)


def test_html_gives_its_text():
    page = "<style>p{}</style><p>Kính gửi&nbsp;Sở</p><script>x</script><div>Nội vụ<br>tỉnh</div>"
    assert text_of_html(page) == "Kính gửi Sở\nNội vụ\ntỉnh"


def test_people_see_the_pages_of_all_files_in_order(tmp_path):
    letter = archive(
        tmp_path / "a.zip", **{"a.pdf": pdf(last_page="Phụ lục"), "ghi chú.txt": "Bản chính\n".encode() * 90}
    )

    with open_pages(letter, limits=Bounds()) as pages:
        assert (pages.count, pages.document) == (3, None)
        assert pages.size(1) == (595, 842)
        assert pages.size(3)[1] > 842
        drawn = pages.render(3)
        assert drawn.image.getextrema() == (0, 255)
        assert pages.render(2).image.width == drawn.image.width * 200 // 150
        with pytest.raises(UnreadableError):
            pages.render(4)
