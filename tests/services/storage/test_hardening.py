"""What the embedded server must refuse, whoever asks."""

import datetime as dt
import http.client
import io
import uuid
from pathlib import Path

import minio
import pytest
from minio.commonconfig import COMPLIANCE, ENABLED, GOVERNANCE, CopySource, Filter
from minio.deleteobjects import DeleteObject
from minio.error import S3Error
from minio.lifecycleconfig import Expiration, LifecycleConfig, Rule
from minio.retention import Retention
from minio.versioningconfig import SUSPENDED, VersioningConfig

from storage.provision import create_bucket
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.ports import ARCHIVE, RECORDS
from vanban.services import objectstore
from vanban.services.objectstore_alone import object_store

pytestmark = pytest.mark.services

BUCKETS = ["vanban-records", "vanban-archive"]


def client(weed, key, secret):
    address = weed.installation.address("s3")
    return minio.Minio(address, key, weed.installation.secrets[secret], secure=False, region="us-east-1")


@pytest.fixture(params=["pipeline", "admin"])
def anyone(request, weed):
    return client(weed, f"vanban-{request.param}", f"s3_{request.param}")


@pytest.fixture
def admin(weed):
    return client(weed, "vanban-admin", "s3_admin")


def soon(seconds=600):
    return (dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=seconds)).replace(microsecond=0)


def denied(request):
    with pytest.raises(S3Error) as caught:
        request()
    return caught.value.code


@pytest.mark.parametrize("bucket", BUCKETS)
def test_nobody_deletes_a_version_or_hides_it(anyone, admin, bucket):
    key = f"aip/{uuid.uuid4()}"
    version = admin.put_object(bucket, key, io.BytesIO(b"x"), 1).version_id  # no lock: the policy alone must hold
    assert denied(lambda: anyone.remove_object(bucket, key, version)) == "AccessDenied"
    assert denied(lambda: anyone.remove_object(bucket, key)) == "AccessDenied"
    assert anyone.get_object(bucket, key).data == b"x"


@pytest.mark.parametrize("bucket", BUCKETS)
def test_the_pipeline_deletes_nothing_in_bulk(weed, admin, bucket):
    # SeaweedFS 4.48 does not ask the policy when its administrator deletes in bulk: there only the lock holds (below).
    key = f"aip/{uuid.uuid4()}"
    version = admin.put_object(bucket, key, io.BytesIO(b"x"), 1).version_id
    pipeline = client(weed, "vanban-pipeline", "s3_pipeline")
    for bypass in (False, True):
        errors = list(pipeline.remove_objects(bucket, [DeleteObject(key, version)], bypass_governance_mode=bypass))
        assert [error.code for error in errors] == ["AccessDenied"]
    assert pipeline.get_object(bucket, key).data == b"x"


@pytest.mark.parametrize("bucket", BUCKETS)
def test_nobody_loosens_the_rules_of_a_bucket(anyone, bucket):
    expire = LifecycleConfig([Rule(ENABLED, rule_filter=Filter(prefix=""), rule_id="r", expiration=Expiration(days=1))])
    assert denied(lambda: anyone.set_bucket_lifecycle(bucket, expire)) == "AccessDenied"
    assert denied(lambda: anyone.set_bucket_versioning(bucket, VersioningConfig(SUSPENDED))) == "AccessDenied"
    assert denied(lambda: anyone.delete_object_lock_config(bucket)) == "AccessDenied"
    assert denied(lambda: anyone.remove_bucket(bucket)) == "AccessDenied"


def test_the_lock_itself_holds_against_everyone(anyone, admin):
    key = f"probe/{uuid.uuid4()}"  # where the policy does not refuse
    lock = Retention(COMPLIANCE, soon(8))
    version = admin.put_object("vanban-archive", key, io.BytesIO(b"x"), 1, retention=lock).version_id
    assert denied(lambda: anyone.remove_object("vanban-archive", key, version)) == "AccessDenied"
    shorter, weaker = Retention(COMPLIANCE, soon(5)), Retention(GOVERNANCE, soon())
    assert denied(lambda: anyone.set_object_retention("vanban-archive", key, shorter, version)) == "AccessDenied"
    assert denied(lambda: anyone.set_object_retention("vanban-archive", key, weaker, version)) == "AccessDenied"
    errors = list(anyone.remove_objects("vanban-archive", [DeleteObject(key, version)], bypass_governance_mode=True))
    assert [error.code for error in errors] == ["AccessDenied"]


def test_the_pipeline_changes_no_policy_and_makes_no_bucket(weed):
    pipeline = client(weed, "vanban-pipeline", "s3_pipeline")
    assert denied(lambda: pipeline.set_bucket_policy("vanban-archive", "{}")) == "AccessDenied"
    assert denied(lambda: pipeline.delete_bucket_policy("vanban-archive")) == "AccessDenied"
    assert denied(lambda: pipeline.make_bucket("another")) == "AccessDenied"


