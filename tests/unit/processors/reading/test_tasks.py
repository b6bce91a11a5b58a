"""By when: days, hours, quarters, spans, periods. Who is to do what: candidates with their place."""

import datetime as dt

import pytest

from processors.reading import Document
from processors.time_limits import Issued, time_limits

ISSUED = Issued(dt.date(2024, 12, 5), 2024)


@pytest.mark.parametrize(
    ("text", "by", "at"),
    [
        ("gửi về Sở Nội vụ trước ngày 20/12/2024 để tổng hợp", "2024-12-20", None),
        ("báo cáo trước 17h00 ngày 20 tháng 12 năm 2024", "2024-12-20", "17:00"),
        ("báo cáo trước 8 giờ 30 phút ngày 20/12", "2024-12-20", "08:30"),
        ("chậm nhât ngày 27-12-2024", "2024-12-27", None),
        ("trước ngày 15/01", "2025-01-15", None),  # rolled over the turn of the year
        ("chậm nhất đến hết ngày 31 tháng 12", "2024-12-31", None),
        ("hạn cuối là ngày 22/1 2/2024", "2024-12-22", None),  # as OCR parts it
        ("hoàn thành trong quý I năm 2025", "2025-03-31", None),
        ("xong trước quý III/2025", "2025-06-30", None),
        ("hoàn thành trong tháng 02/2025", "2025-02-28", None),
        ("hoàn thành trong tháng 6", "2025-06-30", None),
        ("trong vòng 15 ngày kể từ ngày ký", "2024-12-20", None),
        ("trong thời hạn 05 (năm) ngày làm việc kể từ ngày ban hành", "2024-12-12", None),
        ("sau 02 tháng kể từ ngày ký", "2025-02-05", None),
        ("trong thời hạn 10 ngày, kể từ ngày nhận được văn bản này", None, None),
        ("trong thời hạn 15 ngày kể từ ngày Quyết định có hiệu lực", None, None),
        ("trong vòng 24 giờ kể từ khi nhận được Công điện", None, None),
        ("trước 11 giờ 00 phút, thứ Sáu ngày 13/12/2024", "2024-12-13", "11:00"),
        ("gửi về Văn phòng trước 10h sáng ngày 10/12", "2024-12-10", "10:00"),
        ("trước 4 giờ 30 chiều ngày 10/12", "2024-12-10", "16:30"),
        ("hạn cuối nhận hồ sơ: 17h00’ ngày 20/12/2024", "2024-12-20", "17:00"),
        ("thời hạn gửi: ngày 18/12/2024", "2024-12-18", None),
        ("thời gian hoàn thành: ngày 18/12/2024", "2024-12-18", None),
        ("báo cáo ngay trong ngày 06/12/2024", "2024-12-06", None),
        ("hoàn thành trong năm 2025", "2025-12-31", None),
        ("xong trước năm 2026", "2025-12-31", None),
        ("gửi về Sở không muộn hơn ngày 20/12/2024", "2024-12-20", None),
        ("nộp không quá ngày 20/12/2024", "2024-12-20", None),
        ("thời gian thực hiện: Quý I/2025", "2025-03-31", None),
        ("hoàn thành Quý I/2025", "2025-03-31", None),
        ("báo cáo kết quả của tỉnh đến hết ngày 20/12/2024", "2024-12-20", None),
        ("hoàn thành trong quý I", "2025-03-31", None),  # rolled over the turn of the year
    ],
)
def test_limits_of_time(text, by, at):
    (limit,) = time_limits(text, ISSUED)
    assert (limit.by and limit.by.isoformat(), limit.at) == (by, at)


@pytest.mark.parametrize("until", ["đến hết ngày 20/12/2024", "từ ngày ra thông báo đến hết ngày 20/12/2024"])
def test_a_time_that_something_is_open_is_no_day_by_which_it_must_be_done(until):
    (limit,) = time_limits(f"Thời gian đăng ký: {'từ ngày 10/12 ' if until.startswith('đến') else ''}{until}", ISSUED)
    assert (limit.how, limit.by) == ("range", dt.date(2024, 12, 20))


