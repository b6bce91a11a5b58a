from processors.columns import pieces, split_line
from processors.pages import Line, lines, load_page, page_path, save_page, wipe_pages
from processors.zones import first_page
from vanban.domain.reading import Word


def test_the_two_columns_of_a_joined_header_are_parted(decision):
    zones = first_page(decision.page())

    assert [line.text for line in zones.issuers] == [decision.parent, decision.issuer]
    assert zones.motto.text == decision.motto
    assert zones.number.text == decision.number
    assert zones.place_date.text == decision.place_date


def test_every_line_belongs_to_one_box(decision):
    zones = first_page(decision.page())

    assert zones.heading.line.text == "QUYẾT ĐỊNH"
    assert [line.text for line in zones.heading.subject] == list(decision.subject)
    assert zones.body[0].text == decision.body[0]
    assert zones.about == zones.addressees == ()


def test_a_line_is_split_at_its_widest_gap_near_the_middle():
    words = tuple(Word(text, 1.0, (x, 0, x + 40, 12), 0) for text, x in (("Số:", 60), ("15/QĐ", 104), ("Phú", 300)))

    left, right = split_line(Line(words), 270, 80)

    assert (left.text, right.text) == ("Số: 15/QĐ", "Phú")


def test_pieces_fall_apart_at_wide_gaps():
    words = tuple(Word(text, 1.0, (x, 0, x + 40, 12), 0) for text, x in (("HỎA", 60), ("TỐC", 104), ("KẾ", 260)))

    assert [piece.text for piece in pieces(Line(words))] == ["HỎA TỐC", "KẾ"]


def test_a_kept_page_comes_back_whole(tmp_path, decision):
    page = decision.page()

    save_page(tmp_path, page)

    assert load_page(tmp_path, 1) == page
    assert page_path(tmp_path, 1).stat().st_mode & 0o077 == 0


def test_a_damaged_or_missing_kept_page_is_none(tmp_path, decision):
    save_page(tmp_path, decision.page())
    page_path(tmp_path, 1).write_text('{"number": 1', encoding="utf-8")

    assert load_page(tmp_path, 1) is None
    assert load_page(tmp_path, 2) is None


def test_wiping_leaves_nothing(tmp_path, decision):
    save_page(tmp_path, decision.page())

    wipe_pages(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_lines_keep_the_order_and_box_of_their_words(decision):
    first = lines(decision.page())[0]

    assert first.text == f"{decision.parent} {decision.motto}"
    assert first.box[0] < 100
    assert first.box[2] > 480
