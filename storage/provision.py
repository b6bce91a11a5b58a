"""Creation of the buckets, by an administrator's identity that the pipeline never holds."""

from __future__ import annotations

import json

from storage.minio_store import MinioStore
from storage.probe import PREFIX
from storage.s3_errors import translated
from vanban.domain.errors import RefusedError

DISPOSAL_ACCESS_KEY = "vanban-disposal"
"""The one identity that may delete versions which no lock and no hold protects; only `vanban disposal` uses it."""


def create_bucket(store: MinioStore, bucket: str) -> None:
    """Create a logical bucket with versions and object lock, and forbid deletion in it. Idempotent.

    Raises:
        RefusedError: if the bucket is there without object lock, which cannot be added later.
        ServiceUnavailableError: if the server does not answer.
    """
    name = store.bucket_name(bucket)
    with translated(name):
        if not store.client.bucket_exists(name):
            store.client.make_bucket(name, object_lock=True)
    with translated(name):
        # Object lock cannot be switched off, and with it versions cannot be suspended.
        locked = store.client.get_bucket_versioning(name).status == "Enabled"
    if not locked:
        raise RefusedError(
            f"The bucket {name} keeps no versions, so it was made without object lock.",
            vi=f"Bucket {name} không lưu phiên bản, tức là được tạo không có khóa đối tượng.",
            remedy=(
                "Choose another bucket name in the settings; a lock cannot be added later."
                " / Hãy chọn tên ngăn chứa khác trong cấu hình; khóa không thêm sau được."
            ),
        )
    with translated(name):
        store.client.set_bucket_policy(name, json.dumps(policy(name)))


def policy(name: str) -> dict[str, object]:
    """Return the policy that binds every identity, the administrator's too.

    Outside the probe's prefix nobody leaves a delete marker, and nobody deletes a version but the identity that carries
    out disposal, which may do nothing else; and none of the bucket's rules that could remove objects later can be set
    (a lifecycle rule needs only the right to write on some servers). Locks and holds bind them all.
    """
    bucket = f"arn:aws:s3:::{name}"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "HideNothing",
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["s3:DeleteObject"],
                "NotResource": [f"{bucket}/{PREFIX}*"],
            },
            {
                "Sid": "KeepEveryVersion",
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["s3:DeleteObjectVersion"],
                "NotResource": [f"{bucket}/{PREFIX}*"],
                "Condition": {"StringNotEquals": {"aws:username": DISPOSAL_ACCESS_KEY}},
            },
            {
                "Sid": "DisposalOnlyDeletes",
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["s3:PutObject", "s3:PutObjectRetention", "s3:PutObjectLegalHold", "s3:PutObjectTagging"],
                "Resource": [f"{bucket}/*"],
                "Condition": {"StringEquals": {"aws:username": DISPOSAL_ACCESS_KEY}},
            },
            {
                "Sid": "KeepTheRules",
                "Effect": "Deny",
                "Principal": "*",
                "Action": [
                    "s3:BypassGovernanceRetention",
                    "s3:DeleteBucket",
                    "s3:PutBucketCORS",
                    "s3:PutBucketObjectLockConfiguration",
                    "s3:PutBucketVersioning",
                    "s3:PutLifecycleConfiguration",
                ],
                "Resource": [bucket, f"{bucket}/*"],
            },
        ],
    }
