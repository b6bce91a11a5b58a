"""The agent's interface: an access token and nothing else, exactly the frozen list, grants that end."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence

import pytest
from fastapi.testclient import TestClient

from vanban.desk.agents import CODE_MINUTES, REQUESTS_A_MINUTE
from vanban.domain.batch import Purpose
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.identifiers import original_key
from vanban.domain.own_token import Approval, SigningRequest
from vanban.ports import RECORDS, SigningIdentity

OWN = SigningIdentity(
    "lanhdao", Purpose.SIGN, "Nguyễn Văn Mẫu", "CHỦ TỊCH", "33" * 32, dt.datetime(2030, 1, 1, tzinfo=dt.UTC), True
)


def sign(digest: bytes) -> bytes:
    """Play the token's key."""
    return hashlib.sha256(b"the key" + digest).digest()


class DeskWithOwnToken:
    """Knows the official's own certificate, and its signatures; drives no device."""

    def identities(self) -> Sequence[SigningIdentity]:
        return (OWN,)

    def preflight(self, identity, *, at) -> None:
        raise ServiceUnavailableError("no revocation from here")

    def is_signed_by(self, identity, digest: bytes, signature: bytes) -> bool:
        return identity == OWN and signature == sign(digest)


class Agent:
    """The agent's requests, without the agent."""

    def __init__(self, house) -> None:
        self.house = house
        self.client = TestClient(house.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
        self.headers: dict[str, str] = {}

    def pair(self, account: str = "lanhdao", code: str = ""):
        codes = self.house.app.state.desk.agents.codes
        answer = self.client.post("/agent/pair", json={"code": code or codes.new(account, now=self.now), "label": "PC"})
        if answer.status_code == 200:
            self.headers = {"Authorization": f"Bearer {answer.json()['token']}"}
        return answer

    @property
    def now(self) -> dt.datetime:
        return self.house.services.clock.now()

    def get(self, path: str):
        return self.client.get(f"/agent{path}", headers=self.headers)

    def post(self, path: str, **body):
        return self.client.post(f"/agent{path}", headers=self.headers, json=body)

    def approve(self, batch_id: str, **other):
        told = self.get(f"/batches/{batch_id}").json()
        said = {
            "manifest_sha256": told["manifest_sha256"],
            "certificate_sha256": told["certificate_sha256"],
            "challenge": told["challenge"],
        } | other
        approval = Approval(batch_id=batch_id, **said)
        return self.post(f"/batches/{batch_id}/approval", **said, signature=text(sign(approval.to_sign)))


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture
def agent(house) -> Agent:
    house.services.signing_desk = DeskWithOwnToken()
    agent = Agent(house)
    agent.pair()
    return agent


@pytest.fixture
def frozen(house, agent):
    """A list of two, frozen by the official at the desk's own page."""
    entry = RegisterEntry(type_name="quyết định", code_number="05", code_notation="QĐ-UBND", subject="Về việc thử")
    documents = [
        house.add(data, direction=Direction.OUTGOING, state=State.REGISTERED, entry=entry) for data in (b"1", b"2")
    ]
    page = house.browser("lanhdao").post("/batches", document=[d.id for d in documents])
    batch_id = page.url.path.rpartition("/")[2]
    with house.services.register.begin() as uow:
        return uow.batches.get(batch_id)


def hand_out(house, batch, position: int = 0) -> SigningRequest:
    """Play the signing worker: one document is prepared."""
    state = f"prepared {position}".encode()
    sha256 = hashlib.sha256(state).hexdigest()
    house.services.store.put(RECORDS, original_key(sha256), state)
    request = SigningRequest(
        batch_id=batch.id, document_id=batch.items[position].document_id, to_sign="ab" * 32,
        prepared_sha256=sha256, prepared_at=house.services.clock.now(),
    )  # fmt: skip
    with house.services.register.begin() as uow:
        uow.signing_requests.add(request)
        uow.commit()
    return request


def signature_path(request: SigningRequest) -> str:
    return f"/batches/{request.batch_id}/documents/{request.document_id}/signature"


def test_without_an_access_token_nothing_is_told(house, agent, frozen):
    logged_in = house.browser("lanhdao")  # a cookie is no access token: another site could ride on it
    paths = ["/batches", f"/batches/{frozen.id}", f"/batches/{frozen.id}/documents/x/prepared"]
    for path in paths:
        for client, headers in (
            (logged_in.client, {}),
            (agent.client, {}),
            (agent.client, {"Authorization": "Bearer wrong"}),
        ):
            house.app.state.desk.attempts.succeeded("agent testclient")
            answer = client.get(f"/agent{path}", headers=headers)
            assert (answer.status_code, answer.json()["error"]) == (401, "UnknownPcError")
            assert "chưa được ghép nối" in answer.json()["vi"]
    posted = logged_in.client.post(f"/agent/batches/{frozen.id}/refusal", json={"documents": ["x"], "why": "x"})
    assert posted.status_code in {401, 429}


def test_guessing_access_tokens_and_codes_is_slowed(house, agent):
    guesses = [
        agent.client.get("/agent/batches", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(7)
    ]
    assert guesses == [401] * 5 + [429] * 2
    assert agent.get("/batches").status_code == 200, "a paired PC behind the same address goes on"
    codes = [agent.pair(code=f"{n:08d}").status_code for n in range(7)]
    assert codes == [400] * 5 + [429] * 2
    assert agent.pair().status_code == 429, "the right code waits too"
    house.services.clock.ahead += dt.timedelta(minutes=20)
    assert agent.pair().status_code == 200


def test_a_code_is_for_one_account_one_use_and_some_minutes(house, agent):
    codes, now = house.app.state.desk.agents.codes, agent.now
    first, second = codes.new("lanhdao", now=now), codes.new("lanhdao", now=now)
    assert agent.pair(code=first).status_code == 400, "a newer code replaces it"
    assert agent.pair(code=second).json()["account"] == "lanhdao"
    assert agent.pair(code=second).status_code == 400
    late = codes.new("lanhdao", now=now - dt.timedelta(minutes=CODE_MINUTES, seconds=1))
    assert agent.pair(code=late).status_code == 400


def test_a_pairing_ends_at_the_desk_and_by_itself(house, agent, frozen):
    official = house.browser("lanhdao")
    page = official.get("/pcs").text
    assert "PC" in page
    pc_id = page.split("/pcs/")[2].split("/end")[0] if page.count("/pcs/") > 1 else page.split("/pcs/")[1]
    assert house.browser("vanthu").post(f"/pcs/{pc_id}/end").status_code == 404, "another's PC"
    assert agent.get("/batches").status_code == 200
    assert official.post(f"/pcs/{pc_id}/end").status_code == 200
    assert agent.get("/batches").status_code == 401
    agent.pair()
    assert agent.get("/batches").status_code == 200
    house.services.clock.ahead += dt.timedelta(days=91)
    assert agent.get("/batches").status_code == 401


def test_the_desk_shows_the_code_with_the_command_and_keeps_it_nowhere(house, agent, frozen):
    official = house.browser("lanhdao")
    page = official.post("/pcs/code").text
    code = page.split('class="code">')[1].split("<")[0]
    assert f"vanban agent --desk http://127.0.0.1 --code {code}" in page
    assert code not in official.get("/pcs").text
    assert "vanban agent --desk" in official.get(f"/batches/{frozen.id}").text
    assert agent.pair(code=code).status_code == 200
    assert house.browser("quantri").get("/pcs").status_code == 403


def test_only_the_own_lists_are_seen(house, agent, frozen):
    [told] = agent.get("/batches").json()["batches"]
    assert told["id"] == frozen.id
    with house.services.register.begin() as uow:
        foreign = uow.batches.get(frozen.id)
        import dataclasses

        uow.batches.add(dataclasses.replace(foreign, id="foreign", created_by="pho"))
        uow.commit()
    assert len(agent.get("/batches").json()["batches"]) == 1
    assert agent.get("/batches/foreign").status_code == 404
    assert agent.get("/batches/foreign/documents/x/prepared").status_code == 404


def test_an_approval_must_be_for_this_list_certificate_and_moment(house, agent, frozen):
    other = agent.approve(frozen.id, manifest_sha256="0" * 64)
    certificate = agent.approve(frozen.id, certificate_sha256="44" * 32)
    forged = agent.approve(frozen.id, challenge="99999999999.abc")
    odd = [agent.approve(frozen.id, challenge=one).status_code for one in ("", "x", ".", "１.x")]
    challenge = agent.get(f"/batches/{frozen.id}").json()["challenge"]
    house.services.clock.ahead += dt.timedelta(minutes=11)
    late = agent.approve(frozen.id, challenge=challenge)
    assert [a.status_code for a in (other, certificate, forged, late)] == [400] * 4
    assert set(odd) == {400}
    assert "quá hạn" in late.json()["vi"]
    assert "chứng thư số đã đăng ký" in certificate.json()["vi"]
    unsigned = agent.post(
        f"/batches/{frozen.id}/approval", manifest_sha256=frozen.manifest_sha256,
        certificate_sha256=OWN.certificate_sha256, signature=text(b"another key"),
        challenge=agent.get(f"/batches/{frozen.id}").json()["challenge"],
    )  # fmt: skip
    assert unsigned.status_code == 400
    assert "không được ký bằng chứng thư số đã đăng ký" in unsigned.json()["vi"]
    assert {house.get(item.document_id).state for item in frozen.items} == {State.REGISTERED}


def test_an_approval_is_used_once(house, agent, frozen):
    challenge = agent.get(f"/batches/{frozen.id}").json()["challenge"]
    assert agent.approve(frozen.id, challenge=challenge).status_code == 200
    assert {house.get(item.document_id).state for item in frozen.items} == {State.APPROVED}
    assert agent.approve(frozen.id, challenge=challenge).status_code in {400, 409}, "while it is used"
    told = agent.get(f"/batches/{frozen.id}").json()
    assert (told["granted"], told["challenge"]) == (True, "")
    house.finish_batch(frozen.id)
    assert agent.approve(frozen.id, challenge=challenge).status_code in {400, 409}, "after it was used"
    assert agent.get("/batches").json() == {"batches": []}


def test_a_signature_is_taken_only_for_what_was_handed_out_and_only_if_it_holds(house, agent, frozen):
    agent.approve(frozen.id)
    request = hand_out(house, frozen)
    good = text(sign(bytes.fromhex(request.to_sign)))
    assert agent.get(f"/batches/{frozen.id}").json()["ready"] == [request.document_id]
    assert agent.get(signature_path(request).replace("signature", "prepared")).content == b"prepared 0"
    other = SigningRequest(
        batch_id=frozen.id, document_id=frozen.items[1].document_id, to_sign="", prepared_sha256="",
        prepared_at=agent.now,
    )  # fmt: skip
    assert agent.post(signature_path(other), signature=good).status_code == 404
    wrong = agent.post(signature_path(request), signature=text(b"x" * 64))
    assert (wrong.status_code, "không khớp" in wrong.json()["vi"]) == (400, True)
    assert agent.post(signature_path(request), signature="not base64!").status_code == 400
    assert agent.post(signature_path(request), signature="x" * 5000).status_code == 422
    assert agent.post(signature_path(request), signature=good).status_code == 200
    assert agent.post(signature_path(request), signature=good).status_code == 200, "a lost answer is asked for again"
    assert agent.get(f"/batches/{frozen.id}").json()["ready"] == []


def test_nothing_is_taken_before_the_grant_or_after_it(house, agent, frozen):
    request = hand_out(house, frozen)
    good = text(sign(bytes.fromhex(request.to_sign)))
    before = agent.post(signature_path(request), signature=good)
    assert (before.status_code, "chưa được duyệt" in before.json()["vi"]) == (400, True)
    agent.approve(frozen.id)
    house.services.clock.ahead += dt.timedelta(minutes=16)
    after = agent.post(signature_path(request), signature=good)
    assert (after.status_code, "hết hạn" in after.json()["vi"]) == (400, True)


def test_an_approved_list_cannot_be_refused_and_foreign_documents_never(house, agent, frozen):
    ids = [item.document_id for item in frozen.items]
    assert agent.post(f"/batches/{frozen.id}/refusal", documents=["x"], why="x").status_code == 400
    assert agent.post(f"/batches/{frozen.id}/refusal", documents=ids, why="  ").status_code == 400
    agent.approve(frozen.id)
    assert agent.post(f"/batches/{frozen.id}/refusal", documents=ids, why="x").status_code == 400
    assert {house.get(document_id).state for document_id in ids} == {State.APPROVED}


def test_a_pc_that_asks_too_often_waits(house, agent, frozen):
    pace = house.app.state.desk.agents.pace
    with house.services.register.begin() as uow:
        [pc] = uow.paired_pcs.list("lanhdao")
    at = agent.now.replace(second=0) + dt.timedelta(minutes=1)
    house.services.clock.now = lambda: at
    for _ in range(REQUESTS_A_MINUTE):
        pace.allows(pc.id, now=agent.now)
    slowed = agent.get("/batches")
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "5")


def test_a_large_body_is_refused_before_anything_is_done_with_it(house, agent, frozen):
    code = house.app.state.desk.agents.codes.new("lanhdao", now=agent.now)
    large = b'{"code": "' + code.encode() + b'", "more": "' + b"1" * 300_000 + b'"}'
    assert agent.client.post("/agent/pair", content=large).status_code == 413
    chunks = (large[start : start + 1000] for start in range(0, len(large), 1000))
    assert agent.client.post("/agent/pair", content=chunks).status_code in {400, 413}
    assert agent.pair(code=code).status_code == 200, "the code was not used up"
    ids = [f"{n:036}" for n in range(1500)]
    refused = agent.post(f"/batches/{frozen.id}/refusal", documents=ids, why="x")
    assert "không có trong lô ký" in refused.json()["vi"], "a long list is read"
