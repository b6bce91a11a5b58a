"""The directory of offices: names are found whatever their marks, and a bad line of an office's own file is told of."""

import pytest

from processors.directory import COLUMNS, LEVELS, Directory, Entry, as_rows, read_offices, shipped, with_own
from processors.reading import facts_of
from processors.zones import first_page
from vanban.domain.errors import RefusedError

HEAD = ",".join(COLUMNS)


def written(tmp_path, *lines):
    path = tmp_path / "offices.csv"
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("printed", "name", "exact"),
    [
        ("SỞ Y TẺ", "Sở Y tế", True),
        ("BỘ NỘI VU", "Bộ Nội vụ", True),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI DƯƠNG", "Sở Giáo dục và Đào tạo Hải Dương", True),
        ("UBND TỈNH KIÊN GIANO", "UBND TỈNH Kiên Giang", False),
    ],
)
def test_offices_are_found_whatever_their_marks(printed, name, exact):
    found = shipped().office(printed)

    assert (found.name, found.exact) == (name, exact)


@pytest.mark.parametrize("printed", ["ỦY BAN NHÂN DÂN", "SỞ Y TẾ TỔNG HỢP", "CÔNG TY HOA MAI", "BỘ Y TẾ HÀ NỘI", ""])
def test_what_is_no_known_office_is_not_found(printed):
    assert shipped().office(printed) is None


def test_two_names_as_near_as_each_other_are_no_answer():
    assert shipped().place("Hinh Thuận") is None
    assert shipped().place("Kon Tiưm").name == "Kon Tum"


@pytest.mark.parametrize("printed", ["Tân Giang", "Hội Phòng", "Lạng Sen"])
def test_a_name_that_can_be_spelt_so_is_not_made_another(printed):
    assert shipped().place(printed) is None
    assert shipped().office(f"UBND TỈNH {printed.upper()}") is None


def test_offices_live_from_and_to_a_day():
    assert shipped().office("UBND TỈNH KIÊN GIANG").existed_in(2025)
    assert not shipped().office("UBND TỈNH KIÊN GIANG").existed_in(2026)
    assert not shipped().office("BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG").existed_in(2020)


def test_the_shipped_directory_is_whole():
    today = [entry for entry in shipped() if not entry.valid_to]

    assert sum(entry.level == "city" for entry in today) == 6
    assert sum(entry.level == "province" for entry in today) == 28
    assert sum(entry.level == "ministry" for entry in today) == 17
    names = {entry.name for entry in shipped()}
    assert {entry.successor for entry in shipped() if entry.successor} <= names


def test_an_office_adds_its_own(tmp_path, letter):
    entries, problems = read_offices(written(tmp_path, "Trạm Khuyến nông số 7,TKN7,office", "Sa Pả,,place"))
    directory = with_own(as_rows(entries))

    assert problems == []
    assert directory.office("TRẠM KHUYẾN NÔNG SỐ 7").entries[0].abbreviation == "TKN7"
    assert directory.place("Sa Pa").name == "Sa Pả"
    assert first_page(letter().page(), directory=directory).directory is directory


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("X,,office", "tên"),
        ("Sở Mới,SM,sở", "cấp"),
        ("Sở Mới,SM,provincial,01/7/2025", "2025-07-01"),
        ("Sở Mới,SM,provincial,2025-07-01,2024-01-01", "hiệu lực"),
        ("Sở Mới,SM,provincial,,,,thừa", "7 cột"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_used(tmp_path, line, said):
    entries, (problem,) = read_offices(written(tmp_path, "Sở Tốt,ST,provincial", line, "# ghi chú", ""))

    assert [entry.name for entry in entries] == ["Sở Tốt"]
    assert problem.line == 3
    assert said in problem.vi


def test_a_file_that_is_no_directory_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("tên;cấp".encode("utf-16"))
    with pytest.raises(RefusedError):
        read_offices(path)
    path.write_text("name,level\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="line 1"):
        read_offices(path)


def test_levels_have_names():
    assert all(LEVELS.values())
    assert Directory([Entry("Sở A")]).office("sở a") is not None


def test_an_issuer_with_a_wrong_letter_is_put_right_and_an_unknown_one_left_alone(letter):
    facts = facts_of(letter(parent="UBND TỈNH PHÚ THO", issuer="SỞ CÔNG THƯƠNQ").page())
    assert (facts["parent_issuer"].value, facts["issuer"].value) == ("UBND TỈNH PHÚ THỌ", "SỞ CÔNG THƯƠNG")

    assert facts_of(letter(issuer="CÔNG TY HOA MAY").page())["issuer"].value == "CÔNG TY HOA MAY"


def test_a_symbol_is_mended_by_heading_and_directory(letter):
    facts = facts_of(letter(issuer="BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", number="Số: 15/QĐĐ-BNNMI").page())

    assert facts["symbol"].value == "QĐ-BNNMT"
    assert facts["symbol"].how == "zone-3 mended kind office"
    assert facts["symbol"].confidence < 0.95
