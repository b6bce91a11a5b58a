"""The administrator's pages: figures, failures, services, the office's tables; ids and codes, never a text."""

import datetime as dt
import re

from vanban.desk.charts import Column, bytes_said, chart, count_said, seconds_said
from vanban.desk.orchestrator import run_address
from vanban.domain.document import State
from vanban.domain.figures import COUNTED

HEAD = "name,abbreviation,level,valid_from,valid_to,successor\n"
GOOD = f"{HEAD}Trường Mầm non Hoa Mai,MNHM,office,2025-07-01,,\n"
PAGES = ("", "/figures", "/troubles", "/troubles/run?run=x", "/services", "/issuers", "/retention")


def put(browser, text, act="put", instead_of=None):
    page = browser.get("/admin/issuers").text
    shown = re.search(r'name="instead_of" value="([0-9a-f]{64})"', page)
    return browser.post("/admin/issuers", text=text, act=act, instead_of=instead_of or shown[1])


def test_no_page_shows_a_documents_words(house, facts):
    document = house.add(
        b"x", facts=facts, file_name="ten-tep-rieng.pdf", state=State.NEEDS_REVIEW, reason="unreadable"
    )
    browser = house.browser("quantri")
    for path in PAGES:
        page = browser.get(f"/admin{path}").text
        assert "ten-tep-rieng" not in page, path
        assert facts["subject"]["value"] not in page, path
    assert document.id[:8] in browser.get("/admin/troubles").text


def test_the_identity_and_the_ages_stand_on_the_first_page(house):
    now = house.services.clock.now()
    house.add(b"a", received_at=now - dt.timedelta(days=40))
    house.add(b"b")
    (house.services.settings.intake / "den" / "van-phong" / "moi.pdf").write_bytes(b"%PDF-1.7 new")
    page = house.browser("quantri").get("/admin").text
    assert "<b>3</b><span>Đã thấy</span>" in page
    assert "<b>1</b><span>Chờ tiếp nhận</span>" in page
    assert '<strong class="bad">1</strong>' in page, "the old one"
    assert "Cân đối" in page


def test_sums_that_disagree_are_told(house):
    house.add(b"a")
    with house.services.register.begin() as uow:
        uow.intake.add(_accepted_without_a_document(house, uow))
        uow.commit()
    assert "Đã tiếp nhận 2 tệp nhưng sổ có 1 văn bản." in house.browser("quantri").get("/admin").text


def _accepted_without_a_document(house, uow):
    import dataclasses

    item = uow.intake.list()[0]
    return dataclasses.replace(item, claim_id="another", sha256="ee" * 32, document_id="gone")


def test_figures_are_drawn_with_a_table_beside(house):
    document = house.add(b"a")
    now = house.services.clock.now()
    with house.services.register.begin() as uow:
        for name in COUNTED:
            uow.events.append(at=now, actor="a", name=name, subject=document.id, data={"batch": "b"})
        uow.events.append(at=now + dt.timedelta(seconds=90), actor="a", name="document.read", subject=document.id)
        uow.commit()
    house.services.clock.ahead = dt.timedelta(minutes=5)
    page = house.browser("quantri").get("/admin/figures?days=14").text
    assert page.count("<svg") == 8
    assert page.count('<rect class="dark"') == len(COUNTED) + 2
    assert "1,5 phút" in page
    assert "style=" not in page, "the content security policy allows none"


def test_a_failure_has_its_cause_its_run_and_is_read_again_once(house):
    document = house.add(b"a", state=State.NEEDS_REVIEW, reason="unreadable")
    with house.services.register.begin() as uow:
        data = {"run": "intake_documents/scheduled__2026-11-27T22:00:00+00:00"}
        uow.events.append(
            at=house.services.clock.now(), actor="reading", name="document.read", subject=document.id, data=data
        )
        uow.commit()
    browser = house.browser("quantri")
    page = browser.get("/admin/troubles").text
    address = "http://127.0.0.1:8080/dags/intake_documents/runs/scheduled__2026-11-27T22%3A00%3A00%2B00%3A00"
    assert f'href="{address}"' in page
    back = re.search(r'href="(/admin/troubles/run\?run=[^"]+)"', page)
    assert document.id in browser.get(back[1].replace("&amp;", "&")).text
    assert browser.post(f"/admin/troubles/{document.id}/read", why=" ").status_code == 400
    for _ in range(2):  # a double click
        assert "đọc lại ở lượt tới" in browser.post(f"/admin/troubles/{document.id}/read", why="Đã sửa").text
    assert house.get(document.id).state is State.RECEIVED
    assert house.events(document.id).count("document.rerun") == 1