@pytest.mark.parametrize(
    ("text", "every", "day"),
    [
        ("trước ngày 25 hằng tháng", "P1M", 25),
        ("báo cáo hằng quý", "P3M", None),
        ("định kỳ 6 tháng", "P6M", None),
        ("định kỳ hàng năm", "P1Y", None),
        ("06 tháng một lần", "P6M", None),
        ("vào thứ Sáu hàng tuần", "P1W", None),
        ("trước ngày 05 tháng 12 hằng năm", "P1Y", None),
        ("trước ngày 15/11 hằng năm", "P1Y", None),
        ("định kỳ hằng tháng (trước ngày 25)", "P1M", 25),
        ("trước ngày 05 của tháng tiếp theo", "P1M", 5),
        ("trước ngày 15 tháng cuối quý", "P3M", 15),
        ("trước ngày 20 của tháng cuối mỗi quý", "P3M", 20),
    ],
)
def test_periods(text, every, day):
    (limit,) = time_limits(text, ISSUED)
    assert (limit.how, limit.every, limit.day) == ("period", every, day)


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ",
        "Cuộc họp bắt đầu lúc 8 giờ 00 ngày 12/12/2024",
        "Các hồ sơ tiếp nhận trước ngày 20/12/2024 được giải quyết theo quy định cũ",
        "Quy hoạch đã được phê duyệt trước ngày 20/12/2024",
        "Sở nhận được Công văn số 12/UBND ngày 03/12/2024 của huyện về việc báo cáo trước ngày 20/12/2024",
        "Nhiệm vụ trọng tâm trong năm 2025",
        "Giấy mời này có giá trị đến hết ngày 15/12/2024",
        "Thẻ có giá trị sử dụng đến hết ngày 31/12/2025",
        "Các đơn vị đã gửi báo cáo trước ngày 02/12/2024",
        "Trường hợp đã nộp hồ sơ hợp lệ trước ngày 01/01/2025 thì theo quy định cũ",
        "Người nghỉ việc trước ngày 01/01/2025 được hưởng chế độ",
        "Số liệu tính đến hết ngày 31/12/2024",
        "Kết quả tính đến hết tháng 12/2024",
        "Lũy kế đến hết quý IV năm 2024",
        "Kiên Giang, ngày tháng năm 2024",
        "trước ngày 31/02/2024",
        "trước ngày 20/12/2034",
        "thực hiện trước đây",
    ],
)
def test_what_sets_no_limit(text):
    assert time_limits(text, ISSUED) == []


def _tasks(letter, *body, **changes):
    document = Document()
    document.take(letter(body=body, place_date="Phú Thọ, ngày 05 tháng 01 năm 2024", **changes).page(source="text"))
    return document.tasks()


def test_a_task_has_who_what_by_and_its_place(letter):
    (task,) = _tasks(
        letter, "Đề nghị Ủy ban nhân dân các xã, phường gửi báo cáo về Sở", "Nội vụ trước 17h00 ngày 20/01."
    )
    assert (task.who, task.by, task.at) == ("Ủy ban nhân dân các xã, phường", "2024-01-20", "17:00")
    assert task.what.startswith("gửi báo cáo về Sở Nội vụ")
    assert (task.page, task.how) == (1, "day")
    assert task.box is not None
    assert 505 < task.box[1] < task.box[3] < 545  # both lines of the sentence
    assert task.confidence < 0.95


def test_who_ends_where_the_time_begins(letter):
    (task,) = _tasks(letter, "Thủ trưởng các đơn vị định kỳ trước ngày 25 hằng tháng gửi báo cáo về Sở Nội vụ.")
    assert (task.who, task.every, task.day) == ("Thủ trưởng các đơn vị", "P1M", 25)


def test_a_numbered_heading_says_who_for_the_lines_below_it(letter):
    tasks = _tasks(
        letter,
        "1. Sở Tài chính:",
        "- Bố trí kinh phí thực hiện, hoàn thành trong quý II.",
        "- Báo cáo kết quả trước ngày 25 hằng tháng.",
        "2. Công an tỉnh chủ trì kiểm tra, hoàn thành trước ngày 15/3/2024.",
    )
    assert [(task.who, task.by, task.every, task.day) for task in tasks] == [
        ("Sở Tài chính", "2024-06-30", None, None),
        ("Sở Tài chính", None, "P1M", 25),
        ("Công an tỉnh", "2024-03-15", None, None),
    ]


def test_an_order_without_a_day_is_a_task_and_a_report_of_the_past_is_none(letter):
    tasks = _tasks(
        letter,
        "Giao Chánh Văn phòng chủ trì theo dõi, đôn đốc việc thực hiện.",
        "Năm 2023, các đơn vị đã thực hiện tốt nhiệm vụ được giao.",
    )
    assert [(task.who, task.how) for task in tasks] == [("Chánh Văn phòng", "order")]


def test_annexes_after_the_signature_ask_for_nothing(letter):
    assert _tasks(letter, "Không có việc gì.", extra=((85.0, 100.0, "Gửi báo cáo trước ngày 20/01/2024."),)) == ()
