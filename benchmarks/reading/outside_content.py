# ruff: noqa: E501
"""Documents of offices that the other lists do not have, written down before any of them was read.

From the decree and from how the administration is made up: courts, procuracies, police, army, border guard, tax,
customs, treasury, insurance, banks, schools, hospitals, state companies, the Party, the Front and the unions, councils,
boards, ministries' departments, two-tier local government, and papers without a letterhead. All that is said is
invented, and so are people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.reading.content import phrases_of

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
YOUTH = ("ĐOÀN TNCS HỒ CHÍ MINH",)
BILINGUAL = ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness")


@dataclass(frozen=True, slots=True)
class Outside:
    """One document as an office would lay it out."""

    letterhead: str
    """Lines parted by ``/``, names by ``;``: the last is the issuer, the one before it the parent."""
    code: str
    """``{n}`` stands for the number, ``{y}`` for the year; the symbol stands in ``<>``. Empty for none."""
    place: str
    kind: str
    subject: str
    """``|`` breaks a line."""
    heading: str = ""
    """Empty for the kind in capitals; a letter has none."""
    to: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    """Before the paragraphs that all have."""
    signs: tuple[str, ...] = ("KT. THỦ TRƯỞNG", "PHÓ THỦ TRƯỞNG")
    motto: tuple[str, ...] = STATE
    look: Mapping[str, Any] = field(default_factory=dict)
    """Fields of ``OutsideSheet``."""
    truth: Mapping[str, Any] = field(default_factory=dict)
    """Where it is not what the other fields say."""
    unsure: tuple[str, ...] = ()
    """Facts on which two clerks may differ."""


BODY = phrases_of("""
    Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;
    Thực hiện Công văn số 3308/VPCP-NC ngày 11 tháng 4 năm 2024 của Văn phòng Chính phủ, đơn vị triển khai các nội dung sau.
    Căn cứ Quyết định số 611/QĐ-TTg ngày 08 tháng 7 năm 2024 và đề nghị của bộ phận chuyên môn;
    1. Rà soát, lập danh mục và báo cáo theo biểu mẫu đính kèm; số liệu tính đến hết quý trước.
    2. Bố trí kinh phí, nhân lực, trang thiết bị bảo đảm yêu cầu nhiệm vụ được giao.
    Trong quá trình tổ chức thực hiện nếu phát sinh vướng mắc, kịp thời phản ánh để được hướng dẫn./.
""")
NAMES = phrases_of("""
    Vũ Quốc Khánh Toàn
    Hoàng Thị Diệu Linh
    Bùi Đăng Quang
    Nông Thị Bích Vân
    Huỳnh Tấn Lộc
    Mã Văn Chư
    Võ Ngọc Tường Vi
    Lý Thị Sa Rêm
    Đặng Hữu Phước Thiện
    Trịnh Xuân Hòe
