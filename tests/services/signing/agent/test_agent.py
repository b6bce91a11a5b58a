"""``vanban agent`` against a real desk: its own process, its own SoftHSM, as on another PC."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

from vanban.domain.batch import ItemState


def signed_elsewhere(house, batch, done):
    assert done.returncode == 0, done.stderr
    assert house.states(batch) == ["SIGNED"] * len(batch.items)
    assert house.verdicts(batch) == ["valid"] * len(batch.items)


def test_a_list_is_paired_approved_signed_and_verified(house_on_postgres):
    house = house_on_postgres
    batch = house.freeze(3)
    done = house.agent("--code", house.pairing_code())
    signed_elsewhere(house, batch, done)
    assert f"SHA-256 {batch.items[0].sha256}" in done.stdout
    assert batch.manifest_sha256 in done.stdout
    assert "Xong: 3/3 văn bản đã ký." in done.stdout
    with house.services.register.begin() as uow:
        grant = uow.batches.grant_for(batch.id)
        assert grant is not None
        assert grant.used_at is not None
        assert (grant.sealed_pin, grant.certificate_sha256) == (b"", house.identity.certificate_sha256)
        [given] = [event for event in uow.events.list() if event.name == "grant.given"]
        assert json.loads(given.data["approval"])["manifest"] == batch.manifest_sha256
        assert uow.events.verify_chain() == []
        assert house.token["pin"] not in repr(uow.events.list())
    again = house.agent("--lang", "en")
    assert (again.returncode, again.stdout) == (0, "No list waits for this token.\n")
    kept = house.home / "pc" / "agent.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert house.token["pin"] not in kept.read_text()


def test_a_wrong_pin_is_tried_once_and_grants_nothing(house):
    batch = house.freeze(2)
    wrong = "00000000" if house.token["pin"] != "00000000" else "11111111"
    done = house.agent("--code", house.pairing_code(), pin=wrong)
    assert done.returncode == 1
    assert "Sai mã PIN" in done.stderr
    assert wrong not in done.stdout + done.stderr
    assert house.states(batch) == ["REGISTERED"] * 2
    with house.services.register.begin() as uow:
        assert uow.batches.grant_for(batch.id) is None
    signed_elsewhere(house, batch, house.agent())


def test_another_token_is_refused_before_the_pin(house):
    batch = house.freeze(1)
    servers = str(house.office.pki / "softhsm2.conf")
    done = house.agent("--code", house.pairing_code(), SOFTHSM2_CONF=servers)
    assert done.returncode == 1
    assert "Không thiết bị nào đang cắm giữ chứng thư số đã đăng ký" in done.stderr
    assert house.states(batch) == ["REGISTERED"]


def test_no_token_and_no_library_are_said_plainly(house, tmp_path):
    house.freeze(1)
    (tmp_path / "none").mkdir()
    empty = tmp_path / "softhsm2.conf"
    empty.write_text(f"directories.tokendir = {tmp_path / 'none'}\nobjectstore.backend = file\n")
    unplugged = house.agent("--code", house.pairing_code(), SOFTHSM2_CONF=str(empty))
    assert "Chưa cắm thiết bị ký số" in unplugged.stderr
    missing = house.agent(module=str(tmp_path / "none.so"))
    assert "Không dùng được thư viện PKCS#11" in missing.stderr
    assert (unplugged.returncode, missing.returncode) == (1, 1)


def test_a_code_is_good_once_and_a_pc_that_was_never_paired_gets_nothing(house):
    batch, code = house.freeze(1), house.pairing_code()
    unpaired = house.agent()
    assert unpaired.returncode == 1
    assert "chưa được ghép nối" in unpaired.stderr
    assert house.agent("--code", code, "--list").returncode == 0
    twice = house.agent("--code", code, VANBAN_AGENT_FILE=str(house.home / "another.json"))
    assert twice.returncode == 1
    assert "Mã ghép nối sai, đã dùng hoặc quá hạn" in twice.stderr
    assert house.states(batch) == ["REGISTERED"]


def test_the_person_refuses_one_with_a_reason_and_signs_the_rest(house):
    batch = house.freeze(3)
    refused = house.agent("--code", house.pairing_code(), "--refuse", "2", "--why", "Sai căn cứ pháp lý")
    assert refused.returncode == 0, refused.stderr
    assert house.states(batch) == ["REGISTERED", "RETURNED", "REGISTERED"]
    with house.services.register.begin() as uow:
        assert uow.documents.get(batch.items[1].document_id).note == "Sai căn cứ pháp lý"
    done = house.agent()
    assert "Xong: 2/2" in done.stdout
    assert house.states(batch) == ["SIGNED", "RETURNED", "SIGNED"]


def test_refusing_needs_a_reason_and_stopping_signs_nothing(house):
    batch = house.freeze(2)
    house.agent("--code", house.pairing_code(), "--list")
    silent = house.agent("--refuse", "1")
    beyond = house.agent("--refuse", "7", "--why", "x")
    assert (silent.returncode, beyond.returncode) == (1, 1)
    stopped = house.agent(typed="\n")
    assert stopped.returncode == 1
    assert "Chưa ký văn bản nào" in stopped.stdout
    assert house.states(batch) == ["REGISTERED"] * 2


def test_a_desk_that_slips_in_another_document_is_refused(house, monkeypatch):
    """The desk hands out a valid prepared file, but of a document that is not on the list."""
    from vanban.workflows import own_token

    batch = house.freeze(1)
    other = house._draft(pages=1, info_title="Du thao la")
    import hashlib

    from vanban.domain.batch import BatchItem
    from vanban.workflows.own_token import prepared_state

    item = BatchItem(batch.items[0].document_id, hashlib.sha256(other).hexdigest())
    slipped = house.services.signing_desk.prepare(house.identity, item, other)
    monkeypatch.setattr(own_token, "prepared_state", lambda *_, **__: slipped.state)
    done = house.agent("--code", house.pairing_code())
    assert done.returncode == 1
    assert "không phải tệp trong danh sách đã duyệt" in done.stderr
    assert house.states(batch) == ["APPROVED"], "nothing was handed in"
    monkeypatch.setattr(own_token, "prepared_state", prepared_state)
    signed_elsewhere(house, batch, house.agent())


def test_a_desk_that_shows_another_list_is_refused(house, monkeypatch):
    from vanban.desk.routes import agent as route

    batch, as_json = house.freeze(1), route.batch_as_json

    def lying(shown):
        told = as_json(shown)
        told["items"][0]["subject"] = "Về việc khác"
        return told

    monkeypatch.setattr(route, "batch_as_json", lying)
    done = house.agent("--code", house.pairing_code())
    assert done.returncode == 1
    assert "Danh sách không khớp với mã băm" in done.stderr
    assert house.states(batch) == ["REGISTERED"]


def test_a_token_pulled_half_way_leaves_what_is_signed_and_goes_on(house):
    batch = house.freeze(4)
    tokens = Path(house.token["softhsm_configuration"]).parent / "tokens"
    away = tokens.with_name("pulled")

    def pull_after_the_first() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if any(item.state is ItemState.DONE for item in house.batch(batch.id).items):
                tokens.rename(away)
                return
            time.sleep(0.005)

    puller = threading.Thread(target=pull_after_the_first)
    puller.start()
    pulled = house.agent("--code", house.pairing_code())
    puller.join()
    away.rename(tokens)
    assert pulled.returncode == 1, pulled.stdout
    assert "có thể đã bị rút ra" in pulled.stderr
    assert "đã ký và kiểm tra" in pulled.stdout
    assert "chưa ký" in pulled.stdout
    with house.services.register.begin() as uow:
        before = {one.document_id: one for one in uow.signing_requests.list(batch.id)}
    stopped = house.agent(typed="\n")
    assert (stopped.returncode, "Chưa ký văn bản nào" in stopped.stdout) == (1, True), "never without asking"
    resumed = house.agent()
    assert "ký tiếp phần còn lại" in resumed.stdout
    signed_elsewhere(house, batch, resumed)
    with house.services.register.begin() as uow:
        after = {one.document_id: one for one in uow.signing_requests.list(batch.id)}
    for document_id, request in before.items():
        assert after[document_id].prepared_sha256 == request.prepared_sha256, "nothing is prepared twice"
        if request.signature:
            assert after[document_id] == request, "nothing is signed twice"
