"""What befalls the store amid the work: killed, cut off, full. What was acknowledged stays, nothing is half there."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import itertools
import random
import socket
import threading
import time
from collections.abc import Iterator

from benchmarks.archive.site import LOCK_DAYS, Site, receive
from storage.minio_store import MinioStore
from vanban.domain.document import State
from vanban.domain.errors import ServiceUnavailableError, VanbanError
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS, StoredObject
from vanban.services import objectstore
from vanban.services.store_watch import Watched, look
from vanban.workflows.archive import archive_ready

WRITERS = 6
SIZES = (500, 20_000, 300_000, 6_000_000)
WAITED_SECONDS = 30
PATIENCE_SECONDS = 240


@dataclasses.dataclass(frozen=True, slots=True)
class Survived:
    """One row of the table."""

    done: str
    seen: str
    right: bool


class _Writer(threading.Thread):
    """Writes objects under lock until the store is gone."""

    def __init__(self, store: MinioStore, name: str, seed: int) -> None:
        super().__init__(daemon=True)
        self._store, self._prefix, self._random = store, name, random.Random(seed)
        self.acknowledged: dict[str, tuple[str, StoredObject]] = {}
        self.refused: tuple[str, bytes] | None = None

    def run(self) -> None:
        for number in itertools.count():
            key, data = f"aip/{self._prefix}/{number}", self._random.randbytes(self._random.choice(SIZES))
            until = dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=LOCK_DAYS)
            try:
                put = self._store.put(ARCHIVE, key, data, retain_until=until)
            except ServiceUnavailableError:
                self.refused = (key, data)
                return
            self.acknowledged[key] = (hashlib.sha256(data).hexdigest(), put)


def killed(site: Site, *, rounds: int) -> Survived:
    """Kill the store amid writes, again and again; what it acknowledged is compared after every start."""
    acknowledged = wrong = halves = healed = 0
    slowest = 0.0
    chance = random.Random(rounds)
    for number in range(rounds):
        writers = [_Writer(site.store, f"killed/{number}-{n}", seed=100 * number + n) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        deadline = time.monotonic() + WAITED_SECONDS
        while sum(len(writer.acknowledged) for writer in writers) < 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.random() / 2)
        site.server.kill()
        for writer in writers:
            writer.join()
        slowest = max(slowest, site.server.start())
        listed = [version.key for version in site.store.versions(ARCHIVE, f"aip/killed/{number}-")]
        for writer in writers:
            acknowledged += len(writer.acknowledged)
            for key, (sha256, put) in writer.acknowledged.items():
                told, data = site.store.read(ARCHIVE, key)
                same = hashlib.sha256(data).hexdigest() == sha256 and told == put and listed.count(key) == 1
                wrong += not same
            if writer.refused is not None:
                key, data = writer.refused
                halves += site.store.stat(ARCHIVE, key) is not None and site.store.get(ARCHIVE, key) != data
                site.store.put(ARCHIVE, key, data)
                healed += site.store.get(ARCHIVE, key) == data
    seen = (
        f"{acknowledged} writes acknowledged: {wrong} lost, altered, unlocked or listed twice; of those not "
        f"acknowledged {halves} half there, {healed} whole after the step was repeated; up again in "
        f"{slowest:.1f} s at most"
    )
    return Survived(f"`kill -9` amid {WRITERS} writers, {rounds} rounds", seen, right=not wrong and not halves)


class _Cutting:
    """Passes bytes on to the store, and cuts every connection after so many of them."""

    def __init__(self, address: str, *, after: int) -> None:
        host, _, port = address.rpartition(":")
        self._target, self._left = (host, int(port)), after
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self._left > 0:
            ours, _ = self._listening.accept()
            theirs = socket.create_connection(self._target)
            for one, other, counted in ((ours, theirs, True), (theirs, ours, False)):
                threading.Thread(
                    target=self._pass_on, args=(one, other), kwargs={"counted": counted}, daemon=True
                ).start()
        self._listening.close()

    def _pass_on(self, one: socket.socket, other: socket.socket, *, counted: bool) -> None:
        try:
            while data := one.recv(4096):
                if counted:
                    self._left -= len(data)
                    if self._left <= 0:
                        break
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            end.close()
        if self._left <= 0:
            self._listening.close()


def cut_off(site: Site, *, documents: int) -> Survived:
    """Cut the network at another place of the package each time, then archive again with the network back."""
    left = whole = extra = 0
    for number in range(documents):
        (document_id,) = receive(site, 1, size=200_000, seed=5000 + number)
        after = 3_000 + number * 260_000 // documents
        proxy = _Cutting(site.server.installation.address("s3"), after=after)
        store = _through(site, proxy.address)
        try:
            list(archive_ready(dataclasses.replace(site.room(), store=store), keep_on=lambda: True))
        except ServiceUnavailableError:
            with site.register.begin() as uow:
                left += uow.documents.get(document_id).state is State.REGISTERED and not uow.receipts.get(document_id)
        (archived,) = list(archive_ready(site.room(), keep_on=lambda: True)) or [None]
        if archived is not None and archived.receipt is not None:
            objects = archived.receipt.objects
            told = {key: site.store.read(ARCHIVE, key) for key in objects}
            whole += all(hashlib.sha256(told[key][1]).hexdigest() == sha256 for key, sha256 in objects.items())
            extra += len(list(site.store.versions(ARCHIVE, archived.receipt.package))) - len(objects)
    seen = (
        f"{left} of {documents} stayed registered, without a receipt; the next pass made {whole} of them whole under "
        f"lock, with {extra} versions too many"
    )
    return Survived(
        f"network cut in the midst of a package, {documents} places", seen, right=(whole == documents and not extra)
    )


def full(site: Site) -> Survived:
    """Leave the store not a byte on its own small disk, archive, and make room again."""
    documents = receive(site, 3, size=200_000, seed=9000)
    ballast = site.server.installation.home / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    said = _archive_in_vain(site)
    with site.register.begin() as uow:
        left = [uow.documents.get(one) for one in documents]
    waiting = sum(one.state is State.REGISTERED for one in left)
    kept = sum(
        hashlib.sha256(site.store.get(RECORDS, original_key(one.sha256))).hexdigest() == one.sha256 for one in left
    )
    ballast.unlink()
    archived, restarts, began = _archive_watched(site, len(documents))
    again = f"after {time.monotonic() - began:.0f} s"
    again += ", the watch having started the server again" if restarts else ""
    seen = (
        f"refused with “{said}”; {waiting} of 3 documents wait, {kept} originals as they were; "
        f"with room again {archived} archived, {again}"
    )
    return Survived(
        "no byte left on the store's disk", seen, right=(waiting, kept, archived) == (3, 3, 3) and bool(said)
    )


def faults(site: Site, *, rounds: int, cuts: int) -> Iterator[Survived]:
    """Yield what each fault showed; the site's store has a small disk of its own, or nothing fills it."""
    yield cut_off(site, documents=cuts)
    yield killed(site, rounds=rounds)


