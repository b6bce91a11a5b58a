"""Time-stamp services that fail in every way: passed over, waited for, or the document waits; nothing is lost."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Callable

import pytest
from asn1crypto import tsp

from signing.der import element, sequence
from signing.desk import PdfSigningDesk, demo_configuration
from signing.quota import Quota
from signing.timestamps import SharedTimeStamper, TimestampError
from signing.trust import Trust, load_certificate, load_trust
from signing.web import Web, WebError

DIGEST = hashlib.sha256(b"a signature").digest()
BROKEN, GOOD = "http://broken.example/tsa", "http://good.example/tsa"


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.naps: list[float] = []

    def now(self) -> float:
        return self.at

    def pause(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.at += seconds


class TwoServices(Web):
    """A service that answers as it is told, and one that passes on to the real one."""

    def __init__(self, office, broken: Callable[[bytes, Callable[[bytes], bytes]], bytes]) -> None:
        super().__init__()
        self._office, self._broken = office, broken
        self.asked: list[str] = []

    def post(self, url: str, body: bytes, *, content_type: str) -> bytes:
        self.asked.append(url)
        return self._broken(body, self._real) if url == BROKEN else self._real(body)

    def _real(self, body: bytes) -> bytes:
        return super().post(self._office.tsa_url, body, content_type="application/timestamp-query")


def does_not_answer(body, real):
    raise WebError("does not answer")


def server_error(body, real):
    raise WebError("answers with HTTP 503", status=503)


def nonsense(body, real):
    return b"<html>maintenance</html>"


def empty(body, real):
    return b""


def cut_off(body, real):
    return real(body)[:-100]


def other_nonce(body, real):
    request = tsp.TimeStampReq.load(body)
    request["nonce"] = 7
    return real(request.dump())


def no_nonce(body, real):
    request = tsp.TimeStampReq.load(body)
    return real(tsp.TimeStampReq({key: request[key] for key in ("version", "message_imprint", "cert_req")}).dump())


def other_digest(body, real):
    request = tsp.TimeStampReq.load(body)
    request["message_imprint"]["hashed_message"] = hashlib.sha256(b"something else").digest()
    return real(request.dump(force=True))


def refuses(body, real):
    return sequence(sequence(element(0x02, b"\x02")))  # PKIStatus rejection, and no token


def broken_signature(body, real):
    answer = bytearray(real(body))
    answer[-5] ^= 1
    return bytes(answer)


FAILURES = [
    does_not_answer, server_error, nonsense, empty, cut_off, other_nonce, no_nonce, other_digest, refuses,
    broken_signature,
]  # fmt: skip


def trust_of(office) -> Trust:
    interm = load_certificate(office.pki / "certificates" / "interm.pem")
    return load_trust(office.pki / "trust").plus(certificates=[interm])


def stamper(office, web: Web, clock: Clock, urls=(BROKEN, GOOD), **options) -> SharedTimeStamper:
    options.setdefault("trust", trust_of(office))
    return SharedTimeStamper(urls=urls, web=web, pause=clock.pause, now=clock.now, **options)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
def test_the_next_service_is_asked_and_then_asked_first(office, failure):
    web, clock = TwoServices(office, failure), Clock()
    client = stamper(office, web, clock)
    for _ in range(2):
        token = client.timestamp(DIGEST)
        assert DIGEST in token
    assert web.asked == [BROKEN, GOOD, GOOD], "the one that failed rests for a minute"
    clock.at += 61
    client.timestamp(DIGEST)
    assert web.asked[3:] == [BROKEN, GOOD]
    assert clock.naps == []


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
def test_three_rounds_then_a_typed_error(office, failure):
    web, clock = TwoServices(office, failure), Clock()
    with pytest.raises(TimestampError) as refused:
        stamper(office, web, clock, urls=(BROKEN,)).timestamp(DIGEST)
    assert str(refused.value)
    assert (web.asked, clock.naps) == ([BROKEN] * 3, [2.0, 4.0])


def test_a_service_that_comes_back_within_the_rounds_is_used(office):
    outages = iter([True, True])

    def away_twice(body, real):
        if next(outages, False):
            raise WebError("does not answer")
        return real(body)

    assert stamper(office, TwoServices(office, away_twice), Clock(), urls=(BROKEN,)).timestamp(DIGEST)


def test_a_service_that_nobody_trusts_is_passed_over(office):
    web = TwoServices(office, lambda body, real: real(body))
    with pytest.raises(TimestampError, match="not trusted"):
        stamper(office, web, Clock(), trust=Trust()).timestamp(DIGEST)


def test_no_service_is_a_typed_error(office):
    with pytest.raises(TimestampError, match="configured"):
        stamper(office, Web(), Clock(), urls=()).timestamp(DIGEST)


def test_a_used_up_quota_sends_to_the_next_service_then_waits_and_says_so(office, caplog):
    web, clock = TwoServices(office, lambda body, real: real(body)), Clock()
    client = stamper(office, web, clock, quotas=(Quota(2, 1200), Quota(1, 1200)))
    for _ in range(3):
        client.timestamp(DIGEST)
    assert web.asked == [BROKEN, BROKEN, GOOD]
    assert clock.naps == []
    client.timestamp(DIGEST)
    assert sum(clock.naps) >= 1200
    assert "quota" in caplog.text
    assert caplog.text.count("used up") == 1
    assert web.asked[3:] == [BROKEN]


def test_a_quota_is_never_exceeded_in_any_stretch(office):
    web, clock = TwoServices(office, does_not_answer), Clock()
    sent: list[float] = []

    def noted(_url, body, *, content_type):
        assert content_type == "application/timestamp-query"
        sent.append(clock.at)
        return web._real(body)

    web.post = noted  # type: ignore[method-assign]
    client = stamper(office, web, clock, urls=(GOOD,), quotas=(Quota(3, 100),))
    for _ in range(10):
        clock.at += 7
        client.timestamp(DIGEST)
    assert all(later - earlier > 100 for earlier, later in zip(sent, sent[3:], strict=False))


def test_only_so_many_requests_at_the_same_time(office):
    web = TwoServices(office, does_not_answer)
    together, most, lock = threading.Barrier(3, timeout=60), [0], threading.Lock()
    busy = [0]

    def slow(url, body, *, content_type):
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        together.wait()  # three are needed to go on
        answer = web._real(body)
        with lock:
            busy[0] -= 1
        return answer

    web.post = slow  # type: ignore[method-assign]
    client = stamper(office, web, Clock(), urls=(GOOD,), at_once=3)
    threads = [threading.Thread(target=client.timestamp, args=(DIGEST,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    assert most == [3]


def test_a_document_whose_service_was_away_is_finished_later_with_the_same_signature(office, draft):
    """The device signs once; time-stamp and evidence come when the service is back."""
    away = PdfSigningDesk(demo_configuration(office.pki, tsa_urls=[]))
    data, identity = draft(), office.identity("lanhdao")
    item = dataclasses.replace(_item(data))
    prepared = away.prepare(identity, item, data)
    with away.open(identity, pin=office.pins["lanhdao"]) as session:
        value = session.sign(item, prepared)
    result = away.complete(identity, item, prepared.state, value)
    assert (result.signed, result.code, result.later) == (None, "timestamp", True)
    later = office.desk.complete(identity, item, prepared.state, value)
    assert later.code == "", later.message_en
    assert later.signed.count(value.hex().upper().encode()) == 1
    assert office.verifier.verify(later.signed).signatures[0].level == "B-LT"


def test_a_quota_is_written_as_requests_in_seconds():
    assert Quota.parse("20/1200") == Quota(20, 1200)
    assert Quota.parse("") is None
    for wrong in ("20", "0/5", "a/b", "5/0"):
        with pytest.raises(ValueError, match=r"20/1200|invalid|convert"):
            Quota.parse(wrong)


def _item(data: bytes):
    from vanban.domain.batch import BatchItem

    return BatchItem("d0", hashlib.sha256(data).hexdigest())
