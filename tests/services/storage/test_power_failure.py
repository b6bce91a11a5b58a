"""The store is killed amid writes: what it acknowledged is whole and locked, what it did not is not half there."""

import datetime as dt
import hashlib
import random
import threading
import time

import pytest

from vanban.domain.errors import ServiceUnavailableError
from vanban.ports import ARCHIVE
from vanban.services.objectstore import pipeline_store
from vanban.services.objectstore_alone import ObjectStoreAlone

pytestmark = pytest.mark.services

ROUNDS = 3
WRITERS = 6
SIZES = (500, 20_000, 300_000, 6_000_000)


class Writer(threading.Thread):
    """Writes documents until the store is gone."""

    def __init__(self, store, name, seed):
        super().__init__(daemon=True)
        self.store, self.prefix, self.random = store, name, random.Random(seed)
        self.acknowledged, self.refused = {}, None

    def run(self):
        for n in range(10_000):
            key, data = f"aip/{self.prefix}/{n}", self.random.randbytes(self.random.choice(SIZES))
            until = dt.datetime.now(tz=dt.UTC) + dt.timedelta(hours=1)
            try:
                put = self.store.put(ARCHIVE, key, data, retain_until=until)
            except ServiceUnavailableError:
                self.refused = (key, data)
                return
            self.acknowledged[key] = (hashlib.sha256(data).hexdigest(), put)


def test_what_was_acknowledged_survives_a_kill(tmp_path):
    server = ObjectStoreAlone(tmp_path)
    server.start()
    store = pipeline_store(server.installation)
    kept, refused = {}, []
    try:
        for number in range(ROUNDS):
            writers = [Writer(store, f"{number}-{n}", seed=number * 100 + n) for n in range(WRITERS)]
            for writer in writers:
                writer.start()
            while sum(len(w.acknowledged) for w in writers) < 20:
                time.sleep(0.02)
            server.kill()
            for writer in writers:
                writer.join(timeout=60)
                kept.update(writer.acknowledged)
                refused.append(writer.refused)
            server.start()
        listed = [version.key for version in store.versions(ARCHIVE, "aip/")]
        assert len(kept) >= ROUNDS * 20
        for key, (sha256, put) in kept.items():
            assert hashlib.sha256(store.get(ARCHIVE, key)).hexdigest() == sha256
            assert store.stat(ARCHIVE, key) == put
            assert listed.count(key) == 1
        for key, data in refused:  # all there or not at all, and the same step again heals it
            assert store.stat(ARCHIVE, key) is None or store.get(ARCHIVE, key) == data
            assert store.get(ARCHIVE, store.put(ARCHIVE, key, data).key) == data
    finally:
        server.kill()