def test_growth_has_a_column_for_every_month(house):
    now = house.services.clock.now()
    house.add(b"a", received_at=now - dt.timedelta(days=100), size=3 * 1024**3)
    house.add(b"b", received_at=now, size=1024**3)
    page = house.browser("quantri").get("/admin/figures").text
    growth = page[page.index('aria-labelledby="growth-title"') :]
    assert growth[: growth.index("</svg>")].count("<rect") in (4, 5)
    assert "4,0 GB" in growth


def test_a_run_has_no_address_where_the_orchestrator_is_not_known():
    assert run_address("", "intake_documents/x") == ""
    assert run_address("http://a", "") == ""
    assert run_address("http://a", "manual__1") == "http://a/dags/intake_documents/runs/manual__1"


def test_the_directory_is_checked_before_it_is_put_in_place(house):
    browser, path = house.browser("quantri"), house.services.settings.offices
    assert "Mọi dòng đều dùng được" in put(browser, GOOD, act="check").text
    assert not path.exists()
    bad = put(browser, f"{GOOD}X,,no-such-level,,,\n")
    assert bad.status_code == 400
    assert "Dòng 3" in bad.text
    assert "no-such-level" in bad.text, "what was typed is still there"
    assert not path.exists()
    assert put(browser, "no,such,columns\n").status_code == 400
    for _ in range(2):  # a double click
        assert "Trường Mầm non Hoa Mai" in put(browser, GOOD).text
    assert path.read_text(encoding="utf-8") == GOOD
    assert house.events("issuers") == ["issuers.changed"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(house):
    browser, path = house.browser("quantri"), house.services.settings.offices
    put(browser, GOOD)
    late = put(browser, f"{GOOD}Trường Tiểu học Sao Mai,,office,,,\n", instead_of="0" * 64)
    assert late.status_code == 400
    assert "Người khác vừa thay đổi" in late.text
    assert path.read_text(encoding="utf-8") == GOOD


def test_a_retention_table_is_shown_and_checked_and_never_put_in_place(house):
    browser = house.browser("quantri")
    assert "Bảng kèm theo hệ thống" in browser.get("/admin/retention").text
    table = "code,kind,group,term,valid_from,basis\nA,*,Mọi thứ,7,2026-01-01,Quy định của cơ quan\n"
    page = browser.post("/admin/retention", text=table).text
    assert "Bảng dùng được" in page
    assert "7 năm" in page
    wrong = browser.post("/admin/retention", text=table.replace(",7,", ",lâu,"))
    assert wrong.status_code == 400
    assert "dòng 2" in wrong.text
    assert not house.services.settings.retention_table.exists()


def test_services_that_are_not_installed_here_are_told_of(house):
    page = house.browser("quantri").get("/admin/services")
    assert page.status_code == 200
    assert 'role="alert"' in page.text


def test_a_chart_stays_within_its_picture():
    columns = [Column(str(n), n * 700, n * 900) for n in range(30)]
    drawn = chart("x", ("x", "x"), columns, axis=("y", "y"), behind=("z", "z"))
    assert all(bar.x >= 0 and bar.x + bar.width <= drawn.width and bar.y >= 0 for bar in drawn.bars)
    assert [line.text for line in drawn.lines] == ["0", "25.000", "50.000"]
    assert len(drawn.labels) <= 6
    assert drawn.labels[-1].text == "29", "the newest has its label"
    assert chart("x", ("x", "x"), [], axis=("y", "y")).bars == ()
    minutes = chart("x", ("x", "x"), [Column("a", 200)], axis=("y", "y"), said=seconds_said, units=(1, 60, 3600))
    assert [line.text for line in minutes.lines] == ["0 s", "2,5 phút", "5 phút"]


def test_values_are_written_as_people_here_write_them():
    assert count_said(12345) == "12.345"
    assert [seconds_said(one) for one in (2.5, 90, 7200)] == ["2,5 s", "1,5 phút", "2 giờ"]
    assert [bytes_said(one) for one in (2048, 1.5 * 1024**2, 3 * 1024**3)] == ["2 KB", "1,5 MB", "3,0 GB"]