def _archive_watched(site: Site, wanted: int) -> tuple[int, int, float]:
    """Archive in passes, the watch looking between them, as in a system; return how many, restarts, start."""
    installation = site.server.installation

    def restart() -> None:
        site.server.stop()
        site.server.start()

    store = Watched("objects", installation.home, lambda: objectstore.healthy(installation), restart)
    archived = restarts = 0
    began = time.monotonic()
    while archived < wanted and time.monotonic() < began + PATIENCE_SECONDS:
        with contextlib.suppress(ServiceUnavailableError):
            archived += sum(one.receipt is not None for one in archive_ready(site.room(), keep_on=lambda: True))
        restarts += look(store)
        time.sleep(1)
    return archived, restarts, began


def _archive_in_vain(site: Site) -> str:
    """Return the first reason why nothing was archived."""
    try:
        return next((one.error.en for one in archive_ready(site.room(), keep_on=lambda: True) if one.error), "")
    except VanbanError as error:
        return error.en


def _through(site: Site, address: str) -> MinioStore:
    installation = site.server.installation
    return MinioStore(
        endpoint=address,
        access_key=objectstore.PIPELINE_ACCESS_KEY,
        secret_key=installation.secrets["s3_pipeline"],
        secure=False,
        region=objectstore.REGION,
        buckets={bucket: site.store.bucket_name(bucket) for bucket in (RECORDS, ARCHIVE)},
    )