""")

DOCUMENTS: dict[str, Outside] = {
    "court of an area": Outside(
        "TÒA ÁN NHÂN DÂN / TỈNH THÁI NGUYÊN ; TÒA ÁN NHÂN DÂN / KHU VỰC 4 - THÁI NGUYÊN",
        "Số: {n}/{y}/<QĐST-HNGĐ>", "Phổ Yên", "quyết định", "Công nhận thuận tình ly hôn và sự thỏa thuận|của các đương sự",
        signs=("THẨM PHÁN",),
    ),
    "court of appeal": Outside(
        "TÒA ÁN NHÂN DÂN TỐI CAO ; TÒA PHÚC THẨM / TÒA ÁN NHÂN DÂN TỐI CAO / TẠI ĐÀ NẴNG",
        "Số: {n}/<TB-TPT>", "Đà Nẵng", "thông báo", "Về việc thụ lý vụ án hành chính phúc thẩm",
        to=("Viện kiểm sát nhân dân tối cao",), signs=("KT. CHÁNH TÒA", "PHÓ CHÁNH TÒA"),
    ),
    "summons": Outside(
        "TÒA ÁN NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG ; TÒA ÁN NHÂN DÂN / KHU VỰC 9",
        "Số: {n}/{y}/<GTT-TA>", "Chí Linh", "giấy triệu tập", "Lần thứ hai", heading="GIẤY TRIỆU TẬP", unsure=("subject",),
        to=("Ông Lò Văn Pâng",), signs=("THẨM PHÁN",),
    ),
    "procuracy of an area": Outside(
        "VIỆN KIỂM SÁT NHÂN DÂN / TỈNH ĐẮK LẮK ; VIỆN KIỂM SÁT NHÂN DÂN / KHU VỰC 6",
        "Số: {n}/<KN-VKSKV6>", "Krông Pắc", "kiến nghị", "Khắc phục vi phạm trong công tác tiếp nhận|tin báo về tội phạm",
        to=("Cơ quan Cảnh sát điều tra Công an tỉnh",), signs=("VIỆN TRƯỞNG",),
    ),
    "procuracy, letter": Outside(
        "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO ; VIỆN KIỂM SÁT NHÂN DÂN / THÀNH PHỐ CẦN THƠ",
        "Số: {n}/<VKS-P9>", "Cần Thơ", "công văn", "rút hồ sơ vụ án dân sự", to=("Tòa án nhân dân Khu vực 2",),
    ),
    "indictment": Outside(
        "VIỆN KIỂM SÁT NHÂN DÂN / TỈNH SƠN LA ; VIỆN KIỂM SÁT NHÂN DÂN / KHU VỰC 1 - SƠN LA",
        "Số: {n}/<CT-VKSKV1>", "Mường La", "cáo trạng", "", heading="CÁO TRẠNG", signs=("KT. VIỆN TRƯỞNG", "PHÓ VIỆN TRƯỞNG"),
    ),
    "police of a province": Outside(
        "BỘ CÔNG AN ; CÔNG AN TỈNH BẮC NINH", "Số: {n}/<CAT-PV01>", "Bắc Ninh", "công văn",
        "tăng cường các biện pháp bảo đảm|an ninh, trật tự dịp lễ Quốc khánh", to=("Công an các xã, phường", "Phòng PA04, PC06"),
        look={"stamps": ("KHẨN",)}, truth={"urgency": "khẩn"},
    ),
    "police division": Outside(
        "CÔNG AN THÀNH PHỐ HẢI PHÒNG ; PHÒNG CẢNH SÁT PHÒNG CHÁY, / CHỮA CHÁY VÀ CỨU NẠN, CỨU HỘ",
        "Số: {n}/<TB-PC07>", "Hải Phòng", "thông báo", "Kết quả kiểm tra an toàn phòng cháy quý III", signs=("TRƯỞNG PHÒNG",),
    ),
    "police of a ward": Outside(
        "CÔNG AN THÀNH PHỐ ĐÀ NẴNG ; CÔNG AN PHƯỜNG / NGŨ HÀNH SƠN", "Số: {n}/<GM-CAP>", "Ngũ Hành Sơn", "giấy mời", "",
        heading="GIẤY MỜI", to=("Bà Trà Thị Lượm",), body=("Đúng 8 giờ 00 ngày 14 tháng 10 năm 2026 có mặt tại trụ sở.",),
        signs=("TRƯỞNG CÔNG AN PHƯỜNG",),
    ),
    "investigators": Outside(
        "CÔNG AN TỈNH VĨNH LONG ; CƠ QUAN / CẢNH SÁT ĐIỀU TRA", "Số: {n}/<QĐ-VPCQCSĐT>", "Vĩnh Long", "quyết định",
        "Phân công Phó Thủ trưởng Cơ quan điều tra", signs=("THỦ TRƯỞNG",),
    ),
    "traffic police team": Outside(
        "PHÒNG CẢNH SÁT GIAO THÔNG ; ĐỘI CẢNH SÁT GIAO THÔNG / ĐƯỜNG BỘ SỐ 3", "Số: {n}/<BC-Đ3>", "Thanh Hóa", "báo cáo",
        "Kết quả xử lý vi phạm nồng độ cồn tháng 9", signs=("ĐỘI TRƯỞNG",),
    ),
    "army, three levels": Outside(
        "BỘ QUỐC PHÒNG ; QUÂN KHU 4 ; BỘ CHỈ HUY QUÂN SỰ / TỈNH HÀ TĨNH", "Số: {n}/<BCH-TM>", "Hà Tĩnh", "công văn",
        "chuẩn bị diễn tập khu vực phòng thủ", to=("Sở Tài chính", "Điện lực tỉnh"), signs=("CHỈ HUY TRƯỞNG",),
    ),
    "border guard of a province": Outside(
        "BỘ CHỈ HUY QUÂN SỰ / TỈNH QUẢNG NINH ; BAN CHỈ HUY / BỘ ĐỘI BIÊN PHÒNG", "Số: {n}/<KH-BĐBP>", "Hạ Long", "kế hoạch",
        "Tuần tra song phương đợt 2 năm 2026", signs=("CHỈ HUY TRƯỞNG",),
    ),
    "border guard command": Outside(
        "BỘ QUỐC PHÒNG ; BỘ TƯ LỆNH / BỘ ĐỘI BIÊN PHÒNG", "Số: {n}/<CT-BTL>", "Hà Nội", "chỉ thị",
        "Về phòng, chống buôn lậu trên tuyến biên giới", signs=("TƯ LỆNH",),
    ),
    "border station": Outside(
        "BỘ ĐỘI BIÊN PHÒNG / TỈNH QUẢNG TRỊ ; ĐỒN BIÊN PHÒNG / CỬA KHẨU QUỐC TẾ LA LAY", "Số: {n}/<ĐBP-NV>", "La Lay", "công văn",
        "phối hợp quản lý phương tiện qua cửa khẩu", to=("Chi cục Hải quan khu vực IX",), signs=("ĐỒN TRƯỞNG",),
    ),
    "brigade": Outside(
        "QUÂN CHỦNG HẢI QUÂN / VÙNG 3 ; LỮ ĐOÀN 172", "Số: {n}/<TTr-LĐ>", "Đà Nẵng", "tờ trình", "Đề nghị cấp bổ sung vật tư kỹ thuật",
        to=("Bộ Tư lệnh Vùng 3",), signs=("LỮ ĐOÀN TRƯỞNG",), unsure=("parent_issuer",),
    ),
    "military of a commune": Outside(
        "ỦY BAN NHÂN DÂN / XÃ TÂN KỲ ; BAN CHỈ HUY QUÂN SỰ", "Số: {n}/<BC-BCH>", "Tân Kỳ", "báo cáo", "Kết quả huấn luyện dân quân năm 2026",
        signs=("CHỈ HUY TRƯỞNG",),
    ),
    "tax of a province": Outside(
        "CỤC THUẾ ; THUẾ TỈNH LÂM ĐỒNG", "Số: {n}/<LDO-QLDN3>", "Lâm Đồng", "công văn", "giải trình, bổ sung hồ sơ khai thuế",
        to=("Công ty TNHH Trà Ô Long Cầu Đất",), signs=("KT. TRƯỞNG THUẾ", "PHÓ TRƯỞNG THUẾ"),
    ),
    "tax, basic": Outside(
        "THUẾ THÀNH PHỐ HÀ NỘI ; THUẾ CƠ SỞ 12", "Số: {n}/<QĐ-TCS12>", "Hà Nội", "quyết định", "Về việc ấn định số tiền thuế phải nộp",
        signs=("TRƯỞNG THUẾ CƠ SỞ",),
    ),
    "tax, region": Outside(
        "CỤC THUẾ ; CHI CỤC THUẾ KHU VỰC XIV", "Số: {n}/<TB-CCTKV.XIV>", "Đắk Lắk", "thông báo", "Tiền thuế nợ và tiền chậm nộp",
        signs=("CHI CỤC TRƯỞNG",),
    ),
    "customs, three levels": Outside(
        "BỘ TÀI CHÍNH ; CỤC HẢI QUAN ; CHI CỤC HẢI QUAN KHU VỰC VIII", "Số: {n}/<KVVIII-NV>", "Hạ Long", "công văn",
        "xử lý vướng mắc về mã số hàng hóa", to=("Hải quan cửa khẩu Móng Cái",), signs=("CHI CỤC TRƯỞNG",),
    ),
    "customs post": Outside(
        "CHI CỤC HẢI QUAN KHU VỰC XI ; HẢI QUAN CỬA KHẨU / CẢNG VŨNG ÁNG", "Số: {n}/<HQVA>", "Kỳ Anh", "công văn",
        "tạm dừng làm thủ tục hàng tạm nhập", to=("Các doanh nghiệp xuất nhập khẩu",),
    ),
    "treasury office": Outside(
        "KHO BẠC NHÀ NƯỚC / KHU VỰC V ; PHÒNG GIAO DỊCH SỐ 7", "Số: {n}/<TB-PGD7>", "Thái Bình", "thông báo", "Thời gian khóa sổ kế toán cuối năm",
        signs=("TRƯỞNG PHÒNG",),
    ),
    "insurance, basic": Outside(
        "BẢO HIỂM XÃ HỘI / TỈNH AN GIANG ; BẢO HIỂM XÃ HỘI CƠ SỞ / CHÂU ĐỐC", "Số: {n}/<BHXH-TST>", "Châu Đốc", "công văn",
        "đôn đốc đóng BHXH, BHYT, BHTN", to=("Các đơn vị sử dụng lao động",),
    ),
    "bank with a logo": Outside(
        "NGÂN HÀNG NÔNG NGHIỆP VÀ PHÁT TRIỂN / NÔNG THÔN VIỆT NAM ; CHI NHÁNH KHU CÔNG NGHIỆP / SÓNG THẦN", "Số: {n}/<NHNoST-KHKD>", "Dĩ An",
        "công văn", "báo giá dịch vụ thu hộ", to=("Trường Cao đẳng nghề Bình Dương",), look={"logo": "left"},
    ),
    "bank for social policies": Outside(
        "NGÂN HÀNG / CHÍNH SÁCH XÃ HỘI ; CHI NHÁNH TỈNH LẠNG SƠN", "Số: {n}/<BC-NHCS>", "Lạng Sơn", "báo cáo",
        "Kết quả cho vay hộ mới thoát nghèo", signs=("GIÁM ĐỐC",),
    ),
    "commercial bank": Outside(
        "NGÂN HÀNG TMCP / CÔNG THƯƠNG VIỆT NAM ; CHI NHÁNH PHÚ TÀI", "Số: {n}/<TB-CNPT>", "Quy Nhơn", "thông báo", "Lịch tạm ngừng giao dịch",
        signs=("GIÁM ĐỐC",), look={"logo": "left"},
    ),
    "faculty, three levels": Outside(
        "BỘ GIÁO DỤC VÀ ĐÀO TẠO ; TRƯỜNG ĐẠI HỌC VINH ; KHOA LUẬT KINH TẾ", "Số: {n}/<TTr-KLKT>", "Nghệ An", "tờ trình",
        "Về việc mở ngành đào tạo trình độ thạc sĩ", to=("Ban Giám hiệu",), signs=("TRƯỞNG KHOA",),
    ),
    "university, two languages": Outside(
        "BỘ CÔNG THƯƠNG ; TRƯỜNG ĐẠI HỌC / CÔNG NGHIỆP QUẢNG NINH", "Số: {n}/<TB-ĐHCNQN>", "Đông Triều", "thông báo", "Tuyển sinh đại học hệ vừa làm vừa học",
        signs=("HIỆU TRƯỞNG",), look={"second_left": ("QUANG NINH UNIVERSITY OF INDUSTRY",), "second_right": BILINGUAL},
    ),
    "school of the trade union": Outside(
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM ; TRƯỜNG ĐẠI HỌC / CÔNG ĐOÀN", "Số: {n}/<QĐ-ĐHCĐ>", "Hà Nội", "quyết định", "Công nhận kết quả rèn luyện của sinh viên",
        signs=("HIỆU TRƯỞNG",), look={"logo": "above"},
    ),
    "hospital": Outside(
        "SỞ Y TẾ / THÀNH PHỐ HỒ CHÍ MINH ; BỆNH VIỆN / NHÂN DÂN GIA ĐỊNH", "Số: {n}/<BVNDGĐ-KHTH>", "Thành phố Hồ Chí Minh", "công văn",
        "hội chẩn liên viện ca bệnh nặng", to=("Bệnh viện Chợ Rẫy",), signs=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        look={"date_lines": ("Thành phố Hồ Chí Minh,", "ngày {d} tháng {m} năm {y}")},
    ),
    "nursery school": Outside(
        "ỦY BAN NHÂN DÂN / XÃ NAM ĐÀN ; TRƯỜNG MẦM NON / KIM LIÊN 2", "Số: {n}/<KH-MNKL2>", "Nam Đàn", "kế hoạch", "Nuôi dưỡng, chăm sóc giáo dục trẻ|năm học 2026 - 2027",
        signs=("HIỆU TRƯỞNG",), look={"dashes": "***"},
    ),
    "mining company": Outside(
        "TẬP ĐOÀN CÔNG NGHIỆP / THAN - KHOÁNG SẢN VIỆT NAM ; CÔNG TY THAN / UÔNG BÍ - TKV", "Số: {n}/<QĐ-TUB>", "Uông Bí", "quyết định", "Điều động cán bộ phân xưởng",
        signs=("GIÁM ĐỐC",),
    ),
    "post": Outside(
        "TỔNG CÔNG TY / BƯU ĐIỆN VIỆT NAM ; BƯU ĐIỆN TỈNH GIA LAI", "Số: {n}/<BĐGL-KTNV>", "Pleiku", "công văn", "chuyển phát hồ sơ thủ tục hành chính",
        to=("Trung tâm Phục vụ hành chính công",), signs=("GIÁM ĐỐC",),
    ),
    "lottery company": Outside(
        "UBND TỈNH TÂY NINH ; CÔNG TY TNHH MTV / XỔ SỐ KIẾN THIẾT TÂY NINH", "Số: {n}/<CV-XSKT>", "Tân Ninh", "công văn", "đăng ký kế hoạch tài chính",
        to=("Sở Tài chính",), signs=("CHỦ TỊCH CÔNG TY",),
    ),
    "power company": Outside(
        "TỔNG CÔNG TY / ĐIỆN LỰC MIỀN TRUNG ; CÔNG TY CỔ PHẦN / ĐIỆN LỰC KHÁNH HÒA", "Số: {n}/<TB-ĐLKH>", "Nha Trang", "thông báo", "Ngừng, giảm cung cấp điện", signs=("TỔNG GIÁM ĐỐC",),
        look={"logo": "left"},
    ),
    "airports": Outside(
        "TỔNG CÔNG TY / CẢNG HÀNG KHÔNG VIỆT NAM ; CẢNG HÀNG KHÔNG / QUỐC TẾ VÂN ĐỒN", "Số: {n}/<CHK-KTKT>", "Vân Đồn", "công văn", "cấp thẻ kiểm soát an ninh",
        to=("Cảng vụ hàng không miền Bắc",), signs=("GIÁM ĐỐC",),
    ),
    "railway": Outside(
        "TỔNG CÔNG TY ĐƯỜNG SẮT / VIỆT NAM ; CHI NHÁNH KHAI THÁC / ĐƯỜNG SẮT NGHỆ TĨNH", "Số: {n}/<KH-KTĐSNT>", "Vinh", "kế hoạch", "Phục vụ hành khách dịp Tết", signs=("GIÁM ĐỐC",),
    ),
    "Party cell of a hamlet": Outside(
        "ĐẢNG BỘ XÃ MAI SƠN ; CHI BỘ THÔN 5", "Số {n}-<NQ/CB>", "Mai Sơn", "nghị quyết", "Phiên họp thường kỳ tháng 10", motto=PARTY, signs=("T/M CHI BỘ", "BÍ THƯ"),
        look={"dashes": "*"},
    ),
    "Party, organisation board": Outside(
        "TỈNH ỦY HƯNG YÊN ; BAN TỔ CHỨC", "Số {n}-<HD/BTCTU>", "Hưng Yên", "hướng dẫn", "Kiểm điểm, đánh giá, xếp loại đảng viên", motto=PARTY, signs=("TRƯỞNG BAN",),
        look={"dashes": "*"},
    ),
    "Party letter of a ward": Outside(
        "ĐẢNG BỘ THÀNH PHỐ HUẾ ; ĐẢNG ỦY PHƯỜNG / THUẬN HÓA", "Số {n}-<CV/ĐU>", "Thuận Hóa", "công văn", "báo cáo công tác phát triển đảng viên", motto=PARTY,
        to=("Các chi bộ trực thuộc",), signs=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), look={"dashes": "*"},
    ),
    "Party province": Outside(
        "TỈNH ỦY ĐỒNG NAI", "Số {n}-<QĐ/TU>", "Đồng Nai", "quy định", "Phân cấp quản lý cán bộ", motto=PARTY, signs=("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), look={"dashes": "*"},
    ),
    "Party cell of an office": Outside(
        "ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH ; CHI BỘ SỞ NGOẠI VỤ", "Số {n}-<BC/CB>", "Bắc Ninh", "báo cáo", "Kết quả công tác kiểm tra, giám sát", motto=PARTY, signs=("T/M CHI BỘ", "BÍ THƯ"),
        look={"dashes": "*"},
    ),
    "Party of the army": Outside(
        "ĐẢNG BỘ QUÂN SỰ TỈNH NGHỆ AN ; ĐẢNG ỦY / BAN CHỈ HUY PHÒNG THỦ / KHU VỰC 3", "Số {n}-<KH/ĐU>", "Đô Lương", "kế hoạch", "Tổ chức sinh hoạt chính trị", motto=PARTY,
        signs=("T/M ĐẢNG ỦY", "BÍ THƯ"), look={"dashes": "*"},
    ),
    "Party school": Outside(
        "TỈNH ỦY - UBND TỈNH PHÚ THỌ ; TRƯỜNG CHÍNH TRỊ", "Số {n}-<TB/TCT>", "Việt Trì", "thông báo", "Chiêu sinh lớp trung cấp lý luận chính trị", motto=PARTY, signs=("HIỆU TRƯỞNG",),
    ),
    "Front, standing board": Outside(
        "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM / TỈNH CÀ MAU ; BAN THƯỜNG TRỰC", "Số: {n}/<KH-MTTQ-BTT>", "Cà Mau", "kế hoạch", "Giám sát việc thực hiện chính sách người có công",
        signs=("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"),
    ),
    "Front of a ward": Outside(
        "ỦY BAN MTTQ VIỆT NAM / PHƯỜNG THỚI AN ĐÔNG", "Số: {n}/<TM-MTTQ>", "Thới An Đông", "thư mời", "", heading="THƯ MỜI", to=("Ban công tác Mặt trận các khu vực",),
        signs=("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"),
    ),
    "union of a ward": Outside(
        "LIÊN ĐOÀN LAO ĐỘNG / THÀNH PHỐ HUẾ ; CÔNG ĐOÀN / PHƯỜNG PHÚ XUÂN", "Số: {n}/<CĐP>", "Phú Xuân", "công văn", "quyết toán tài chính công đoàn", to=("Các công đoàn cơ sở",),
        signs=("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"),
    ),
    "women of a commune": Outside(
        "HỘI LHPN TỈNH LAI CHÂU ; HỘI LIÊN HIỆP PHỤ NỮ / XÃ TÂN UYÊN", "Số: {n}/<TTr-BTV>", "Tân Uyên", "tờ trình", "Xin kinh phí tổ chức đại hội", to=("Đảng ủy xã",),
        signs=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),
    ),
    "farmers": Outside(
        "HỘI NÔNG DÂN VIỆT NAM ; BAN CHẤP HÀNH / HỘI NÔNG DÂN TỈNH BẾN TRE", "Số: {n}/<HD-HNDT>", "Bến Tre", "hướng dẫn", "Bình xét hộ sản xuất, kinh doanh giỏi",
        signs=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),
    ),
    "Youth Union": Outside(
        "BAN CHẤP HÀNH ĐOÀN TỈNH LÀO CAI ; ĐOÀN THANH NIÊN / TRƯỜNG CAO ĐẲNG LÀO CAI", "Số: {n}-<KH/ĐTN>", "Lào Cai", "kế hoạch", "Chiến dịch Mùa hè xanh", motto=YOUTH,
        signs=("T/M BAN CHẤP HÀNH", "BÍ THƯ"), look={"dashes": "***"},
    ),
    "committee of a council": Outside(
        "HỘI ĐỒNG NHÂN DÂN / TỈNH KHÁNH HÒA ; BAN VĂN HÓA - XÃ HỘI", "Số: {n}/<BC-HĐND>", "Nha Trang", "báo cáo", "Thẩm tra dự thảo nghị quyết|về chính sách hỗ trợ học phí",
        signs=("TRƯỞNG BAN",),
    ),
    "standing council": Outside(
        "THƯỜNG TRỰC / HỘI ĐỒNG NHÂN DÂN XÃ ĐẠI PHƯỚC", "Số: {n}/<TT.HĐND>", "Đại Phước", "công văn", "chuẩn bị kỳ họp thường lệ", to=("Ủy ban nhân dân xã",),
        signs=("TM. THƯỜNG TRỰC HĐND", "PHÓ CHỦ TỊCH"),
    ),
    "delegation of deputies": Outside(
        "ĐOÀN ĐẠI BIỂU QUỐC HỘI / TỈNH TUYÊN QUANG", "Số: {n}/<ĐĐBQH-CTQH>", "Tuyên Quang", "công văn", "tổng hợp kiến nghị cử tri", to=("Ban Dân nguyện",),
        signs=("TM. ĐOÀN ĐẠI BIỂU QUỐC HỘI", "PHÓ TRƯỞNG ĐOÀN"),
    ),
    "office of two bodies": Outside(
        "VĂN PHÒNG / ĐOÀN ĐẠI BIỂU QUỐC HỘI VÀ / HỘI ĐỒNG NHÂN DÂN TỈNH BẮC KẠN", "Số: {n}/<VP-TTDN>", "Bắc Kạn", "công văn", "chuyển đơn của công dân", to=("Thanh tra tỉnh",),
        signs=("CHÁNH VĂN PHÒNG",),
    ),
    "project board": Outside(
        "ỦY BAN NHÂN DÂN / TỈNH BẮC GIANG ; BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ / XÂY DỰNG CÁC CÔNG TRÌNH / GIAO THÔNG, NÔNG NGHIỆP", "Số: {n}/<BQLDA-KHĐT>", "Bắc Giang", "công văn",
        "bàn giao mốc giải phóng mặt bằng", to=("Ủy ban nhân dân xã Lục Ngạn",), signs=("GIÁM ĐỐC",),
    ),
    "steering committee, cable": Outside(
        "ỦY BAN NHÂN DÂN / THÀNH PHỐ HUẾ ; BAN CHỈ ĐẠO / PHÒNG THỦ DÂN SỰ", "Số: {n}/<CĐ-BCĐ>", "Huế", "công điện", "Chủ động ứng phó mưa lũ lớn",
        body=("^TRƯỞNG BAN CHỈ ĐẠO PHÒNG THỦ DÂN SỰ điện:",), signs=("PHÓ TRƯỞNG BAN",),
        look={"stamps": ("HỎA TỐC",), "under_stamp": "Hồi 15 giờ 30, ngày 28/10/2026"}, truth={"urgency": "hỏa tốc"},
    ),
    "steering committee, letter": Outside(
        "BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH / TỈNH SÓC TRĂNG", "Số: {n}/<BCĐCCHC-TTV>", "Sóc Trăng", "công văn", "chấm điểm chỉ số năm 2024", to=("Các thành viên Ban Chỉ đạo",),
        signs=("TRƯỞNG BAN",),
    ),
    "inspection team": Outside(
        "THANH TRA TỈNH CAO BẰNG ; ĐOÀN THANH TRA THEO / QUYẾT ĐỊNH SỐ 81/QĐ-TTr", "Số: {n}/<ĐTTr>", "Cao Bằng", "công văn", "cung cấp hồ sơ, tài liệu", to=("Ban Quản lý Khu kinh tế tỉnh",),
        signs=("TRƯỞNG ĐOÀN",),
    ),
    "election committee": Outside(
        "ỦY BAN BẦU CỬ / PHƯỜNG TÂN AN", "Số: {n}/<NQ-UBBC>", "Tân An", "nghị quyết", "Công bố danh sách chính thức những người ứng cử", signs=("TM. ỦY BAN BẦU CỬ", "CHỦ TỊCH"),
    ),
    "department of a ministry": Outside(
        "BỘ Y TẾ ; CỤC PHÒNG BỆNH", "Số: {n}/<PB-DT>", "Hà Nội", "công văn", "tăng cường giám sát bệnh sốt xuất huyết", to=("Sở Y tế các tỉnh, thành phố",), signs=("CỤC TRƯỞNG",),
        look={"stamps": ("ĐẾN",)}, truth={"arrival_stamp": True},
    ),
    "directorate of a ministry": Outside(
        "BỘ TƯ PHÁP ; VỤ CÁC VẤN ĐỀ CHUNG / VỀ XÂY DỰNG PHÁP LUẬT", "Số: {n}/<VĐCXDPL>", "Hà Nội", "công văn", "gửi hồ sơ đề nghị thẩm định", to=("Vụ Pháp chế, Bộ Xây dựng",),
        signs=("VỤ TRƯỞNG",),
    ),
    "civil judgments": Outside(
        "THI HÀNH ÁN DÂN SỰ / TỈNH VĨNH LONG ; PHÒNG THI HÀNH ÁN DÂN SỰ / KHU VỰC 3", "Số: {n}/<QĐ-PTHADS>", "Trà Vinh", "quyết định", "Thi hành án theo yêu cầu", signs=("CHẤP HÀNH VIÊN",),
    ),
    "statistics": Outside(
        "CỤC THỐNG KÊ ; THỐNG KÊ TỈNH GIA LAI", "Số: {n}/<TKT-TKKT>", "Quy Nhơn", "công văn", "điều tra năng suất, sản lượng cây trồng", to=("Ủy ban nhân dân các xã",), signs=("TRƯỞNG THỐNG KÊ",),
    ),
    "state audit of a region": Outside(
        "KIỂM TOÁN NHÀ NƯỚC ; KIỂM TOÁN NHÀ NƯỚC / KHU VỰC IX", "Số: {n}/<KV IX-TH>", "Mỹ Tho", "công văn", "gửi dự thảo báo cáo kiểm toán", to=("Ủy ban nhân dân tỉnh Tiền Giang",),
        signs=("KIỂM TOÁN TRƯỞNG",), truth={"symbol": "KVIX-TH"},
    ),
    "port authority": Outside(
        "CỤC HÀNG HẢI VÀ / ĐƯỜNG THỦY VIỆT NAM ; CẢNG VỤ HÀNG HẢI / QUY NHƠN", "Số: {n}/<CVHHQN-PC>", "Quy Nhơn", "công văn", "cho phép tàu thuyền neo đậu tránh bão", to=("Các đại lý hàng hải",),
        look={"beside_stamp": "KHẨN"}, truth={"urgency": "khẩn"},
    ),
    "national park": Outside(
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG ; VƯỜN QUỐC GIA / BÙ GIA MẬP", "Số: {n}/<PA-VQG>", "Đồng Nai", "phương án", "Phòng cháy, chữa cháy rừng mùa khô", signs=("GIÁM ĐỐC",),
    ),
    "land registry": Outside(
        "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI / TỈNH LONG AN ; CHI NHÁNH KHU VỰC III", "Số: {n}/<CNKV3-ĐKCG>", "Cần Đước", "công văn", "phối hợp đo đạc xác định ranh giới", to=("Ủy ban nhân dân xã Long Hựu",),
    ),
    "commune, three levels": Outside(
        "UBND TỈNH ĐIỆN BIÊN ; UBND XÃ THANH NƯA ; PHÒNG KINH TẾ", "Số: {n}/<KT>", "Thanh Nưa", "công văn", "rà soát diện tích lúa bị ngập", to=("Các bản Nà Lốm, Co Pục",), signs=("TRƯỞNG PHÒNG",),
    ),
    "special zone": Outside(
        "UBND ĐẶC KHU PHÚ QUÝ ; BAN QUẢN LÝ / CẢNG VÀ BẾN THỦY NỘI ĐỊA", "Số: {n}/<BQLC>", "Phú Quý", "công văn", "lịch tàu chạy tháng 11", to=("Phòng Kinh tế",), signs=("TRƯỞNG BAN",),
    ),
    "merged province, old spelling": Outside(
        "UỶ BAN NHÂN DÂN / TỈNH ĐỒNG THÁP", "Số: {n}/<UBND-ĐTXD>", "Đồng Tháp", "công văn", "điều chỉnh quy hoạch khu dân cư Mỹ Tho", to=("Sở Xây dựng",), signs=("TM. UỶ BAN NHÂN DÂN", "CHỦ TỊCH"),
        motto=("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"), look={"stamps": ("HOẢ TỐC",)}, truth={"urgency": "hỏa tốc"},
    ),
    "commune, new": Outside(
        "ỦY BAN NHÂN DÂN / XÃ SÍN CHẢI", "Số: {n}/<QĐ-UBND>", "Sín Chải", "quyết định", "Thành lập Tổ công nghệ số cộng đồng", signs=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        look={"dashes": "-------"},
    ),
    "ward with a number": Outside(
        "ỦY BAN NHÂN DÂN / PHƯỜNG 14", "Số: {n}/<TB-UBND>", "Phường 14", "thông báo", "Niêm yết công khai hồ sơ cấp giấy chứng nhận", signs=("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"),
        truth={"place": "Phường 14"},
    ),
    "joint, stacked": Outside(
        "BỘ CÔNG AN - BỘ TƯ PHÁP / TÒA ÁN NHÂN DÂN TỐI CAO - / VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO", "Số: {n}/{y}/<TTLT-BCA-BTP-TANDTC-VKSNDTC>", "Hà Nội", "thông tư liên tịch",
        "Quy định phối hợp trong giám định tư pháp", signs=("BỘ TRƯỞNG",),
    ),
    "joint rules": Outside(
        "SỞ Y TẾ - CÔNG AN TỈNH - / BẢO HIỂM XÃ HỘI", "Số: {n}/<QCPH-SYT-CAT-BHXH>", "Quảng Ngãi", "quy chế", "Phối hợp quản lý thẻ bảo hiểm y tế", heading="QUY CHẾ PHỐI HỢP", unsure=("subject",),
    ),
    "Prime Minister's cable": Outside(
        "THỦ TƯỚNG CHÍNH PHỦ", "Số: {n}/<CĐ-TTg>", "Hà Nội", "công điện", "Về việc tập trung khắc phục hậu quả bão số 11", body=("^THỦ TƯỚNG CHÍNH PHỦ điện:",), signs=("KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"),
    ),
    "notice of conclusions": Outside(
        "ỦY BAN NHÂN DÂN / TỈNH HẬU GIANG ; VĂN PHÒNG", "Số: {n}/<TB-VPUB>", "Hậu Giang", "thông báo", "của Phó Chủ tịch UBND tỉnh tại buổi kiểm tra|tiến độ dự án ngày 02 tháng 3 năm 2025", heading="THÔNG BÁO KẾT LUẬN", unsure=("subject",),
        signs=("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    ),
    "conclusions of an inspection": Outside(
        "THANH TRA CHÍNH PHỦ ; CỤC GIẢI QUYẾT KHIẾU NẠI, / TỐ CÁO VÀ THANH TRA KHU VỰC 2", "Số: {n}/<KL-CII>", "Hà Nội", "kết luận", "Việc chấp hành pháp luật về đất đai", heading="KẾT LUẬN THANH TRA", unsure=("subject",),
        signs=("CỤC TRƯỞNG",),
    ),
    "minutes without a number": Outside(
        "UBND XÃ TRÀ LENG ; TỔ CÔNG TÁC SỐ 3", "", "", "biên bản", "Xác minh thiệt hại về nhà ở do sạt lở đất", body=("Hôm nay, hồi 09 giờ 15 phút ngày 04 tháng 11 năm 2026, tại nhà văn hóa thôn 2, chúng tôi gồm:",),
        signs=("TỔ TRƯỞNG",), truth={"number": None, "symbol": None, "issued_on": None, "place": None},
    ),
    "contract": Outside(
        "", "", "", "hợp đồng", "", heading="HỢP ĐỒNG THUÊ MẶT BẰNG", body=("Hôm nay, ngày 16 tháng 5 năm 2026, tại trụ sở Nhà văn hóa Lao động, hai bên gồm:",), signs=("ĐẠI DIỆN BÊN A",),
        look={"centred_motto": True}, truth={"number": None, "symbol": None, "issued_on": None, "place": None}, unsure=("subject",),
    ),
    "power of attorney": Outside(
        "", "", "", "giấy ủy quyền", "", heading="GIẤY ỦY QUYỀN", body=("Tôi là: Tạ Thị Mai Phương, sinh ngày 03/5/1981, thường trú tại tổ 4.", "Ủy quyền cho ông Ngô Bá Thước nhận kết quả hồ sơ số 000.12.34.H55."),
        signs=("NGƯỜI ỦY QUYỀN",), look={"centred_motto": True}, truth={"number": None, "symbol": None, "issued_on": None, "place": None}, unsure=("subject",),
    ),
    "petition for deferment": Outside(
        "", "", "", "đơn", "", heading="ĐƠN XIN TẠM HOÃN GỌI NHẬP NGŨ", to=("Hội đồng Nghĩa vụ quân sự phường Kỳ Sơn", "Ban Chỉ huy Quân sự phường"), body=("Tôi tên là: Phan Đình Tráng, sinh ngày 19 tháng 01 năm 2006.",),
        signs=("NGƯỜI LÀM ĐƠN",), look={"centred_motto": True}, truth={"number": None, "symbol": None}, unsure=("subject", "issued_on", "place"),
    ),
    "complaint of many": Outside(
        "", "", "", "đơn", "", heading="ĐƠN KIẾN NGHỊ TẬP THỂ", to=("Thường trực HĐND tỉnh",), body=("Chúng tôi gồm 17 hộ dân tổ 6 đề nghị xem lại Quyết định số 3318/QĐ-UBND ngày 01/7/2024.",),
        signs=("ĐẠI DIỆN CÁC HỘ",), look={"centred_motto": True}, truth={"number": None, "symbol": None}, unsure=("subject", "issued_on", "place"),
    ),
    "referral slip": Outside(
        "THANH TRA CHÍNH PHỦ ; BAN TIẾP CÔNG DÂN / TRUNG ƯƠNG", "Số: {n}/<PC-BTCDTW>", "Hà Nội", "phiếu chuyển", "", heading="PHIẾU CHUYỂN ĐƠN", unsure=("subject",), to=("Chủ tịch Ủy ban nhân dân tỉnh Sơn La",),
        body=("Ban Tiếp công dân Trung ương nhận được đơn đề ngày 07/6/2026 của bà Quàng Thị Ó.",), signs=("TRƯỞNG BAN",),
    ),
    "slip for sending": Outside(
        "SỞ TÀI CHÍNH TỈNH PHÚ YÊN ; VĂN PHÒNG", "Số: {n}/<PG-VP>", "Tuy Hòa", "phiếu gửi", "", heading="PHIẾU GỬI", body=("Văn phòng gửi kèm phiếu này: 02 bản Quyết định số 45/QĐ-STC ngày 10/01/2024.",), signs=("CHÁNH VĂN PHÒNG",),
    ),
    "invitation with a table": Outside(
        "BỘ DÂN TỘC VÀ TÔN GIÁO ; VĂN PHÒNG", "Số: {n}/<GM-VP>", "Hà Nội", "giấy mời", "Họp góp ý dự thảo Chương trình mục tiêu quốc gia", to=("Vụ Kế hoạch - Tài chính",),
        look={"table": (("Thời gian", "Nội dung", "Chủ trì"), ("08h00 - 09h30", "Khai mạc", "Chánh Văn phòng"), ("09h30 - 11h00", "Thảo luận", "Thứ trưởng"))}, signs=("CHÁNH VĂN PHÒNG",),
    ),
    "consulate": Outside(
        "BỘ NGOẠI GIAO ; TỔNG LÃNH SỰ QUÁN VIỆT NAM / TẠI OSAKA", "Số: {n}/<OSK-LS>", "Osaka", "công văn", "xác minh nhân thân công dân", to=("Cục Lãnh sự",), signs=("TỔNG LÃNH SỰ",),
    ),
    "legal aid": Outside(
        "SỞ TƯ PHÁP TỈNH QUẢNG NAM ; TRUNG TÂM TRỢ GIÚP / PHÁP LÝ NHÀ NƯỚC", "Số: {n}/<TGPL-NV>", "Tam Kỳ", "công văn", "cử trợ giúp viên pháp lý", to=("Đoàn Luật sư tỉnh",), signs=("GIÁM ĐỐC",),
    ),
    "bar": Outside(
        "LIÊN ĐOÀN LUẬT SƯ VIỆT NAM ; ĐOÀN LUẬT SƯ / TỈNH NINH THUẬN", "Số: {n}/<NQ-BCN>", "Phan Rang", "nghị quyết", "Phiên họp Ban Chủ nhiệm tháng 8", signs=("TM. BAN CHỦ NHIỆM", "CHỦ NHIỆM"),
    ),
    "union of associations": Outside(
        "LIÊN HIỆP CÁC HỘI / KHOA HỌC VÀ KỸ THUẬT VIỆT NAM ; LIÊN HIỆP CÁC HỘI KHOA HỌC / VÀ KỸ THUẬT TỈNH HÀ NAM", "Số: {n}/<LHH-PB>", "Phủ Lý", "công văn", "góp ý phản biện đề án",
        to=("Sở Khoa học và Công nghệ",), signs=("CHỦ TỊCH",),
    ),
    "number on the right": Outside(
        "CỤC ĐĂNG KIỂM VIỆT NAM ; CHI CỤC ĐĂNG KIỂM SỐ 4", "Số: {n}/<CCĐK4-KT>", "Hải Phòng", "công văn", "kiểm tra phương tiện thủy nội địa", to=("Cảng vụ đường thủy",), look={"code_right": True},
    ),
    "address in the letterhead": Outside(
        "TỔNG CÔNG TY / LƯƠNG THỰC MIỀN NAM ; CÔNG TY LƯƠNG THỰC SÔNG HẬU", "Số: {n}/<LTSH-KD>", "Ô Môn", "công văn", "chào giá gạo xuất khẩu", to=("Phòng Thương mại",), signs=("GIÁM ĐỐC",),
        look={"second_left": ("Địa chỉ: 57 Quốc lộ 91, phường Ô Môn", "ĐT: 0292.3861.225 - MST: 0300613198")},
    ),
    "appeal": Outside(
        "ỦY BAN MẶT TRẬN TỔ QUỐC / VIỆT NAM TỈNH THANH HÓA ; BAN VẬN ĐỘNG QUỸ / VÌ NGƯỜI NGHÈO", "Số: {n}/<BVĐ>", "Thanh Hóa", "lời kêu gọi", "Ủng hộ đồng bào bị thiệt hại do lũ quét", signs=("TRƯỞNG BAN",),
    ),
    "letter with two units": Outside(
        "ỦY BAN NHÂN DÂN / TỈNH BÌNH PHƯỚC ; SỞ CÔNG THƯƠNG", "Số: {n}/<SCT-QLNL&QLTM>", "Đồng Xoài", "công văn", "bảo đảm nguồn cung xăng dầu và điện", to=("Công ty Xăng dầu Sông Bé",),
        signs=("GIÁM ĐỐC",),
    ),
}
