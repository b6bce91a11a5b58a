"""The probe refuses a real server that says yes to a lock and does not keep it: moto, which is meant for tests only."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.minio_store import MinioStore
from storage.provision import create_bucket
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.ports import ARCHIVE, RECORDS

pytestmark = pytest.mark.services

MOTO = "moto[server]==5.2.5"
START_SECONDS = 60


@pytest.fixture
def moto(tmp_path):
    """Return a store on a server of moto's, in an environment of its own: its dependencies do not fit ours."""
    folder = os.environ.get("VANBAN_TEST_OTHER_STORES")
    if not folder:
        pytest.skip("runs on request: VANBAN_TEST_OTHER_STORES=FOLDER names where Ceph and moto are kept (0.5 GB)")
    environment = Path(folder).resolve() / "moto"
    uv = Path(sys.executable).parent / "uv"
    if not (environment / "bin/moto_server").exists():
        subprocess.run([uv, "venv", "--quiet", environment], check=True, timeout=120)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", environment, MOTO], check=True, timeout=300)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "moto.log").open("wb") as log:
        command = [environment / "bin/moto_server", "-H", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield MinioStore(
            endpoint=f"127.0.0.1:{port}",
            access_key="any",
            secret_key="any-at-all",
            secure=False,
            region="us-east-1",
            buckets={RECORDS: "vanban-records", ARCHIVE: "vanban-archive"},
        )
    finally:
        server.kill()
        server.wait()


def test_moto_is_refused(moto):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            create_bucket(moto, ARCHIVE)
            break
        except ServiceUnavailableError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    with pytest.raises(RefusedError, match="keep its locks"):
        moto.probe()
