"""What a clerk reads about the signatures of an incoming document."""

import pytest

from vanban.domain.document import State
from vanban.domain.verdict_words import advice

SIGNATURE = {
    "field": "ChuKy", "signer": "Lê Văn Láng", "signed_at": "2026-11-20T01:00:00Z", "timestamp": "2026-11-20T01:00:05Z",
    "level": "B-T", "integrity": True, "trust": "trusted", "revocation": "good", "coverage": "revision",
    "modified_after": False, "verdict": "valid", "reasons": [], "proven_at": "2026-11-20T01:00:05Z",
    "proven_by": "Dấu thời gian mẫu", "anchor": "Gốc mẫu", "purposes": ["public-duty"],
}  # fmt: skip


def of(verdict="valid", reasons=(), **changes):
    return {"verdict": verdict, "reasons": list(reasons), "signatures": [{**SIGNATURE, "verdict": verdict, **changes}]}


CHANGED = of("invalid", modified_after=True)
CASES = [
    (of(), "Có thể tiếp nhận"),
    (CHANGED, "gửi lại tệp gốc"),
    (of("invalid", revocation="revoked"), "chứng thư số còn hiệu lực"),
    (of("indeterminate", trust="untrusted", revocation="unknown"), "bằng kênh khác"),
    (of("indeterminate", revocation="unknown"), "danh sách thu hồi"),
    (of("indeterminate", integrity=False, trust="unknown"), "chuyển quản trị"),
    ({"verdict": "indeterminate", "reasons": ["x / y"], "signatures": []}, "chuyển quản trị"),
    ({"verdict": "invalid", "reasons": ["x / y"], "signatures": []}, "gửi lại tệp gốc"),
    ({"verdict": "unsigned", "reasons": [], "signatures": []}, "không ký số"),
]


@pytest.mark.parametrize(("verdict", "said"), CASES)
def test_the_advice_fits_the_verdict(verdict, said):
    assert said in advice(verdict)[0]
    assert advice(verdict)[1]


def test_the_page_says_who_when_what_was_changed_and_what_to_do(house, facts):
    bad = of("invalid", modified_after=True, reasons=())
    bad["signatures"][0]["reasons"] = ["Hình ảnh trang 2 khác với bản đã ký. / Page 2 looks different."]
    bad["signatures"][0]["signer"] = "<b>Lê Văn Láng</b>"
    document = house.add(facts=facts, state=State.NEEDS_REVIEW, reason="signature-doubt", verdict=bad)
    page = house.browser("vanthu").get(f"/documents/{document.id}").text
    for said in (
        "KHÔNG HỢP LỆ", "&lt;b&gt;Lê Văn Láng&lt;/b&gt;", "20/11/2026 08:00", "Dấu thời gian mẫu", "BỊ SỬA sau khi ký",
        "Hình ảnh trang 2 khác với bản đã ký.", "gửi lại tệp gốc", "chuyên dùng công vụ",
    ):  # fmt: skip
        assert said in page
    assert "Page 2 looks different" not in page


def test_a_verdict_from_before_these_keys_is_shown_too(house, facts):
    old = {key: SIGNATURE[key] for key in list(SIGNATURE)[:12]}
    verdict = {"verdict": "valid", "reasons": [], "signatures": [old]}
    document = house.add(facts=facts, verdict=verdict)
    assert "HỢP LỆ" in house.browser("vanthu").get(f"/documents/{document.id}").text


@pytest.mark.parametrize("verdict", [{"verdict": "unchecked"}, {"verdict": "unsigned", "signatures": []}, None])
def test_other_documents_open_as_ever(house, facts, verdict):
    document = house.add(facts=facts, verdict=verdict)
    assert house.browser("vanthu").get(f"/documents/{document.id}").status_code == 200
