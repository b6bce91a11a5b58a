# ruff: noqa: E501
"""What the made documents say: two lists that share nothing, one to develop on and one to score.

Offices are real kinds of offices with names as they stand on documents before and after 1 July 2025; people and all
that is said are invented.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """One issuing office as it stands in box 2."""

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    code: str
    place: str
    head: str
    units: tuple[str, ...]
    body: str = ""
    """Set where the head signs for it: ``ỦY BAN NHÂN DÂN``."""
    sort: str = "state"
    """``state``, ``party``, or ``law`` for those that issue legal texts."""


@dataclass(frozen=True, slots=True)
class Content:
    """One list."""

    offices: tuple[Office, ...]
    subjects: tuple[str, ...]
    """Noun phrases in small letters."""
    families: tuple[str, ...]
    middles: tuple[str, ...]
    givens: tuple[str, ...]

    def person(self, rng: random.Random) -> str:
        """Return an invented full name."""
        return " ".join(rng.choice(names) for names in (self.families, self.middles, self.givens))


def offices_of(table: str) -> tuple[Office, ...]:
    """Return the offices of a table: one a line, eight cells, the lines of a name parted by strokes."""
    offices = []
    for row in table.strip().splitlines():
        sort, parent, issuer, code, place, head, units, body = (cell.strip() for cell in row.split("|"))
        offices.append(
            Office(
                tuple(part.strip() for part in parent.split("/") if part.strip()),
                tuple(part.strip() for part in issuer.split("/")),
                code,
                place,
                head,
                tuple(units.split()),
                body,
                sort,
            )
        )
    return tuple(offices)


def phrases_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text."""
    return tuple(" ".join(line.split()) for line in text.strip().splitlines())


