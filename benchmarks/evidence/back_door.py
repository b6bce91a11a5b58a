"""Ways round the S3 door, for whoever is root on the machine: what no lock can refuse, and the audit must find."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import time
import urllib.parse
from collections.abc import Iterator

import minio
import psycopg

from benchmarks.archive.site import Site
from storage.provision import policy
from vanban.ports import ARCHIVE
from vanban.services import objectstore

START_SECONDS = 60


def flip_a_bit(site: Site, data: bytes) -> None:
    """Change one bit of an object in the files below the server, as a bad disk could."""
    with _store_down(site):
        for volume in (site.server.installation.home / "objects").glob("*.dat"):
            content = bytearray(volume.read_bytes())
            # Both buckets hold it: what lies in the archive's volumes is meant.
            at = content.find(data[:1000]) if ARCHIVE in volume.name else -1
            if at >= 0:
                content[at + 500] ^= 1
                volume.write_bytes(content)


def filer(site: Site, method: str, path: str, body: bytes = b"") -> None:
    """Start the server without its protection, ask its filer to change something, and put the protection back."""
    with _store_down(site):
        program = objectstore.program(site.server.installation)
        open_doors = [part.replace("-disableHttp=true", "-disableHttp=false") for part in program.argv]
        environment = {name: value for name, value in program.env.items() if not name.startswith("WEED_JWT")}
        server = subprocess.Popen(
            open_doors,
            cwd=program.cwd,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _ask(site.server.installation.ports["weed_filer"], method, path, body)
        finally:
            server.kill()
            server.wait()
            objectstore.remove_sockets(site.server.installation)


def path_of(site: Site, key: str, version_id: str) -> str:
    """Return where the filer keeps a version."""
    return f"/buckets/{site.store.bucket_name(ARCHIVE)}/{urllib.parse.quote(key)}.versions/v_{version_id}"


def hide(site: Site, key: str) -> None:
    """Lay a delete marker over an object as the administrator, who lifts the bucket's policy and puts it back."""
    installation, bucket = site.server.installation, site.store.bucket_name(ARCHIVE)
    admin = minio.Minio(
        installation.address("s3"),
        objectstore.ADMIN_ACCESS_KEY,
        installation.secrets["s3_admin"],
        secure=False,
        region=objectstore.REGION,
    )
    admin.delete_bucket_policy(bucket)
    admin.remove_object(bucket, key)
    admin.set_bucket_policy(bucket, json.dumps(policy(bucket)))


@contextlib.contextmanager
def as_owner_of_the_log(site: Site) -> Iterator[psycopg.Cursor]:
    """Change the event log with its guards off; all that came since is taken back at the end."""
    with psycopg.connect(site.admin_url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS TABLE events")
        cursor.execute("ALTER TABLE events DISABLE TRIGGER USER")
        try:
            yield cursor
        finally:
            cursor.execute("DELETE FROM events")
            cursor.execute("INSERT INTO events SELECT * FROM kept")
            cursor.execute("DROP TABLE kept")
            cursor.execute("ALTER TABLE events ENABLE TRIGGER USER")


@contextlib.contextmanager
def _store_down(site: Site) -> Iterator[None]:
    site.server.stop()
    yield
    site.server.start()


def _ask(port: int, method: str, path: str, body: bytes) -> None:
    """Ask the filer as soon as it answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            headers = {"Content-Type": "application/octet-stream"}
            connection.request(method, path, body=body or None, headers=headers)
            status = connection.getresponse().status
            if status < 300:
                return
        except OSError:
            status = 0
        if time.monotonic() > deadline:
            raise SystemExit(f"{method} {path}: {status}")
        time.sleep(0.2)
