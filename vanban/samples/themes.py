"""What the invented documents are about: sentences of the kind an office writes, with places for figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One field of work."""

    name: str
    """Noun phrase that follows ``về``."""
    law: str
    """A legal ground, without ``Căn cứ``."""
    aims: tuple[str, ...]
    tasks: tuple[str, ...]
    """Without end marks."""
    results: tuple[str, ...]
    """With ``{a}``, ``{b}`` (counts) and ``{p}`` (per cent)."""
    meeting: str
    """What a meeting on it is called."""


THEMES = (
    Theme(
        name="công tác phòng, chống dịch sốt xuất huyết",
        law="Luật Phòng, chống bệnh truyền nhiễm ngày 21 tháng 11 năm 2007",
        aims=(
            "Chủ động giám sát, phát hiện sớm và khống chế kịp thời các ổ dịch, không để dịch lan rộng, kéo dài.",
            "Nâng cao nhận thức của người dân về diệt lăng quăng, bọ gậy tại hộ gia đình và nơi làm việc.",
        ),
        tasks=(
            "Tổ chức vệ sinh môi trường, lật úp các dụng cụ chứa nước đọng tại hộ gia đình vào sáng thứ Bảy hằng tuần",
            "Kiểm tra chỉ số côn trùng tại các tổ dân phố có nguy cơ cao, xử lý ổ dịch trong vòng 48 giờ",
            "Bảo đảm đủ thuốc, hóa chất, vật tư và phương tiện phục vụ công tác phòng, chống dịch",
            "Phối hợp với nhà trường tuyên truyền cho học sinh và phụ huynh về cách nhận biết dấu hiệu bệnh",
            "Thực hiện nghiêm chế độ thông tin, báo cáo ca bệnh theo quy định",
        ),
        results=(
            "Đã ghi nhận {a} ca mắc, giảm {p}% so với cùng kỳ năm trước; không có trường hợp tử vong.",
            "Đã tổ chức {b} đợt ra quân vệ sinh môi trường với sự tham gia của {a} lượt người.",
            "Tỷ lệ hộ gia đình được kiểm tra đạt {p}%; {b} ổ dịch nhỏ được xử lý đúng quy trình.",
        ),
        meeting="họp triển khai công tác phòng, chống dịch sốt xuất huyết",
    ),
    Theme(
        name="công tác phòng, chống thiên tai và tìm kiếm cứu nạn",
        law="Luật Phòng, chống thiên tai ngày 19 tháng 6 năm 2013",
        aims=(
            "Bảo đảm an toàn tính mạng của Nhân dân, hạn chế thấp nhất thiệt hại do mưa lớn, ngập úng gây ra.",
            "Thực hiện hiệu quả phương châm bốn tại chỗ, sẵn sàng ứng phó trong mọi tình huống.",
        ),
        tasks=(
            "Rà soát các điểm có nguy cơ sạt lở, ngập sâu; lập danh sách hộ dân cần di dời khi có lệnh",
            "Khơi thông cống rãnh, kiểm tra trạm bơm và các cửa xả trước mỗi đợt mưa lớn",
            "Chuẩn bị lực lượng, phương tiện, nhu yếu phẩm theo phương án đã được phê duyệt",
            "Duy trì trực ban 24/24 giờ, cập nhật bản tin dự báo và thông báo kịp thời đến tổ dân phố",
            "Kiểm tra an toàn các công trình đang thi công, cây xanh và biển quảng cáo lớn",
        ),
        results=(
            "Đã nạo vét {a} mét cống thoát nước, cắt tỉa {b} cây xanh có nguy cơ gãy đổ.",
            "Đã kiện toàn lực lượng xung kích gồm {b} người, tổ chức diễn tập tại khu phố 3.",
            "Quỹ Phòng, chống thiên tai thu đạt {p}% kế hoạch năm.",
        ),
        meeting="họp Ban Chỉ huy phòng thủ dân sự về ứng phó mưa lớn",
    ),
    Theme(
        name="cung cấp dịch vụ công trực tuyến",
        law="Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023",
        aims=(
            "Tăng tỷ lệ hồ sơ nộp trực tuyến toàn trình, giảm thời gian đi lại và chi phí của người dân, doanh nghiệp.",
            "Bảo đảm thông tin, dữ liệu được cập nhật đầy đủ, kịp thời và an toàn.",
        ),
        tasks=(
            "Bố trí công chức hướng dẫn người dân nộp hồ sơ trực tuyến tại Trung tâm Phục vụ hành chính công",
            "Số hóa đầy đủ thành phần hồ sơ và kết quả giải quyết thủ tục hành chính, ký số theo quy định",
            "Công khai quy trình, thời gian giải quyết và mức phí trên trang thông tin điện tử",
            "Thành lập tổ công nghệ số cộng đồng tại các tổ dân phố, hỗ trợ người cao tuổi",
            "Rà soát trang thiết bị, đường truyền và bảo đảm an toàn thông tin mạng",
        ),
        results=(
            "Đã tiếp nhận {a} hồ sơ, trong đó hồ sơ trực tuyến đạt {p}%.",
            "Đã tổ chức {b} buổi hướng dẫn tại nhà văn hóa các tổ dân phố.",
            "Tỷ lệ hồ sơ giải quyết đúng và trước hạn đạt {p}%; có {b} hồ sơ phải bổ sung.",
        ),
        meeting="hội nghị tập huấn kỹ năng nộp hồ sơ trực tuyến",
    ),
    Theme(
        name="công tác văn thư, lưu trữ",
        law="Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
        aims=(
            "Bảo đảm văn bản đi, văn bản đến được đăng ký, theo dõi và giải quyết kịp thời, chính xác.",
            "Từng bước hình thành hồ sơ điện tử, giao nộp tài liệu vào lưu trữ đúng thời hạn.",
        ),
        tasks=(
            "Ban hành danh mục hồ sơ của cơ quan trước khi bắt đầu năm công tác",
            "Thực hiện ký số của người có thẩm quyền và của cơ quan trên văn bản điện tử theo đúng thể thức",
            "Chỉnh lý dứt điểm tài liệu còn tồn đọng, lập hồ sơ công việc và giao nộp đúng thời hạn",
            "Kiểm tra việc quản lý, sử dụng con dấu và thiết bị lưu khóa bí mật",
            "Cử công chức tham dự đầy đủ lớp bồi dưỡng nghiệp vụ văn thư, lưu trữ",
        ),
        results=(
            "Đã tiếp nhận {a} văn bản đến và phát hành {b} văn bản đi; tỷ lệ ký số đạt {p}%.",
            "Đã chỉnh lý {b} mét giá tài liệu, số hóa {a} trang.",
            "Tỷ lệ hồ sơ công việc được lập trên môi trường điện tử đạt {p}%.",
        ),
        meeting="hội nghị tập huấn nghiệp vụ văn thư, lưu trữ",
    ),
    Theme(
        name="thu gom, phân loại chất thải rắn sinh hoạt tại nguồn",
        law="Luật Bảo vệ môi trường ngày 17 tháng 11 năm 2020",
        aims=(
            "Hình thành thói quen phân loại rác tại hộ gia đình, giảm lượng rác phải chôn lấp.",
            "Xóa bỏ các điểm tập kết rác tự phát, giữ gìn cảnh quan khu dân cư sáng, xanh, sạch, đẹp.",
        ),
        tasks=(
            "Tuyên truyền cách phân loại thành ba nhóm: chất thải tái chế, chất thải thực phẩm và chất thải khác",
            "Bố trí thùng chứa, điểm thu hồi chất thải nguy hại tại mỗi khu phố",
            "Thống nhất lịch thu gom với đơn vị vận chuyển và thông báo đến từng hộ",
            "Kiểm tra, xử lý nghiêm hành vi đổ rác không đúng nơi quy định",
            "Biểu dương các hộ gia đình, tổ dân phố thực hiện tốt",
        ),
        results=(
            "Đã phát {a} tờ rơi, tổ chức {b} buổi tuyên truyền tại khu dân cư.",
            "Tỷ lệ hộ thực hiện phân loại đạt {p}%; đã xóa {b} điểm rác tự phát.",
            "Khối lượng chất thải thu gom bình quân {b} tấn mỗi tuần.",
        ),
        meeting="họp bàn việc phân loại chất thải rắn sinh hoạt tại nguồn",
    ),
    Theme(
        name="bảo đảm an toàn phòng cháy, chữa cháy khu dân cư",
        law="Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ ngày 29 tháng 11 năm 2024",
        aims=(
            "Nâng cao ý thức tự phòng, tự cứu của người dân; mỗi hộ có bình chữa cháy và lối thoát nạn thứ hai.",
            "Khắc phục dứt điểm các tồn tại tại nhà ở nhiều tầng, nhiều căn hộ và cơ sở cho thuê trọ.",
        ),
        tasks=(
            "Rà soát, lập danh sách các cơ sở có nguy cơ cháy, nổ cao trên địa bàn",
            "Hướng dẫn hộ gia đình mở lối thoát nạn thứ hai, trang bị bình chữa cháy xách tay",
            "Kiểm tra hệ thống điện tại khu nhà trọ, chợ và các cơ sở sản xuất xen kẽ khu dân cư",
            "Tổ chức thực tập phương án chữa cháy tại tổ liên gia an toàn",
            "Kiến nghị xử lý các trường hợp cố tình không khắc phục",
        ),
        results=(
            "Đã kiểm tra {a} lượt cơ sở, lập {b} biên bản yêu cầu khắc phục.",
            "Đã ra mắt {b} tổ liên gia an toàn; {p}% hộ gia đình có bình chữa cháy.",
            "Tổ chức {b} buổi thực tập với {a} lượt người tham gia.",
        ),
        meeting="họp kiểm điểm công tác phòng cháy, chữa cháy",
    ),
    Theme(
        name="lập lại trật tự vỉa hè, lòng đường",
        law="Luật Trật tự, an toàn giao thông đường bộ ngày 27 tháng 6 năm 2024",
        aims=(
            "Trả lại vỉa hè cho người đi bộ, bảo đảm trật tự, mỹ quan đô thị.",
            "Sắp xếp nơi kinh doanh phù hợp cho các hộ buôn bán nhỏ, không để tái lấn chiếm.",
        ),
        tasks=(
            "Vận động các hộ kinh doanh ký cam kết không lấn chiếm vỉa hè, lòng đường",
            "Kẻ vạch nơi để xe, niêm yết nội quy tại các tuyến phố chính",
            "Tổ chức tuần tra, nhắc nhở vào giờ cao điểm; lập biên bản các trường hợp tái phạm",
            "Rà soát mái che, biển hiệu lắp đặt sai quy định và yêu cầu tháo dỡ",
            "Bố trí khu vực bán hàng tập trung có thời hạn tại bãi đất trống đã được quy hoạch",
        ),
        results=(
            "Đã vận động {a} hộ ký cam kết, nhắc nhở {b} trường hợp.",
            "Tháo dỡ {b} mái che, biển hiệu sai quy định; {p}% tuyến phố được kẻ vạch.",
            "Sắp xếp {b} hộ buôn bán nhỏ vào khu vực tập trung.",
        ),
        meeting="họp liên ngành về trật tự đô thị",
    ),
    Theme(
        name="chăm lo cho hộ nghèo, hộ cận nghèo và người có hoàn cảnh khó khăn",
        law="Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội "
        "đối với đối tượng bảo trợ xã hội",
        aims=(
            "Bảo đảm mọi người, mọi nhà đều có điều kiện đón năm mới vui tươi, an toàn, tiết kiệm.",
            "Huy động nguồn lực xã hội, chăm lo đúng đối tượng, công khai, không trùng lặp.",
        ),
        tasks=(
            "Rà soát, lập danh sách hộ nghèo, hộ cận nghèo và người có hoàn cảnh đặc biệt khó khăn cần hỗ trợ",
            "Vận động doanh nghiệp, nhà hảo tâm đóng góp vào Quỹ Vì người nghèo",
            "Tổ chức thăm hỏi, tặng quà trước ngày 20 tháng Chạp âm lịch",
            "Niêm yết công khai danh sách và mức hỗ trợ tại nhà văn hóa tổ dân phố",
            "Giám sát việc tiếp nhận, phân bổ và sử dụng nguồn hỗ trợ",
        ),
        results=(
            "Đã trao {a} suất quà, hỗ trợ sửa chữa {b} căn nhà.",
            "Chi trả trợ cấp qua tài khoản đạt {p}%; không có đơn thư khiếu nại.",
            "Quỹ Vì người nghèo tiếp nhận ủng hộ của {b} tổ chức và {a} cá nhân.",
        ),
        meeting="họp bàn công tác chăm lo Tết cho hộ nghèo",
    ),
)
