"""Invented letters: one builder for each kind, each drawing on the same themes and offices. Seeded, so repeatable."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from vanban.domain.identifiers import written_day, written_month, written_number
from vanban.samples.letter import ABBREVIATIONS, Block, BlockStyle, Letter
from vanban.samples.offices import ISSUERS, OUR_OFFICE, PROVINCE, Office, person, signature_lines
from vanban.samples.themes import THEMES, Theme

Parts = dict[str, Any]
"""Fields of a ``Letter`` that its kind decides."""


def compose(
    kind: str,
    *,
    rng: random.Random,
    office: Office | None = None,
    theme: Theme | None = None,
    issued_on: dt.date | None = None,
    capacity: str = "",
    **changes: Any,
) -> Letter:
    """Return an invented letter of a kind; whatever is not given is drawn from ``rng``.

    Args:
        kind: one of ``KINDS``.
        rng: source of everything that is not given.
        office: the issuer.
        theme: what it is about.
        issued_on: its date; its number goes with it.
        capacity: ``head``, ``deputy`` or ``office``, see ``signature_lines``.
        **changes: fields of ``Letter`` to set at the end; ``number=""`` with ``issued_on`` left makes a draft.
    """
    office = office or rng.choice(ISSUERS)
    theme = theme or rng.choice(THEMES)
    day = issued_on or dt.date(2026, 1, 5) + dt.timedelta(days=rng.randrange(320))
    unit = rng.choice(office.units)
    fields: Parts = {
        "kind": kind,
        "issuer": office.header,
        "parent_issuer": office.parent,
        "symbol": f"{office.code}-{unit}" if kind == "công văn" else f"{ABBREVIATIONS[kind]}-{office.code}",
        "place": office.place,
        "number": written_number(rng.choice((rng.randint(1, 9), rng.randint(10, 299), rng.randint(300, 3999)))),
        "issued_on": day,
        "authority": signature_lines(office, rng, capacity=capacity),
        "signer": person(rng),
        "contact": office.contact,
        "drafter": f"{''.join(rng.choices('ABCDHLMNPTV', k=3))}.({rng.randint(6, 40)})" if rng.random() < 0.3 else "",
        **KINDS[kind](office, theme, day, rng),
    }
    fields["recipients"] = (*fields["recipients"], f"Lưu: VT, {unit}")
    return Letter(**{**fields, **changes})


def long_date(day: dt.date) -> str:
    """Return a date as it is written inside a sentence."""
    return f"ngày {written_day(day)} tháng {written_month(day)} năm {day.year}"


# --- the kinds


def _decision(office: Office, theme: Theme, day: dt.date, rng: random.Random) -> Parts:
    chair, secretary, member = person(rng), person(rng), person(rng)
    grounds = (
        "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        theme.law,
        f"Kế hoạch số {rng.randint(11, 240)}/KH-UBND {long_date(day.replace(month=1))} của tỉnh về {theme.name}",
    )
    lead = rng.choice(("Trưởng phòng Kinh tế, Hạ tầng và Đô thị", "Chánh Văn phòng", "Trưởng phòng Văn hóa - Xã hội"))
    body = (
        Block(f"<b>{office.issuer}</b>", BlockStyle.CENTRED),
        *(Block(f"Căn cứ {ground};", BlockStyle.GROUND) for ground in grounds),
        Block(f"Theo đề nghị của {lead}.", BlockStyle.GROUND),
        Block("<b>QUYẾT ĐỊNH:</b>", BlockStyle.CENTRED),
        Block(f"<b>Điều 1.</b> Thành lập Tổ giúp việc triển khai {theme.name}, gồm các ông (bà) có tên sau đây:"),
        Block(f"1. Ông (bà) {chair}, lãnh đạo cơ quan, Tổ trưởng;"),
        Block(f"2. Ông (bà) {secretary}, công chức Văn phòng, Thư ký;"),
        Block(f"3. Ông (bà) {member}, công chức chuyên môn, Thành viên."),
        Block(
            f"<b>Điều 2.</b> Tổ giúp việc có nhiệm vụ giúp lãnh đạo cơ quan tổ chức, đôn đốc, kiểm tra {theme.name}; "
            "làm việc theo chế độ kiêm nhiệm và tự giải thể sau khi hoàn thành nhiệm vụ."
        ),
        Block("<b>Điều 3.</b> Quyết định này có hiệu lực kể từ ngày ký."),
        Block(
            f"<b>Điều 4.</b> {lead}, các đơn vị có liên quan và các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi "
            "hành Quyết định này./."
        ),
    )
    authority = (office.collective, office.head) if office.collective else (office.head,)
    return {
        "subject": f"Về việc thành lập Tổ giúp việc triển khai {theme.name}",
        "body": body,
        "authority": authority,
        "recipients": ("Như Điều 4", "Ủy ban nhân dân tỉnh (để báo cáo)", "Lãnh đạo cơ quan"),
    }


def _dispatch(office: Office, theme: Theme, day: dt.date, rng: random.Random) -> Parts:
    deadline = day + dt.timedelta(days=rng.randint(7, 24))
    tasks = rng.sample(theme.tasks, 3)
    many = rng.random() < 0.6
    addressees = (
        ("Ủy ban nhân dân các xã, phường", "Các đơn vị sự nghiệp trực thuộc", "Trung tâm Phục vụ hành chính công")
        if many
        else (OUR_OFFICE.name if office is not OUR_OFFICE else f"Văn phòng Ủy ban nhân dân {PROVINCE}",)
    )
    body = (
        Block(
            f"Thực hiện Kế hoạch số {rng.randint(20, 300)}/KH-UBND {long_date(day.replace(month=1, day=20))} của Ủy "
            f"ban nhân dân {PROVINCE} về {theme.name}, {office.name} đề nghị các cơ quan, đơn vị triển khai một số "
            f"nội dung sau:"
        ),
        *(Block(f"{index}. {task}.") for index, task in enumerate(tasks, 1)),
        Block(
            f"Đề nghị các cơ quan, đơn vị gửi báo cáo kết quả thực hiện về {office.name} trước {long_date(deadline)} "
            f"để tổng hợp, báo cáo cấp có thẩm quyền theo quy định./."
        ),
    )
    return {
        "subject": f"triển khai {theme.name}",
        "addressees": addressees,
        "body": body,
        "deadlines": (deadline,),
        "recipients": ("Như trên", f"Lãnh đạo {office.name}"),
    }


def _notice(office: Office, theme: Theme, day: dt.date, rng: random.Random) -> Parts:
    session = day - dt.timedelta(days=rng.randint(1, 4))
    first, second, third = rng.sample(theme.tasks, 3)
    body = (
        Block(
            f"{long_date(session).capitalize()}, tại trụ sở cơ quan, lãnh đạo {office.name} đã chủ trì cuộc họp nghe "
            f"báo cáo về {theme.name}. Sau khi nghe báo cáo và ý kiến của các đại biểu, lãnh đạo {office.name} kết "
            f"luận như sau:"
        ),
        Block(f"1. Ghi nhận, biểu dương tinh thần trách nhiệm của các đơn vị trong thời gian qua. {theme.aims[0]}"),
        Block(f"2. Giao Văn phòng chủ trì, phối hợp với các đơn vị có liên quan: {first[0].lower()}{first[1:]}."),
        Block(f"3. Giao các đơn vị chuyên môn: {second[0].lower()}{second[1:]}; {third[0].lower()}{third[1:]}."),
        Block(f"{office.name} thông báo để các cơ quan, đơn vị biết, thực hiện./."),
    )
    return {
        "subject": f"Kết luận cuộc họp về {theme.name}",
        "body": body,
        "recipients": ("Các cơ quan, đơn vị dự họp", f"Lãnh đạo {office.name}"),
    }


def _plan(office: Office, theme: Theme, day: dt.date, rng: random.Random) -> Parts:
    end = day + dt.timedelta(days=rng.randint(20, 45))
    body = (
        Block(f"Căn cứ {theme.law}; {office.name} xây dựng Kế hoạch triển khai {theme.name} với các nội dung sau:"),
        Block("<b>I. MỤC ĐÍCH, YÊU CẦU</b>"),
        *(Block(f"{index}. {aim}") for index, aim in enumerate(theme.aims, 1)),
        Block("<b>II. NỘI DUNG THỰC HIỆN</b>"),
        *(Block(f"{index}. {task}.") for index, task in enumerate(theme.tasks, 1)),
        Block("<b>III. KINH PHÍ</b>"),
        Block(
            "Kinh phí thực hiện được bố trí trong dự toán ngân sách năm "
            f"{day.year} và các nguồn kinh phí hợp pháp khác, dự kiến {rng.randint(20, 95)}.000.000 đồng."
        ),
        Block("<b>IV. TỔ CHỨC THỰC HIỆN</b>"),
        Block(
            "1. Văn phòng theo dõi, đôn đốc, tổng hợp kết quả thực hiện; kịp thời tham mưu tháo gỡ khó khăn, vướng mắc."
        ),
        Block(
            f"2. Các đơn vị có liên quan xây dựng kế hoạch chi tiết, hoàn thành trước {long_date(end)} và gửi về Văn "
            "phòng để tổng hợp."
        ),
        Block(f"Trên đây là Kế hoạch triển khai {theme.name}, đề nghị các đơn vị nghiêm túc thực hiện./."),
    )
    return {
        "subject": f"Triển khai {theme.name} năm {day.year}",
        "body": body,
        "deadlines": (end,),
        "recipients": ("Ủy ban nhân dân tỉnh (để báo cáo)", "Các đơn vị có liên quan", f"Lãnh đạo {office.name}"),
    }


def _report(office: Office, theme: Theme, day: dt.date, rng: random.Random) -> Parts:
    figures = [
        result.format(a=rng.randint(120, 2400), b=rng.randint(4, 48), p=rng.randint(71, 99)) for result in theme.results
    ]
    body = (
        Block(
            f"Thực hiện chế độ báo cáo định kỳ, {office.name} báo cáo kết quả {theme.name} tháng {day.month} năm "
            f"{day.year} như sau:"
        ),
        Block("<b>I. KẾT QUẢ THỰC HIỆN</b>"),
        *(Block(f"{index}. {line}") for index, line in enumerate(figures, 1)),
        Block("<b>II. TỒN TẠI, HẠN CHẾ</b>"),
        Block(
            "Việc phối hợp giữa các đơn vị có lúc chưa kịp thời; một bộ phận người dân chưa chủ động tham gia; nguồn "
            "lực bố trí cho cơ sở còn hạn chế."
        ),
        Block("<b>III. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI</b>"),
        *(Block(f"{index}. {task}.") for index, task in enumerate(rng.sample(theme.tasks, 3), 1)),
        Block(f"Trên đây là báo cáo kết quả {theme.name}, {office.name} kính báo cáo./."),
    )
    return {
        "subject": f"Kết quả {theme.name} tháng {day.month} năm {day.year}",
        "addressees": (office.superior,),
        "body": body,
        "recipients": ("Như trên", f"Lãnh đạo {office.name}", "Các đơn vị trực thuộc"),
    }


def _proposal(office: Office, theme: Theme, day: dt.date, rng: random.Random) -> Parts:
    amount = f"{rng.randint(110, 890)}.{rng.randint(1, 9)}00.000"
    body = (
        Block(f"Căn cứ {theme.law};", BlockStyle.GROUND),
        Block(f"Căn cứ dự toán ngân sách năm {day.year} đã được giao.", BlockStyle.GROUND),
        Block(f"{office.name} kính trình {office.superior} xem xét, phê duyệt kinh phí {theme.name} như sau:"),
        Block(f"1. Sự cần thiết: {theme.aims[0]} {theme.aims[1]}"),
        Block(f"2. Nội dung chính: {'; '.join(t[0].lower() + t[1:] for t in theme.tasks[:3])}."),
        Block(f"3. Tổng kinh phí đề nghị: {amount} đồng, từ nguồn ngân sách địa phương."),
        Block(f"{office.name} kính trình {office.superior} xem xét, quyết định./."),
    )
    return {
        "subject": f"Về việc phê duyệt kinh phí {theme.name}",
        "addressees": (office.superior,),
        "body": body,
        "recipients": ("Như trên", "Sở Tài chính", f"Lãnh đạo {office.name}"),
    }


def _invitation(office: Office, theme: Theme, day: dt.date, rng: random.Random) -> Parts:
    event = day + dt.timedelta(days=rng.randint(3, 8))
    hour = rng.choice(("08 giờ 00", "08 giờ 30", "14 giờ 00"))
    body = (
        Block(
            f"{office.name} trân trọng kính mời đại diện lãnh đạo {OUR_OFFICE.name}, Trạm Y tế và các tổ chức "
            "chính trị - xã hội trên địa bàn."
        ),
        Block(f"<b>Tới dự:</b> {theme.meeting[0].upper()}{theme.meeting[1:]}.", BlockStyle.LIST),
        Block(f"<b>Chủ trì:</b> Ông (bà) {person(rng)}, lãnh đạo {office.name}.", BlockStyle.LIST),
        Block(f"<b>Thời gian:</b> {hour}, {long_date(event)}.", BlockStyle.LIST),
        Block(f"<b>Địa điểm:</b> Phòng họp số {rng.randint(1, 3)}, trụ sở {office.name}.", BlockStyle.LIST),
        Block("Đề nghị các đại biểu chuẩn bị ý kiến và đến dự đúng thành phần, thời gian./."),
    )
    return {
        "subject": f"Dự {theme.meeting}",
        "body": body,
        "recipients": ("Như thành phần mời", f"Lãnh đạo {office.name}"),
    }


def _telegram(office: Office, theme: Theme, day: dt.date, rng: random.Random) -> Parts:
    body = (
        Block(f"<b>{office.issuer} điện:</b>", BlockStyle.CENTRED),
        Block("- Chủ tịch Ủy ban nhân dân các xã, phường;", BlockStyle.LIST),
        Block("- Thủ trưởng các sở, ban, ngành.", BlockStyle.LIST),
        Block(
            f"Theo bản tin dự báo lúc 04 giờ 00 {long_date(day)}, trong 48 giờ tới trên địa bàn tỉnh có mưa to đến rất "
            f"to, lượng mưa phổ biến từ {rng.randint(12, 18)}0 đến {rng.randint(22, 30)}0 mm. Để chủ động ứng phó, yêu "
            "cầu các đơn vị thực hiện ngay các nhiệm vụ sau:"
        ),
        *(Block(f"{index}. {task}.") for index, task in enumerate(theme.tasks[:4], 1)),
        Block("Yêu cầu các đơn vị khẩn trương triển khai thực hiện, báo cáo kết quả trước 16 giờ 00 hằng ngày./."),
    )
    return {
        "subject": "Về việc tập trung ứng phó với mưa lớn, nguy cơ ngập úng và sạt lở đất",
        "body": body,
        "recipients": ("Như trên", "Văn phòng Ủy ban nhân dân tỉnh (để báo cáo)", "Đài Phát thanh và Truyền hình tỉnh"),
    }


KINDS: dict[str, Callable[[Office, Theme, dt.date, random.Random], Parts]] = {
    "quyết định": _decision,
    "công văn": _dispatch,
    "thông báo": _notice,
    "kế hoạch": _plan,
    "báo cáo": _report,
    "tờ trình": _proposal,
    "giấy mời": _invitation,
    "công điện": _telegram,
}
"""The kinds that can be composed, each with its builder."""