def test_an_upload_makes_no_bucket(admin):
    assert denied(lambda: admin.put_object("never-made", "key", io.BytesIO(b"x"), 1)) == "NoSuchBucket"


def test_a_stranger_and_a_wrong_secret_are_refused(weed):
    address = weed.installation.address("s3")
    stranger = minio.Minio(address, secure=False, region="us-east-1")
    assert denied(lambda: stranger.get_object("vanban-records", "sha256/x")) == "AccessDenied"
    wrong = minio.Minio(address, "vanban-pipeline", "x" * 48, secure=False, region="us-east-1")
    assert denied(lambda: list(wrong.list_objects("vanban-records"))) == "SignatureDoesNotMatch"


def test_copies_lose_their_lock_on_this_server_so_the_store_has_no_copy(admin, pipeline):
    source, target = f"aip/{uuid.uuid4()}", f"probe/{uuid.uuid4()}"
    admin.put_object("vanban-archive", source, io.BytesIO(b"x"), 1)
    lock = Retention(COMPLIANCE, soon(5))
    admin.copy_object("vanban-archive", target, CopySource("vanban-archive", source), retention=lock)
    assert pipeline.stat(ARCHIVE, target).retention_mode == "", "fixed in this release? then say so in the docs"
    assert not [name for name in dir(pipeline) if "copy" in name]


@pytest.mark.parametrize(
    ("port", "method", "path"),
    [
        ("weed_filer", "GET", "/buckets/vanban-archive/"),
        ("weed_filer", "DELETE", "/buckets/vanban-archive?recursive=true"),
        ("weed_filer", "PUT", "/buckets/vanban-archive/x"),
        ("weed_master", "POST", "/col/delete?collection=vanban-archive"),
        ("weed_master", "GET", "/dir/status"),
        ("weed_volume", "DELETE", "/1,01637037d6"),
        ("weed_volume", "POST", "/1,01637037d6"),
    ],
)
def test_the_servers_own_doors_are_shut(weed, port, method, path):
    connection = http.client.HTTPConnection("127.0.0.1", weed.installation.ports[port], timeout=10)
    connection.request(method, path)
    assert connection.getresponse().status in {401, 403, 404}


def test_everything_listens_on_loopback_only(weed):
    lines = [
        line for name in ("tcp", "tcp6") for line in Path(f"/proc/{weed.pid}/net/{name}").read_text().splitlines()[1:]
    ]
    listening = [line.split()[1].rsplit(":", 1) for line in lines if line.split()[3] == "0A"]
    ports = {f"{port:04X}" for port in weed.installation.ports.values()}
    bound = {address for address, port in listening if port in ports}
    assert bound == {"0100007F"}


def test_its_secrets_are_for_the_owner_only(weed):
    assert (weed.installation.home / "secrets/s3.json").stat().st_mode & 0o077 == 0
    assert not any(
        secret in " ".join(objectstore.program(weed.installation).argv) for secret in weed.installation.secrets.values()
    )


def test_the_store_says_refused_for_a_wrong_secret(weed):
    store = objectstore._store(weed.installation, access_key="vanban-pipeline", secret_key="x" * 48)
    with pytest.raises(RefusedError):
        store.put(RECORDS, "sha256/x", b"x")


def test_provisioning_again_changes_nothing(weed, pipeline):
    pipeline.put(RECORDS, "sha256/aa/bb/cc", b"x")
    objectstore.provision(weed.installation)
    assert pipeline.get(RECORDS, "sha256/aa/bb/cc") == b"x"


def test_a_bucket_without_versions_is_refused(weed, admin):
    name = f"plain-{uuid.uuid4()}"
    admin.make_bucket(name)
    store = objectstore._store(
        weed.installation, access_key="vanban-admin", secret_key=weed.installation.secrets["s3_admin"]
    )
    store._requests._access["buckets"] = {RECORDS: name}
    with pytest.raises(RefusedError):
        create_bucket(store, RECORDS)


def test_health_says_what_is_wrong_and_litters_nothing(weed, pipeline):
    assert objectstore.healthy(weed.installation) == ""
    assert objectstore.healthy(weed.installation) == ""
    assert not list(pipeline.versions(RECORDS, "probe/"))


def test_two_instances_run_side_by_side(weed, tmp_path):
    with object_store(tmp_path) as other:
        theirs, ours = objectstore.pipeline_store(other.installation), objectstore.pipeline_store(weed.installation)
        theirs.put(RECORDS, "sha256/only/there", b"x")
        assert ours.stat(RECORDS, "sha256/only/there") is None
        assert objectstore.healthy(weed.installation) == ""
        other.stop()
        assert objectstore.healthy(other.installation) != ""
        with pytest.raises(ServiceUnavailableError):
            theirs.put(RECORDS, "sha256/only/there", b"x")