DEVELOPMENT = Content(
    offices=offices_of("""
        state | UBND TỈNH NGHỆ AN | SỞ TƯ PHÁP | STP | Nghệ An | GIÁM ĐỐC | VP HCTP PBGDPL |
        state | UBND TỈNH BẮC GIANG | SỞ GIAO THÔNG VẬN TẢI | SGTVT | Bắc Giang | GIÁM ĐỐC | QLVT KCHT |
        state | UBND TỈNH ĐẮK LẮK | SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG | SNNMT | Đắk Lắk | GIÁM ĐỐC | QLĐĐ CCTL |
        state | ỦY BAN NHÂN DÂN / THÀNH PHỐ CẦN THƠ | SỞ LAO ĐỘNG - THƯƠNG BINH / VÀ XÃ HỘI | SLĐTBXH | Cần Thơ | GIÁM ĐỐC | LĐVL NCC |
        state | UBND TỈNH LÀO CAI | SỞ VĂN HÓA, THỂ THAO / VÀ DU LỊCH | SVHTTDL | Lào Cai | GIÁM ĐỐC | QLVH QLDL |
        state | | ỦY BAN NHÂN DÂN / TỈNH QUẢNG NINH | UBND | Quảng Ninh | CHỦ TỊCH | XD1 VX GT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / THÀNH PHỐ ĐÀ NẴNG | UBND | Đà Nẵng | CHỦ TỊCH | KGVX ĐTĐT | ỦY BAN NHÂN DÂN
        state | UBND HUYỆN TIÊN DU | PHÒNG TÀI CHÍNH - KẾ HOẠCH | TCKH | Tiên Du | TRƯỞNG PHÒNG | NS ĐT |
        state | | ỦY BAN NHÂN DÂN / QUẬN HOÀN KIẾM | UBND | Hoàn Kiếm | CHỦ TỊCH | VP QLĐT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / XÃ ĐÔNG ANH | UBND | Đông Anh | CHỦ TỊCH | VP KT VHXH | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / PHƯỜNG BẾN THÀNH | UBND | Bến Thành | CHỦ TỊCH | VP KT | ỦY BAN NHÂN DÂN
        state | | HỘI ĐỒNG NHÂN DÂN / TỈNH THÁI BÌNH | HĐND | Thái Bình | CHỦ TỊCH | VP KTNS | HỘI ĐỒNG NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / THÀNH PHỐ THỦ ĐỨC | UBND | Thành phố Thủ Đức | CHỦ TỊCH | VP QLĐT | ỦY BAN NHÂN DÂN
        state | | BỘ NỘI VỤ | BNV | Hà Nội | BỘ TRƯỞNG | CCHC TCBC CCVC |
        state | BỘ NỘI VỤ | CỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC | VTLTNN | Hà Nội | CỤC TRƯỞNG | NVLT VP |
        state | | BỘ GIÁO DỤC VÀ ĐÀO TẠO | BGDĐT | Hà Nội | BỘ TRƯỞNG | GDTH GDĐH |
        state | | VĂN PHÒNG CHÍNH PHỦ | VPCP | Hà Nội | BỘ TRƯỞNG, CHỦ NHIỆM | KSTT KTTH |
        state | BỘ TÀI CHÍNH | TỔNG CỤC THUẾ | TCT | Hà Nội | TỔNG CỤC TRƯỞNG | CS KK |
        state | SỞ Y TẾ LONG AN | BỆNH VIỆN ĐA KHOA / KHU VỰC HẬU NGHĨA | BVĐKKV | Đức Hòa | GIÁM ĐỐC | KHTH TCHC |
        state | SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI DƯƠNG | TRƯỜNG TRUNG HỌC PHỔ THÔNG / NGUYỄN DU | THPTND | Hải Dương | HIỆU TRƯỞNG | VP CM |
        state | BỘ GIÁO DỤC VÀ ĐÀO TẠO | TRƯỜNG ĐẠI HỌC VINH | ĐHV | Nghệ An | HIỆU TRƯỞNG | ĐT TCCB |
        state | UBND TỈNH NAM ĐỊNH | BAN QUẢN LÝ / CÁC KHU CÔNG NGHIỆP | BQLCKCN | Nam Định | TRƯỞNG BAN | VP QLĐT |
        state | SỞ XÂY DỰNG BÌNH ĐỊNH | CHI CỤC GIÁM ĐỊNH XÂY DỰNG | CCGĐ | Bình Định | CHI CỤC TRƯỞNG | GĐ1 HC |
        state | TÒA ÁN NHÂN DÂN TỐI CAO | TÒA ÁN NHÂN DÂN / TỈNH PHÚ YÊN | TA | Phú Yên | CHÁNH ÁN | VP TCCB |
        law | | CHÍNH PHỦ | CP | Hà Nội | THỦ TƯỚNG | PL | CHÍNH PHỦ
        law | | QUỐC HỘI | QH15 | Hà Nội | CHỦ TỊCH QUỐC HỘI | PL |
        law | | BỘ KHOA HỌC VÀ CÔNG NGHỆ | BKHCN | Hà Nội | BỘ TRƯỞNG | PC |
        law | | HỘI ĐỒNG NHÂN DÂN / TỈNH KHÁNH HÒA | HĐND | Khánh Hòa | CHỦ TỊCH | PC | HỘI ĐỒNG NHÂN DÂN
        law | | ỦY BAN NHÂN DÂN / TỈNH HÀ GIANG | UBND | Hà Giang | CHỦ TỊCH | NC | ỦY BAN NHÂN DÂN
        party | | TỈNH ỦY NGHỆ AN | TU | Vinh | BÍ THƯ | VP | BAN THƯỜNG VỤ
        party | ĐẢNG BỘ TỈNH LÀO CAI | HUYỆN ỦY BẢO THẮNG | HU | Bảo Thắng | BÍ THƯ | VP | BAN THƯỜNG VỤ
        party | TỈNH ỦY BẮC GIANG | BAN TUYÊN GIÁO | BTGTU | Bắc Giang | TRƯỞNG BAN | VP |
    """),
    subjects=phrases_of("""
        tăng cường công tác phòng cháy, chữa cháy rừng mùa khô
        kiện toàn Ban Chỉ đạo cải cách hành chính
        rà soát, thống kê hộ nghèo, hộ cận nghèo theo chuẩn mới
        tổ chức Hội nghị tổng kết công tác văn thư, lưu trữ
        phê duyệt quy hoạch chi tiết khu dân cư phía Nam
        chấn chỉnh kỷ luật, kỷ cương hành chính trong các cơ quan nhà nước
        quy định về chế độ công tác phí, chế độ chi hội nghị
        đăng ký nhu cầu đào tạo, bồi dưỡng cán bộ, công chức
        góp ý dự thảo Quyết định sửa đổi, bổ sung một số điều của Quyết định số 15/2023/QĐ-UBND
        triển khai Kế hoạch số 214/KH-UBND ngày 15 tháng 3 năm 2024 về chuyển đổi số
        trả lời kiến nghị của cử tri sau kỳ họp thứ mười
        bảo đảm trật tự, an toàn giao thông trong dịp Tết Nguyên đán
        điều chỉnh dự toán chi ngân sách nhà nước
        thực hiện chính sách đối với người có công với cách mạng
        phòng, chống tác hại của thuốc lá tại công sở
        thu thập thông tin phục vụ báo cáo thống kê định kỳ
    """),
    families=("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ"),
    middles=("Văn", "Thị", "Đức", "Minh", "Thanh", "Quốc", "Hữu"),
    givens=("Hùng", "Lan", "Tuấn", "Hương", "Dũng", "Thảo", "Sơn", "Hạnh", "Long", "Mai"),
)

