"""Handing in one by one, with an error of its own for each file; and photos that become one PDF in their order."""

import hashlib
import io

import pikepdf
import pytest
from PIL import Image

from processors.photos import join_photos
from vanban.settings import MIB, Limits

WHERE = {"stream": "den", "not_secret": "yes"}


def photo(shade: int, size: tuple[int, int] = (60, 80), form: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (shade, shade, shade)).save(out, form, **options)
    return out.getvalue()


def landed(house) -> list[tuple[str, bytes]]:
    folder = house.services.settings.intake / "den" / "van-phong"
    return sorted((path.name, path.read_bytes()) for path in folder.iterdir() if path.is_file())


def send(house, **fields):
    clerk = house.browser("vanthu")
    return clerk, clerk.post("/upload/one", **{**WHERE, **fields})


def test_one_file_is_answered_with_the_name_it_has(house):
    clerk, answer = send(house, files={"files": ("a.pdf", io.BytesIO(b"one"))})
    assert answer.json() == {"names": ["a.pdf"]}
    again = clerk.post("/upload/one", files={"files": ("a.pdf", io.BytesIO(b"two"))}, **WHERE)
    assert again.json() == {"names": ["a-1.pdf"]}
    assert landed(house) == [("a-1.pdf", b"two"), ("a.pdf", b"one")]
    assert house.events(hashlib.sha256(b"one").hexdigest()) == ["file.handed-in"]


def test_a_refusal_is_told_in_both_languages_with_what_to_do(house):
    _, answer = send(house, files={"files": ("a.pdf", io.BytesIO(b"one"))}, not_secret="")
    assert answer.status_code == 400
    assert answer.json()["vi"] == "Phải xác nhận tệp không chứa bí mật nhà nước."
    assert answer.json()["remedy_vi"].startswith("Hãy ")
    assert landed(house) == []


@pytest.mark.parametrize("address", ["/upload", "/upload/one"])
def test_a_file_beyond_the_limit_is_named_and_nothing_of_the_form_is_kept(house, address):
    house.services.settings = house.services.settings.model_copy(update={"limits": Limits(file_bytes=MIB)})
    files = [("files", (name, io.BytesIO(bytes(size)))) for name, size in [("a.pdf", 9), ("to.pdf", MIB + 1)]]
    answer = house.browser("vanthu").post(address, files=files, **WHERE)
    assert answer.status_code == 400
    assert "to.pdf: lớn hơn 1 MiB" in answer.text
    assert landed(house) == []


@pytest.mark.parametrize("address", ["/upload", "/upload/one"])
def test_photos_become_one_pdf_in_their_order_with_the_cameras_own_data(house, address):
    sent = [photo(40), photo(200, (80, 60), exif=turned()), photo(120, form="PNG")]
    files = [("photos", (f"{n}.jpg", io.BytesIO(data))) for n, data in enumerate(sent)]
    answer = house.browser("vanthu").post(address, files=files, **WHERE)
    assert answer.status_code == 200
    [(name, data)] = landed(house)
    assert name.startswith("anh-chup-")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pictures = [page.Resources.XObject.Im0 for page in pdf.pages]
        assert [picture.read_raw_bytes() for picture in pictures[:2]] == sent[:2]
        assert [int(page.Rotate) for page in pdf.pages] == [0, 90, 0]
        assert pictures[2].Filter == "/FlateDecode"
    assert house.events(hashlib.sha256(data).hexdigest()) == ["file.handed-in"]
    assert list(house.services.settings.run.glob("photos-*")) == []


def turned() -> Image.Exif:
    """Exif of a phone that was held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def test_a_photo_that_cannot_be_used_is_named_and_nothing_is_handed_in(house):
    bad = {"cut off": photo(5, (400, 300))[:-900], "no photo": b"%PDF-1.7 none", "nothing": b""}
    clerk = house.browser("vanthu")
    for what, data in bad.items():
        files = [("photos", ("1.jpg", io.BytesIO(photo(9)))), ("photos", ("2.jpg", io.BytesIO(data)))]
        files.append(("files", ("a.pdf", io.BytesIO(b"beside"))))
        answer = clerk.post("/upload/one", files=files, **WHERE)
        assert (answer.status_code, answer.json()["vi"].startswith("Ảnh 2 ")) == (400, True), what
    assert landed(house) == []


def test_the_same_photos_give_the_same_bytes_and_too_many_pixels_are_refused(tmp_path):
    from processors.bounds import Bounds
    from vanban.domain.errors import UnreadableError

    (tmp_path / "1").write_bytes(photo(7, (300, 300)))
    bounds = Bounds.of(Limits()).as_arguments()
    made = []
    for name in ("a.pdf", "b.pdf"):
        target = tmp_path / name
        join_photos({"paths": [str(tmp_path / "1")], "target": str(target), "bounds": bounds})
        made.append(target.read_bytes())
    assert made[0] == made[1]
    narrow = Bounds.of(Limits(page_pixels=80_000)).as_arguments()
    with pytest.raises(UnreadableError, match="Photo 1 has more than"):
        join_photos({"paths": [str(tmp_path / "1")], "target": str(tmp_path / "c.pdf"), "bounds": narrow})
