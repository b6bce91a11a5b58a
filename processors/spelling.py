"""The document's own spelling: marks that OCR missed in one place are put right by how the document writes elsewhere.

A subject is repeated in the body nearly always ("Về việc thành lập Đoàn kiêm tra", "Thành lập Đoàn kiểm tra"). Two
neighbouring syllables with the same bare letters vote for their marks; no word is added, dropped or taken from a
dictionary, so names and rare terms stay as they were read.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import replace

from processors.vietnamese import fold, lacks_tone
from vanban.domain.reading import Fact, Page

_COMMON = """
    y tế, thành phố, thị xã, thị trấn, kế hoạch, tổ chức, số lượng, kiểm tra, thanh tra, thẩm định, giấy phép, cấp lại,
    tập huấn, phòng chống, kết quả, kết luận, kết thúc, tổng kết, sơ kết, ý kiến, góp ý, giám đốc, chấp hành, ban hành,
    thực hiện, triển khai, báo cáo, thông báo, quyết định, hướng dẫn, chương trình, đề án, dự án, công tác, hoạt động,
    quản lý, nhà nước, cơ sở, đơn vị, cơ quan, trực thuộc, trung tâm, bệnh viện, trường học, cán bộ, công chức,
    viên chức, nhân dân, ủy ban, hội đồng, hội nghị, cuộc họp, tham dự, tham gia, đăng ký, danh sách, điều chỉnh,
    bổ sung, sửa đổi, thay thế, bãi bỏ, phê duyệt, thành lập, kiện toàn, phân công, nhiệm vụ, chỉ tiêu, ngân sách,
    tài chính, tài sản, đầu tư, xây dựng, đất đai, giải phóng, mặt bằng, bồi thường, hỗ trợ, giáo dục, đào tạo,
    học sinh, sinh viên, khoa học, công nghệ, thông tin, truyền thông, văn hóa, thể thao, du lịch, lao động,
    thương binh, xã hội, bảo hiểm, an toàn, thực phẩm, vệ sinh, môi trường, chất thải, nông nghiệp, phát triển,
    nông thôn, giao thông, vận tải, cải cách, hành chính, thủ tục, chuyển đổi, điện tử, văn thư, lưu trữ, bảo mật,
    đánh giá, chất lượng, khảo sát, rà soát, tổng hợp, đề nghị, yêu cầu, xem xét, giải quyết, khiếu nại, tố cáo,
    khen thưởng, kỷ luật, thi đua, danh hiệu, tập thể, cá nhân, tuyển dụng, bổ nhiệm, điều động, nghỉ hưu, chế độ,
    chính sách, dân số, trẻ em, phụ nữ, bình đẳng, bạo lực, dịch bệnh, tiêm chủng, khám bệnh, chữa bệnh, thuốc men,
    thành phần, phối hợp, giấy mời, giấy phép, thẩm tra, bác sĩ, bác sỹ,
    mỹ phẩm, trang thiết, thiết bị, đấu thầu, cung ứng, vật tư, kinh phí, dự toán, quyết toán, thanh toán, nghiệm thu,
    bàn giao, tiếp nhận, phối hợp, tăng cường, đẩy mạnh, nâng cao, đảm bảo, bảo đảm, chủ động, ứng phó, thiên tai,
    bão lũ, cháy nổ, cứu nạn, quốc phòng, an ninh, trật tự, tuyên truyền, phổ biến, pháp luật, kỷ niệm, ngày lễ,
    tình hình, chuẩn bị, nội dung, thời gian, địa điểm, thành phần, đại biểu, lãnh đạo, trưởng phòng, chuyên viên
"""
"""Frequent pairs of administrative Vietnamese; each votes as if the document used it a few times."""
_COMMON_VOTES = 3.0
MARGIN = 2.0
"""How many times more votes another spelling needs."""
_LARGEST = 60_000
"""Pairs that are remembered: memory stays flat however many pages there are."""
_CORE = re.compile(r"[^\W\d_]+")


class Spelling:
    """Counts pairs of syllables over pages."""

    @functools.cached_property
    def _votes(self) -> dict[tuple[str, str], dict[tuple[str, str], float]]:
        """Made when it is asked for: text that was not recognised needs no correction."""
        votes: dict[tuple[str, str], dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
        for pair in _COMMON.split(","):
            one, two = pair.split()
            votes[_bare((one, two))][one, two] += _COMMON_VOTES
        return votes

    def learn(self, page: Page) -> None:
        """Count the pairs of one page; each counts as much as its words are sure."""
        if page.source != "ocr" or len(self._votes) > _LARGEST:
            return
        for one, two in zip(page.words, page.words[1:], strict=False):
            left, right = _CORE.findall(one.text), _CORE.findall(two.text)
            if not left or not right or one.text[-1] in ".;:":
                continue
            pair = (left[-1].lower(), right[0].lower())
            self._votes[_bare(pair)][pair] += min(one.confidence, two.confidence)

    def correct(self, text: str) -> str:
        """Return the text with the marks that its document mostly uses."""
        parts = re.split(r"([^\W\d_]+)", text)
        # Letters stand at the odd places; what is between two of them must be a space for them to be a pair.
        for index in range(1, len(parts), 2):
            better = self._better(parts, index)
            if better is not None:
                parts[index] = _as(parts[index], better)
        return "".join(parts)

    def respelt(self, fact: Fact) -> Fact:
        """Return a fact of free text with its text, or each item of its list, corrected."""
        if isinstance(fact.value, list):
            return replace(fact, value=[self.correct(item) for item in fact.value])
        return replace(fact, value=self.correct(fact.value)) if fact.value else fact

    def _better(self, parts: list[str], index: int) -> str | None:
        current = parts[index].lower()
        votes: dict[str, float] = defaultdict(float)
        if index >= 2 and parts[index - 1] == " ":
            self._count((parts[index - 2].lower(), current), 1, votes)
        if index + 2 < len(parts) and parts[index + 1] == " ":
            self._count((current, parts[index + 2].lower()), 0, votes)
        if lacks_tone(current):
            votes.pop(current, None)
        best = max(votes, key=lambda form: votes[form], default=None)
        if best is None or best == current or votes[best] < 1.5:
            return None
        return best if votes[best] >= MARGIN * votes[current] else None

    def _count(self, pair: tuple[str, str], place: int, votes: dict[str, float]) -> None:
        for form, weight in self._votes.get(_bare(pair), {}).items():
            votes[form[place]] += weight


def _bare(pair: tuple[str, str]) -> tuple[str, str]:
    return fold(pair[0]), fold(pair[1])


def _as(printed: str, better: str) -> str:
    """Return ``better`` in the capitals of ``printed``."""
    if printed.isupper() and len(printed) > 1:
        return better.upper()
    return better[0].upper() + better[1:] if printed[0].isupper() else better
