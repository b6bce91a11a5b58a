# ruff: noqa: E501
"""What the forged documents say: a list to mend rules with, and one that is only scored; they share nothing.

Offices are kinds of offices that exist, with names from before and after 1 July 2025; people and all that is said are
invented.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.reading.content import Content, Office, offices_of, phrases_of


@dataclass(frozen=True, slots=True)
class ForgedContent(Content):
    """One list."""

    names: tuple[str, ...] = ()
    """Whole names of people, of all peoples of Vietnam."""
    long_offices: tuple[str, ...] = ()
    """Names for lists of recipients and addressees."""
    joint: tuple[Office, ...] = ()
    """Offices that issue together."""

    def person(self, rng: random.Random) -> str:
        """Return an invented full name."""
        return rng.choice(self.names)


FORGED = ForgedContent(
    offices=offices_of("""
        state | UBND TỈNH PHÚ THỌ | SỞ XÂY DỰNG | SXD | Phú Thọ | GIÁM ĐỐC | QLN&TTBĐS KTXD |
        state | UBND TỈNH SƠN LA | SỞ DÂN TỘC VÀ TÔN GIÁO | SDTTG | Sơn La | GIÁM ĐỐC | CSDT VP |
        state | UBND PHƯỜNG / VĂN MIẾU - QUỐC TỬ GIÁM | TRUNG TÂM PHỤC VỤ / HÀNH CHÍNH CÔNG | TTPVHCC | Văn Miếu - Quốc Tử Giám | GIÁM ĐỐC | TH |
        state | ỦY BAN NHÂN DÂN / XÃ BÁT TRÀNG | PHÒNG VĂN HÓA - XÃ HỘI | VHXH | Bát Tràng | TRƯỞNG PHÒNG | YT GD |
        state | | ỦY BAN NHÂN DÂN / ĐẶC KHU CÔN ĐẢO | UBND | Côn Đảo | CHỦ TỊCH | VP KT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / PHƯỜNG TÂN SƠN NHẤT | UBND | Tân Sơn Nhất | CHỦ TỊCH | VP KTHTĐT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / XÃ NẬM PÌ | UBND | Nậm Pì | CHỦ TỊCH | VP VHXH | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / XÃ EA H'LEO | UBND | Ea H'leo | CHỦ TỊCH | VP KT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / THÀNH PHỐ HÀ NỘI | UBND | Hà Nội | CHỦ TỊCH | KSTTHC SNV | ỦY BAN NHÂN DÂN
        state | ỦY BAN NHÂN DÂN / THÀNH PHỐ HÀ NỘI | VĂN PHÒNG | VP | Hà Nội | CHÁNH VĂN PHÒNG | KGVX NC |
        state | BỘ CÔNG AN | CỤC CẢNH SÁT QUẢN LÝ / HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI | C06 | Hà Nội | CỤC TRƯỞNG | P4 TTDLDC |
        state | | BỘ KHOA HỌC VÀ CÔNG NGHỆ | BKHCN | Hà Nội | BỘ TRƯỞNG | CĐSQG VP |
        state | | NGÂN HÀNG NHÀ NƯỚC VIỆT NAM | NHNN | Hà Nội | THỐNG ĐỐC | TD TT |
        state | NGÂN HÀNG NHÀ NƯỚC VIỆT NAM | NGÂN HÀNG NHÀ NƯỚC / CHI NHÁNH KHU VỰC 5 | KV5 | Ninh Bình | GIÁM ĐỐC | THNS |
        state | TỔNG LIÊN ĐOÀN LAO ĐỘNG / VIỆT NAM | LIÊN ĐOÀN LAO ĐỘNG / TỈNH HƯNG YÊN | LĐLĐ | Hưng Yên | CHỦ TỊCH | CSPL TG | BAN THƯỜNG VỤ
        state | BẢO HIỂM XÃ HỘI VIỆT NAM | BẢO HIỂM XÃ HỘI KHU VỰC XXIX | BHXH | Đồng Tháp | GIÁM ĐỐC | CĐ TST |
        state | SỞ GIÁO DỤC VÀ ĐÀO TẠO | TRƯỜNG THCS VÀ THPT / NGUYỄN KHUYẾN | THCS&THPTNK | Bắc Ninh | HIỆU TRƯỞNG | CM |
        state | CÔNG TY CỔ PHẦN CẤP THOÁT NƯỚC | XÍ NGHIỆP CẤP NƯỚC SỐ 2 | XNCN2 | Lâm Đồng | GIÁM ĐỐC | KTKH |
        state | BỘ CHỈ HUY QUÂN SỰ / TỈNH LẠNG SƠN | BAN CHỈ HUY / PHÒNG THỦ KHU VỰC 2 | PTKV2 | Cao Lộc | CHỈ HUY TRƯỞNG | TM |
        state | TÒA ÁN NHÂN DÂN TỐI CAO | TÒA ÁN NHÂN DÂN / TỈNH CAO BẰNG | TA | Cao Bằng | CHÁNH ÁN | VP TCCB |
        state | | HỘI ĐỒNG NHÂN DÂN / TỈNH GIA LAI | HĐND | Gia Lai | CHỦ TỊCH | VP PC | HỘI ĐỒNG NHÂN DÂN
        state | | HỘI ĐỒNG NHÂN DÂN / PHƯỜNG HẢI CHÂU | HĐND | Hải Châu | CHỦ TỊCH | VP | HỘI ĐỒNG NHÂN DÂN
        state | ĐẠI HỌC QUỐC GIA / THÀNH PHỐ HỒ CHÍ MINH | TRƯỜNG ĐẠI HỌC / KHOA HỌC XÃ HỘI VÀ NHÂN VĂN | XHNV | Thành phố Hồ Chí Minh | HIỆU TRƯỞNG | ĐT TCCB |
        law | | CHÍNH PHỦ | CP | Hà Nội | THỦ TƯỚNG | KTTH | CHÍNH PHỦ
        law | | QUỐC HỘI | QH15 | Hà Nội | CHỦ TỊCH QUỐC HỘI | PL |
        law | | BỘ CÔNG THƯƠNG | BCT | Hà Nội | BỘ TRƯỞNG | PC |
        law | | HỘI ĐỒNG NHÂN DÂN / TỈNH ĐIỆN BIÊN | HĐND | Điện Biên | CHỦ TỊCH | PC | HỘI ĐỒNG NHÂN DÂN
        law | | ỦY BAN NHÂN DÂN / TỈNH CÀ MAU | UBND | Cà Mau | CHỦ TỊCH | NC | ỦY BAN NHÂN DÂN
        party | ĐẢNG BỘ TỈNH QUẢNG TRỊ | ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG TỈNH | ĐU | Quảng Trị | BÍ THƯ | VP | BAN THƯỜNG VỤ
        party | ĐẢNG BỘ PHƯỜNG TÂY HỒ | CHI BỘ TRƯỜNG THCS CHU VĂN AN | CB | Tây Hồ | BÍ THƯ | VP | CHI BỘ
        party | BAN CHẤP HÀNH TRUNG ƯƠNG | VĂN PHÒNG | VPTW | Hà Nội | CHÁNH VĂN PHÒNG | VP |
        party | | BỘ CHÍNH TRỊ | TW | Hà Nội | TỔNG BÍ THƯ | VP | BỘ CHÍNH TRỊ
        party | ĐẢNG ỦY ỦY BAN NHÂN DÂN / TỈNH THANH HÓA | ĐẢNG ỦY SỞ TÀI CHÍNH | ĐU | Thanh Hóa | BÍ THƯ | VP | BAN CHẤP HÀNH
        party | THÀNH ỦY ĐÀ NẴNG | BAN TUYÊN GIÁO VÀ DÂN VẬN | BTGDVTU | Đà Nẵng | TRƯỞNG BAN | VP |
    """),
    joint=offices_of("""
        state | | BỘ NỘI VỤ - BỘ TÀI CHÍNH | BNV-BTC | Hà Nội | BỘ TRƯỞNG | PC |
        state | | SỞ Y TẾ - CÔNG AN TỈNH | SYT-CAT | Tây Ninh | GIÁM ĐỐC | NV |
        state | | ỦY BAN THƯỜNG VỤ QUỐC HỘI - / CHÍNH PHỦ - ĐOÀN CHỦ TỊCH ỦY BAN / TRUNG ƯƠNG MẶT TRẬN / TỔ QUỐC VIỆT NAM | UBTVQH15-CP-ĐCTUBTWMTTQVN | Hà Nội | CHỦ TỊCH | PL |
    """),
    subjects=phrases_of("""
        sắp xếp, bố trí trụ sở làm việc sau khi sắp xếp đơn vị hành chính
        thực hiện Quyết định số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng Chính phủ
        trả lời kiến nghị của cử tri trước và sau Kỳ họp thứ 15
        xử lý kết quả rà soát hộ nghèo, hộ cận nghèo năm 2026
        báo cáo tiến độ giải ngân vốn đầu tư công quý II/2026
        góp ý dự thảo Nghị định thay thế Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư
        mời họp triển khai Đề án 06/CP
        cấp phép thi công đào hè đường Nguyễn Thái Học (đoạn từ số 12 đến số 48)
        rút kinh nghiệm công tác phòng cháy, chữa cháy rừng mùa khô
        đôn đốc thực hiện Thông báo kết luận số 88/TB-VP
        phối hợp truyền thông Ngày Chuyển đổi số quốc gia 10/10
        kiện toàn Ban Chỉ đạo phòng thủ dân sự
        tiếp nhận viên chức không qua thi tuyển
        hỗ trợ khẩn cấp nhà ở cho các hộ bị thiệt hại do bão số 10
    """),
    families=("Nguyễn",),
    middles=("Văn",),
    givens=("An",),
    names=phrases_of("""
        Nguyễn Thị Hồng Nhung
        Tô Lâm Oanh
        Lê Nam
        Công Tằng Tôn Nữ Minh Châu
        Y Biêr Niê Kdăm
        H'Yim Kđoh
        Giàng A Dình
        Sùng Seo Páo
        Rơ Châm H'Phíp
        Bríu Hùng
        Danh Thanh Sơn
        Kpă Đô
        Đinh Thị Thu Sương
        Điểu K'Lứt
        Cầm Bá Quỳnh
        Nguyễn Hoàng Đức Anh
        Phạm Đức Ấn
        Ninh Viết Giao Linh
        Alăng Thị Bé
        Chảo Duần Phàn
        Zơ Râm Nhất
        Quàng Văn Ỏn
    """),
    long_offices=phrases_of("""
        Thường trực Tỉnh ủy, Thường trực HĐND tỉnh (b/c)
        Chủ tịch, các Phó Chủ tịch UBND tỉnh (để b/c)
        Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội
        Các sở, ban, ngành, đoàn thể cấp tỉnh
        Cục Kiểm tra văn bản và Tổ chức thi hành pháp luật - Bộ Tư pháp
        Công báo tỉnh
        Trung tâm Công nghệ thông tin (đăng tải)
        Báo và Phát thanh, Truyền hình tỉnh
        UBND các xã, phường, đặc khu
        Kho bạc Nhà nước Khu vực XIII
        Như Điều 3
        Chi cục Thuế khu vực
        Ông Hoàng Văn Thụ (để t/h)
        Đảng ủy các cơ quan Đảng tỉnh
    """),
)

UNSEEN = ForgedContent(
    offices=offices_of("""
        state | UBND TỈNH NINH BÌNH | SỞ NỘI VỤ | SNV | Ninh Bình | GIÁM ĐỐC | CCVC XDCQ |
        state | UBND TỈNH LÂM ĐỒNG | SỞ NGOẠI VỤ | SNgV | Lâm Đồng | GIÁM ĐỐC | LSHTQT |
        state | UBND XÃ MƯỜNG PHĂNG | TRƯỜNG PTDTBT TIỂU HỌC / NÀ NHẠN | PTDTBTTH | Mường Phăng | HIỆU TRƯỞNG | CM |
        state | ỦY BAN NHÂN DÂN / PHƯỜNG THỦ DẦU MỘT | PHÒNG KINH TẾ, HẠ TẦNG / VÀ ĐÔ THỊ | KTHTĐT | Thủ Dầu Một | TRƯỞNG PHÒNG | XD |
        state | | ỦY BAN NHÂN DÂN / ĐẶC KHU VÂN ĐỒN | UBND | Vân Đồn | CHỦ TỊCH | VP DL | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / PHƯỜNG BA ĐÌNH | UBND | Ba Đình | CHỦ TỊCH | VP VHXH | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / XÃ ĐẮK PXI | UBND | Đắk Pxi | CHỦ TỊCH | VP KT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / XÃ HÓC MÔN | UBND | Hóc Môn | CHỦ TỊCH | VP KT | ỦY BAN NHÂN DÂN
        state | | ỦY BAN NHÂN DÂN / TỈNH AN GIANG | UBND | An Giang | CHỦ TỊCH | TH KGVX | ỦY BAN NHÂN DÂN
        state | ỦY BAN NHÂN DÂN / TỈNH QUẢNG NGÃI | BAN QUẢN LÝ / KHU KINH TẾ DUNG QUẤT | BQL | Quảng Ngãi | TRƯỞNG BAN | QLĐT |
        state | BỘ QUỐC PHÒNG | QUÂN KHU 7 | QK7 | Thành phố Hồ Chí Minh | TƯ LỆNH | TM |
        state | | BỘ DÂN TỘC VÀ TÔN GIÁO | BDTTG | Hà Nội | BỘ TRƯỞNG | CSDT VP |
        state | | KIỂM TOÁN NHÀ NƯỚC | KTNN | Hà Nội | TỔNG KIỂM TOÁN | TH PC |
        state | BỘ TÀI CHÍNH | CỤC THUẾ | CT | Hà Nội | CỤC TRƯỞNG | NVT |
        state | HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM | HỘI LIÊN HIỆP PHỤ NỮ / TỈNH ĐỒNG NAI | HLHPN | Đồng Nai | CHỦ TỊCH | VP | BAN THƯỜNG VỤ
        state | KHO BẠC NHÀ NƯỚC | KHO BẠC NHÀ NƯỚC KHU VỰC XI | KBKV | Nghệ An | GIÁM ĐỐC | KSC |
        state | SỞ Y TẾ | TRUNG TÂM Y TẾ KHU VỰC / CHIÊM HÓA | TTYT | Chiêm Hóa | GIÁM ĐỐC | KHNV |
        state | TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM | CÔNG TY ĐIỆN LỰC VĨNH LONG | PCVL | Vĩnh Long | GIÁM ĐỐC | TCNS |
        state | VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO | VIỆN KIỂM SÁT NHÂN DÂN / KHU VỰC 3 | VKSKV3 | Uông Bí | VIỆN TRƯỞNG | VP |
        state | | HỘI ĐỒNG NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG | HĐND | Hải Phòng | CHỦ TỊCH | VP | HỘI ĐỒNG NHÂN DÂN
        state | | HỘI ĐỒNG NHÂN DÂN / XÃ CẦN GIUỘC | HĐND | Cần Giuộc | CHỦ TỊCH | VP | HỘI ĐỒNG NHÂN DÂN
        state | BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG | VIỆN KHOA HỌC / KHÍ TƯỢNG THỦY VĂN | VKTTV | Hà Nội | VIỆN TRƯỞNG | KHĐT |
        law | | CHÍNH PHỦ | CP | Hà Nội | THỦ TƯỚNG | PL | CHÍNH PHỦ
        law | | QUỐC HỘI | QH16 | Hà Nội | CHỦ TỊCH QUỐC HỘI | PL |
        law | | BỘ TƯ PHÁP | BTP | Hà Nội | BỘ TRƯỞNG | PC |
        law | | HỘI ĐỒNG NHÂN DÂN / TỈNH LẠNG SƠN | HĐND | Lạng Sơn | CHỦ TỊCH | PC | HỘI ĐỒNG NHÂN DÂN
        law | | ỦY BAN NHÂN DÂN / TỈNH PHÚ THỌ | UBND | Phú Thọ | CHỦ TỊCH | NC | ỦY BAN NHÂN DÂN
        party | ĐẢNG BỘ TỈNH KHÁNH HÒA | ĐẢNG ỦY PHƯỜNG NHA TRANG | ĐU | Nha Trang | BÍ THƯ | VP | BAN THƯỜNG VỤ
        party | ĐẢNG ỦY CÔNG AN TRUNG ƯƠNG | ĐẢNG ỦY / CÔNG AN TỈNH LÀO CAI | ĐUCA | Lào Cai | BÍ THƯ | VP | BAN THƯỜNG VỤ
        party | BAN CHẤP HÀNH TRUNG ƯƠNG | BAN NỘI CHÍNH | BNCTW | Hà Nội | TRƯỞNG BAN | VP |
        party | | BAN BÍ THƯ | TW | Hà Nội | THƯỜNG TRỰC BAN BÍ THƯ | VP | BAN BÍ THƯ
        party | TỈNH ỦY BẮC NINH | ỦY BAN KIỂM TRA | UBKTTU | Bắc Ninh | CHỦ NHIỆM | VP | ỦY BAN KIỂM TRA
    """),
    joint=offices_of("""
        state | | BỘ Y TẾ - BỘ QUỐC PHÒNG | BYT-BQP | Hà Nội | BỘ TRƯỞNG | PC |
        state | | SỞ TƯ PHÁP - VIỆN KIỂM SÁT / NHÂN DÂN TỈNH | STP-VKS | Đồng Nai | GIÁM ĐỐC | NV |
    """),
    subjects=phrases_of("""
        bàn giao hồ sơ, tài liệu của các đơn vị kết thúc hoạt động
        hướng dẫn Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị
        xin ý kiến về việc điều chỉnh cục bộ quy hoạch phân khu
        kê khai tài sản, thu nhập năm 2027
        tổ chức kỳ thi tuyển sinh vào lớp 10 năm học 2026 - 2027
        đính chính Quyết định số 27/2025/QĐ-UBND ngày 09/7/2025
        mời dự hội nghị trực tuyến sơ kết 6 tháng
        quản lý, sử dụng pháo hoa dịp Tết Nguyên đán
        cử công chức tham gia lớp bồi dưỡng ngạch chuyên viên chính
        nhắc việc thực hiện Công văn số 915/SNV-CCVC
        tăng cường bảo đảm an toàn giao thông đường thủy nội địa
        phê duyệt danh mục vị trí việc làm
    """),
    families=("Trần",),
    middles=("Thị",),
    givens=("Bình",),
    names=phrases_of("""
        Trần Thị Mỹ Lệ
        Hà Vy
        Nguyễn Phúc Bảo Long Quân
        Y Thanh Hà Niê
        H'Lan Ayun
        Hờ A Nênh
        Vàng Seo Lử
        Ksor H'Bơ
        Pơloong Nhim
        Sơn Minh Thắng
        Siu Blơi
        Triệu Tài Vinh Đạt
        Kiên Sóc Khương
        Lường Thị Ún
        Đỗ Thị Ánh Nguyệt
        Thạch Phước
        Lù A Khày
        Arất Blúi
    """),
    long_offices=phrases_of("""
        Bộ Nội vụ (để báo cáo)
        Đoàn đại biểu Quốc hội thành phố
        Ban Thường vụ Đảng ủy (b/c)
        Như trên
        Các phòng chuyên môn thuộc UBND phường
        Cổng Thông tin điện tử thành phố
        Văn phòng: CVP, các PCVP; các phòng TH, NC, KTTC
        Trường Chính trị thành phố
        Hội Cựu chiến binh, Hội Nông dân
        Lãnh đạo Sở (qua email)
        Bưu điện Trung tâm
        Liên minh Hợp tác xã thành phố
    """),
)
