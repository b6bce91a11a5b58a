"""Every page of the navigation, and the pages behind it, looked at by axe-core: nothing serious is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vanban.desk.accounts import Role
from vanban.desk.navigation import links_for
from vanban.domain.document import Direction, RegisterEntry, State, Urgency
from vanban.domain.evidence import FileVerdict, SignatureVerdict
from vanban.domain.intake import Disposition
from vanban.workflows.publish import give_code

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found => found.violations
  .filter(one => ["moderate", "serious", "critical"].includes(one.impact))
  .map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ")).slice(0, 3).join(" | ")))"""
NAMES = {
    Role.CLERK: "vanthu", Role.OFFICIAL: "lanhdao", Role.ARCHIVIST: "luutru", Role.ADMIN: "quantri",
    Role.AUDITOR: "kiemtra",
}  # fmt: skip
ENTRY = RegisterEntry(
    type_name="quyết định", code_number="15", code_notation="QĐ-UBND", issued_date=dt.date(2026, 11, 5),
    organ_name="ỦY BAN NHÂN DÂN PHƯỜNG MẪU", subject="Về việc thử trợ năng", signer_full_name="Nguyễn Văn Mẫu",
    arrival_number=3,
)  # fmt: skip
CHANGED = SignatureVerdict(
    field="Ky", signer="Nguyễn Văn Mẫu", signed_at="2026-11-20T01:00:00Z", timestamp=None, level="B-B",
    integrity=True, trust="unknown", revocation="unknown", coverage="revision", modified_after=True,
    verdict="invalid", holder="person", reasons=("Bị sửa. / Changed.",),
)  # fmt: skip


class Changed:
    def verify(self, data, *, at=None):
        return FileVerdict("ab" * 32, "invalid", (CHANGED,))


@pytest.fixture
def there(house, letter_pdf, facts):
    """One row of every sort that a page shows, and the paths of pages behind the navigation, by who opens them."""
    reading = {"facts": facts}
    urgent = {"urgency": Urgency.EXPRESS, "reading": reading}
    doubtful = house.add(letter_pdf, state=State.NEEDS_REVIEW, reason="low-confidence", **urgent)
    house.add(b"another one", facts=facts)
    verdict = FileVerdict("ab" * 32, "invalid", (CHANGED,)).as_json()
    letter = house.add(b"a letter", state=State.REGISTERED, entry=ENTRY, reading=reading, verdict=verdict)
    waiting = house.add(b"to sign", direction=Direction.OUTGOING, state=State.REGISTERED, entry=ENTRY)
    frozen = house.add(b"to approve", direction=Direction.OUTGOING, state=State.REGISTERED, entry=ENTRY)
    house.add(b"to seal", direction=Direction.OUTGOING, state=State.SIGNED, entry=ENTRY)
    issued = house.add(b"issued", direction=Direction.OUTGOING, state=State.SEALED, entry=ENTRY)
    house.add(b"sent back", state=State.RETURNED, note="thiếu trang", reason="returned")
    for n, disposition in enumerate((Disposition.QUARANTINED, Disposition.DUPLICATE, Disposition.SUSPECT)):
        house.add_refused(disposition, "encrypted", claim_id=f"claim-{n}")
    batch = house.browser("lanhdao").post("/batches", document=[frozen.id]).url.path
    code = give_code(issued.id, actor="vanthu", office=house.services.publishing_office).code
    house.services.verifier = Changed()
    return {
        None: ["/login", "/verify", f"/v/{code}", "/v/none"],
        Role.CLERK: [*(f"/documents/{one.id}" for one in (doubtful, letter, issued)), "/search?q=quyết+định"],
        Role.OFFICIAL: [batch, f"/documents/{waiting.id}", f"/documents/{letter.id}", "/password", "/none"],
        Role.AUDITOR: [f"/documents/{letter.id}"],
    }


def test_no_page_has_anything_serious(page, walk, there):
    axe = AXE.read_text(encoding="utf-8")
    wrong: dict[str, list[str]] = {}

    def look_at(path: str, who: str) -> None:
        page.goto(path)
        assert page.locator("main").count() == 1, path
        page.evaluate(axe)
        if found := page.evaluate(LOOK, RULES):
            wrong[f"{who} {path.partition('?')[0]}"] = found

    page.goto("/login")
    page.evaluate(axe)
    page.evaluate("document.querySelector('main').append(new Image())")
    assert page.evaluate(LOOK, RULES) == ["image-alt: img"], "it would see a fault"
    for path in there[None]:
        look_at(path, "anyone")
    page.goto("/verify")
    page.set_input_files("input[name=file]", AXE)
    page.click("button.primary")
    page.wait_for_selector(".signatures")
    page.evaluate(axe)
    if found := page.evaluate(LOOK, RULES):
        wrong["anyone, a verdict"] = found
    for role, name in NAMES.items():
        page.context.clear_cookies()
        walk.log_in(name)
        for path in dict.fromkeys([*(link.path for link in links_for(role)), *there.get(role, [])]):
            look_at(path, role.value)
    assert wrong == {}