SCORE = Content(
    offices=offices_of("""
        state | UBND TỈNH SƠN LA | SỞ CÔNG THƯƠNG | SCT | Sơn La | GIÁM ĐỐC | QLTM QLNL VP |
        state | UBND TỈNH VĨNH LONG | SỞ THÔNG TIN VÀ TRUYỀN THÔNG | STTTT | Vĩnh Long | GIÁM ĐỐC | CNTT BCVT |
        state | ỦY BAN NHÂN DÂN / THÀNH PHỐ HÀ NỘI | SỞ QUY HOẠCH - KIẾN TRÚC | QHKT | Hà Nội | GIÁM ĐỐC | P1 HTKT |
        state | UBND TỈNH QUẢNG NGÃI | SỞ DÂN TỘC VÀ TÔN GIÁO | SDTTG | Quảng Ngãi | GIÁM ĐỐC | CSDT VP |
        state | UBND THÀNH PHỐ HẢI PHÒNG | SỞ KẾ HOẠCH VÀ ĐẦU TƯ | KHĐT | Hải Phòng | GIÁM ĐỐC | ĐKKD TH |
        state | | ỦY BAN NHÂN DÂN / TỈNH ĐIỆN BIÊN | UBND | Điện Biên | CHỦ TỊCH | KT NC KGVX | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / THÀNH PHỐ HỒ CHÍ MINH | UBND | Thành phố Hồ Chí Minh | CHỦ TỊCH | VX ĐT | ỦY BAN NHÂN DÂN
        state | UBND QUẬN CẦU GIẤY | PHÒNG GIÁO DỤC VÀ ĐÀO TẠO | PGDĐT | Cầu Giấy | TRƯỞNG PHÒNG | MN TH |
        state | | ỦY BAN NHÂN DÂN / HUYỆN CHƯ PƯH | UBND | Chư Pưh | CHỦ TỊCH | VP NNMT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / ĐẶC KHU PHÚ QUỐC | UBND | Phú Quốc | CHỦ TỊCH | VP KTHT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / THỊ TRẤN SA PẢ | UBND | Sa Pả | CHỦ TỊCH | VP TP | ỦY BAN NHÂN DÂN
        state | | HỘI ĐỒNG NHÂN DÂN / XÃ MƯỜNG LÈO | HĐND | Mường Lèo | CHỦ TỊCH | VP | HỘI ĐỒNG NHÂN DÂN
        state | | BỘ Y TẾ | BYT | Hà Nội | BỘ TRƯỞNG | KCB DP |
        state | BỘ Y TẾ | CỤC QUẢN LÝ DƯỢC | QLD | Hà Nội | CỤC TRƯỞNG | ĐK KD |
        state | | BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG | BNNMT | Hà Nội | BỘ TRƯỞNG | LN BVTV |
        state | | THANH TRA CHÍNH PHỦ | TTCP | Hà Nội | TỔNG THANH TRA | C.IV VP |
        state | BỘ TÀI CHÍNH | KHO BẠC NHÀ NƯỚC | KBNN | Hà Nội | TỔNG GIÁM ĐỐC | KSC KTNN |
        state | SỞ Y TẾ TÂY NINH | TRUNG TÂM KIỂM SOÁT BỆNH TẬT | KSBT | Tây Ninh | GIÁM ĐỐC | TCHC PCBTN |
        state | UBND PHƯỜNG KIM LIÊN | TRƯỜNG TIỂU HỌC / HOÀNG DIỆU | THHD | Kim Liên | HIỆU TRƯỞNG | VP CM |
        state | ĐẠI HỌC HUẾ | TRƯỜNG ĐẠI HỌC KINH TẾ | ĐHKT | Huế | HIỆU TRƯỞNG | ĐTĐH KHCN |
        state | UBND TỈNH GIA LAI | THANH TRA TỈNH | TTr | Gia Lai | CHÁNH THANH TRA | VP NV1 |
        state | SỞ NÔNG NGHIỆP VÀ PTNT KON TUM | CHI CỤC KIỂM LÂM | CCKL | Kon Tum | CHI CỤC TRƯỞNG | QLBVR HC |
        state | VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO | VIỆN KIỂM SÁT NHÂN DÂN / TỈNH BẾN TRE | VKS | Bến Tre | VIỆN TRƯỞNG | P9 VP |
        law | | CHÍNH PHỦ | CP | Hà Nội | THỦ TƯỚNG | PL | CHÍNH PHỦ
        law | | QUỐC HỘI | QH14 | Hà Nội | CHỦ TỊCH QUỐC HỘI | PL |
        law | | BỘ XÂY DỰNG | BXD | Hà Nội | BỘ TRƯỞNG | PC |
        law | | HỘI ĐỒNG NHÂN DÂN / TỈNH CÀ MAU | HĐND | Cà Mau | CHỦ TỊCH | PC | HỘI ĐỒNG NHÂN DÂN
        law | | ỦY BAN NHÂN DÂN / THÀNH PHỐ HUẾ | UBND | Huế | CHỦ TỊCH | NC | ỦY BAN NHÂN DÂN
        party | | THÀNH ỦY HẢI PHÒNG | TU | Hải Phòng | BÍ THƯ | VP | BAN THƯỜNG VỤ
        party | ĐẢNG BỘ THÀNH PHỐ HÀ NỘI | ĐẢNG ỦY PHƯỜNG LÁNG | ĐU | Láng | BÍ THƯ | VP | BAN THƯỜNG VỤ
        party | TỈNH ỦY TUYÊN QUANG | ỦY BAN KIỂM TRA | UBKTTU | Tuyên Quang | CHỦ NHIỆM | VP |
    """),
    subjects=phrases_of("""
        đẩy mạnh tiêm vắc xin phòng bệnh cho đàn gia súc
        thành lập Hội đồng xét tuyển viên chức sự nghiệp
        tổng hợp tình hình quản lý, sử dụng tài sản công
        mời dự Lễ phát động Tháng hành động vì trẻ em
        ban hành Quy chế làm việc của cơ quan
        hướng dẫn thủ tục cấp giấy phép môi trường
        báo cáo kết quả giải quyết đơn thư khiếu nại, tố cáo
        quyết định giá đất cụ thể của dự án mở rộng Quốc lộ 6
        lấy ý kiến về Thông tư thay thế Thông tư số 08/2022/TT-BTNMT
        cung cấp số liệu theo Công văn số 3312/BTC-QLCS ngày 02 tháng 4 năm 2024 của Bộ Tài chính
        treo cờ Tổ quốc và nghỉ lễ Quốc khánh
        công nhận kết quả nâng bậc lương trước thời hạn
        khắc phục hậu quả bão số 3 và mưa lũ sau bão
        mở lớp tập huấn kỹ năng số cho cán bộ cơ sở
        kiểm tra việc chấp hành pháp luật về đất đai
        phân công nhiệm vụ các thành viên Tổ công tác
    """),
    families=("Ngô", "Dương", "Lý", "Phan", "Trịnh", "Đinh", "Mai", "Võ", "Huỳnh", "Tạ"),
    middles=("Ngọc", "Xuân", "Quang", "Hồng", "Tiến", "Thúy", "Anh"),
    givens=("Khoa", "Nga", "Cường", "Yến", "Phúc", "Trinh", "Việt", "Loan", "Kiên", "Vân"),
)
