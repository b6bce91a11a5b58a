"""The embedded S3 server: SeaweedFS in one process on loopback, with the hardened profile.

Only the S3 door is meant to be used. SeaweedFS' own doors (filer, master, volume) would destroy locked objects without
a credential; here HTTP is off where it can be, the rest needs keys that only the server process knows, and all of it
listens on loopback. A user of this machine's gRPC ports or files is still stronger than any lock, and the
administrator's bulk delete (which needs its secret) is not stopped by a bucket's policy, only by locks (4.48): that is
what the second copy and the time-stamped event chain are for.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vanban.domain.errors import RefusedError, ServiceUnavailableError, VanbanError
from vanban.durable_files import write_once, write_whole
from vanban.ports import ARCHIVE, RECORDS
from vanban.services.embedded_stores import FIRST, Embedded, data_folder, identities_file, settle_place, sockets_folder
from vanban.services.installation import LOOPBACK, Installation
from vanban.services.program import Program
from vanban.settings import Settings

if TYPE_CHECKING:
    from storage.minio_store import MinioStore

PIPELINE_ACCESS_KEY = "vanban-pipeline"
ADMIN_ACCESS_KEY = "vanban-admin"
REGION = "us-east-1"
SHELL_SECONDS = 15
LOCKING = ("GetObjectRetention", "PutObjectRetention", "GetObjectLegalHold", "PutObjectLegalHold")
"""What the pipeline may do to locks: the server itself refuses to shorten one."""


def prepare(installation: Installation, which: Embedded = FIRST) -> None:
    """Write what the server needs before its start: folders and the file of its two identities. Idempotent."""
    settle_place(installation, which)
    for folder in (data_folder(installation, which), sockets_folder(installation, which)):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    path = identities_file(installation, which)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_once(disposal_credential(installation.home, which), _new_disposal_credential())
    write_whole(path, json.dumps(_identities(installation, which), indent=2) + "\n")


def program(installation: Installation, which: Embedded = FIRST) -> Program:
    """Return the server as a supervised process."""
    return Program(
        name=which.name,
        argv=(str(weed_executable()), "-logtostderr=true", "server", *_options(installation, which)),
        env=_environment(installation, which),
        cwd=sockets_folder(installation, which),
        stop_signal="INT",
        # It waits 15 s for its own connections to end; what it acknowledged survives being killed (tested).
        stop_seconds=4,
        start_order=20,
    )


def provision(installation: Installation, which: Embedded = FIRST) -> None:
    """Create both buckets with versions, object lock and a policy against deletion, and prove that locks hold.

    Idempotent; needs the server up.

    Raises:
        ServiceUnavailableError: if the server does not answer.
        RefusedError: if a bucket is there without object lock, or a lock does not hold on this server.
    """
    from storage.provision import create_bucket

    admin = _store(
        installation, which, access_key=ADMIN_ACCESS_KEY, secret_key=installation.secrets[which.prefix + "s3_admin"]
    )
    for bucket in (RECORDS, ARCHIVE):
        create_bucket(admin, bucket)
    _sync_writes(installation, which)
    pipeline_store(installation, which).probe()


def healthy(installation: Installation, which: Embedded = FIRST) -> str:
    """Return an empty string when objects can be written and read; else one sentence that says what is wrong.

    After a restart the server answers at once but takes writes only when its volumes are registered, up to 15 s later:
    so a real write is tried, and removed at once.
    """
    store = pipeline_store(installation, which)
    try:
        for bucket in (RECORDS, ARCHIVE):
            store.try_write(bucket)
    except VanbanError as error:
        return error.en
    return ""


def remove_sockets(installation: Installation, which: Embedded = FIRST) -> None:
    """Remove the sockets that a killed server leaves in ``/tmp``, where it insists on having them."""
    for part in ("master", "volume", "filer", "s3"):
        port = installation.ports[f"{which.prefix}weed_{part}_grpc"]
        Path(f"/tmp/seaweedfs-{part}-grpc-{port}.sock").unlink(missing_ok=True)  # noqa: S108


def pipeline_store(installation: Installation, which: Embedded = FIRST) -> MinioStore:
    """Return the store as the workflows see it: it may write, read and extend locks, but delete nothing."""
    return _store(
        installation,
        which,
        access_key=PIPELINE_ACCESS_KEY,
        secret_key=installation.secrets[which.prefix + "s3_pipeline"],
    )


def settings(installation: Installation, which: Embedded = FIRST) -> dict[str, Any]:
    """Return the settings of the object store, for ``settings.json``."""
    return {
        f"{which.prefix}s3_endpoint": installation.address(which.prefix + "s3"),
        f"{which.prefix}s3_access_key": PIPELINE_ACCESS_KEY,
        f"{which.prefix}s3_secret_key": installation.secrets[which.prefix + "s3_pipeline"],
        f"{which.prefix}s3_secure": False,
        f"{which.prefix}s3_region": REGION,
    }


def disposal_credential(home: Path, which: Embedded = FIRST) -> Path:
    """Return the file of the identity that may delete what is past its term; only ``vanban disposal`` reads it.

    It is not among the settings, so that no process of the pipeline holds it; each store has its own.
    """
    return home / "secrets" / f"{which.prefix}s3-disposal.json"


def _new_disposal_credential() -> str:
    from storage.provision import DISPOSAL_ACCESS_KEY

    return json.dumps({"access_key": DISPOSAL_ACCESS_KEY, "secret_key": secrets.token_hex(24)}) + "\n"


def weed_executable() -> Path:
    """Return the server's executable, which its wheel puts beside Python's own.

    Raises:
        RefusedError: if it is not installed.
    """
    found = Path(sys.executable).parent / "weed"
    if not found.exists():
        raise RefusedError(
            "The object store's program (weed) is not installed.",
            vi="Chưa cài chương trình kho đối tượng (weed).",
            remedy="Run `make setup`. / Hãy chạy `make setup`.",
        )
    return found


def _options(installation: Installation, which: Embedded = FIRST) -> tuple[str, ...]:
    ports = installation.ports
    values: dict[str, object] = {
        "dir": data_folder(installation, which),
        "ip": LOOPBACK,
        "ip.bind": LOOPBACK,
        "disableHttp": "true",
        "master.telemetry": "false",
        "master.electionTimeout": "1s",  # one master alone: nobody else to wait for
        "master.port": ports[which.prefix + "weed_master"],
        "master.port.grpc": ports[which.prefix + "weed_master_grpc"],
        "master.volumeSizeLimitMB": 1024,
        "volume.port": ports[which.prefix + "weed_volume"],
        "volume.port.grpc": ports[which.prefix + "weed_volume_grpc"],
        # Not counted from the free space, which would leave no room for both buckets on a small disk.
        "volume.max": 10_000,
        "volume.preStopSeconds": 1,
        "filer": "true",
        "filer.port": ports[which.prefix + "weed_filer"],
        "filer.port.grpc": ports[which.prefix + "weed_filer_grpc"],
        "filer.exposeDirectoryData": "false",
        "filer.localSocket": "filer.sock",
        "s3": "true",
        "s3.port": ports[which.prefix + "s3"],
        "s3.port.grpc": ports[which.prefix + "weed_s3_grpc"],
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "s3.config": identities_file(installation, which),
        "s3.localSocket": "s3.sock",
        "s3.autoCreateBucket": "false",
        "s3.allowDeleteBucketNotEmpty": "false",
        "s3.iam": "false",
    }
    return tuple(f"-{name}={value}" for name, value in values.items())


def _environment(installation: Installation, which: Embedded = FIRST) -> dict[str, str]:
    keys = installation.secrets
    return {
        "WEED_JWT_SIGNING_KEY": keys[which.prefix + "weed_jwt"],
        "WEED_JWT_SIGNING_READ_KEY": keys[which.prefix + "weed_jwt_read"],
        "WEED_JWT_FILER_SIGNING_KEY": keys[which.prefix + "weed_jwt_filer"],
        "WEED_JWT_FILER_SIGNING_READ_KEY": keys[which.prefix + "weed_jwt_filer_read"],
        # The server keeps its sockets and scratch files here, so that two instances never meet.
        "TMPDIR": str(sockets_folder(installation, which)),
        # Outside settings must not reach it: it reads security.toml from the home directory and AWS_* as an admin.
        "HOME": str(data_folder(installation, which)),
        "AWS_ACCESS_KEY_ID": "",
        "AWS_SECRET_ACCESS_KEY": "",
        # Half the default growth of the heap before a collection: the store idles most of the day.
        "GOGC": "50",
        "VANBAN_INSTANCE": installation.instance,
    }


def _identities(installation: Installation, which: Embedded = FIRST) -> dict[str, Any]:
    pipeline = [
        f"{action}:{bucket}" for bucket in _buckets().values() for action in ("Read", "Write", "List", *LOCKING)
    ]
    disposal = json.loads(disposal_credential(installation.home, which).read_text(encoding="ascii"))
    # What it may write is taken back by the buckets' policy, which tells writing from deleting; these rights do not.
    deleting = [f"{action}:{bucket}" for bucket in _buckets().values() for action in ("Read", "Write", "List")]
    return {
        "identities": [
            _identity(ADMIN_ACCESS_KEY, installation.secrets[which.prefix + "s3_admin"], ["Admin"]),
            _identity(PIPELINE_ACCESS_KEY, installation.secrets[which.prefix + "s3_pipeline"], pipeline),
            _identity(disposal["access_key"], disposal["secret_key"], deleting),
        ]
    }


def _identity(name: str, secret: str, actions: list[str]) -> dict[str, Any]:
    return {"name": name, "credentials": [{"accessKey": name, "secretKey": secret}], "actions": actions}


def _store(installation: Installation, which: Embedded = FIRST, *, access_key: str, secret_key: str) -> MinioStore:
    from storage.minio_store import MinioStore

    return MinioStore(
        endpoint=installation.address(which.prefix + "s3"),
        access_key=access_key,
        secret_key=secret_key,
        secure=False,
        region=REGION,
        buckets=_buckets(),
    )


def _buckets() -> dict[str, str]:
    fields = Settings.model_fields
    return {RECORDS: fields["records_bucket"].default, ARCHIVE: fields["archive_bucket"].default}


def _sync_writes(installation: Installation, which: Embedded = FIRST) -> None:
    """Have the server flush each object of our buckets to disk before it answers.

    Without this rule it never does, and a power cut takes what was acknowledged. Its names of objects (LevelDB) are
    not flushed even so: the intake copy therefore stays until a later audit can find the package.
    """
    rules = [f"fs.configure -locationPrefix=/buckets/{name}/ -fsync -apply" for name in _buckets().values()]
    ports = installation.ports
    try:
        told = subprocess.run(
            [
                str(weed_executable()),
                "shell",
                f"-master={LOOPBACK}:{ports[which.prefix + 'weed_master']}.{ports[which.prefix + 'weed_master_grpc']}",
                f"-filer={LOOPBACK}:{ports[which.prefix + 'weed_filer']}.{ports[which.prefix + 'weed_filer_grpc']}",
            ],
            input="\n".join([*rules, "fs.configure", "exit", ""]),
            env={**os.environ, **_environment(installation, which)},
            cwd=sockets_folder(installation, which),
            capture_output=True,
            text=True,
            timeout=SHELL_SECONDS,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired:
        told = ""  # it waits for a master that is not there yet
    if told.count('"fsync":  true') < len(rules):
        raise ServiceUnavailableError(
            "The object store did not take the rule that flushes its writes.",
            vi="Kho đối tượng không nhận quy tắc ghi xuống đĩa.",
            remedy="Run `vanban up` again. / Hãy chạy lại `vanban up`.",
        )
