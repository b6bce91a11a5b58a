"""``python -m vanban.services.provision_container``: tables and buckets of a container deployment; harmless twice.

On one machine ``vanban up`` does the same. The admin key of the object store comes as a file and is used only here.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from storage.minio_store import MinioStore
from storage.provision import create_bucket
from vanban.domain.errors import ServiceUnavailableError, VanbanError
from vanban.ports import ARCHIVE, RECORDS
from vanban.register.migrate import upgrade
from vanban.settings import Settings

WAIT_SECONDS = 120


def provision(settings: Settings, *, admin_access_key: str, admin_secret_key: str) -> None:
    """Bring the register's tables up to date and create both buckets with versions and object lock.

    Raises:
        ServiceUnavailableError: if the database or the object store does not answer.
        RefusedError: if a bucket is there without object lock.
    """
    upgrade(settings.database_url.get_secret_value())
    admin = MinioStore(
        endpoint=settings.s3_endpoint,
        access_key=admin_access_key,
        secret_key=admin_secret_key,
        secure=settings.s3_secure,
        region=settings.s3_region,
        buckets={RECORDS: settings.records_bucket, ARCHIVE: settings.archive_bucket},
    )
    for bucket in (RECORDS, ARCHIVE):
        create_bucket(admin, bucket)


def main() -> int:
    """Provision, waiting a while for the services; return 0, or 1 with the reason on standard error."""
    secret = (Path(os.environ["VANBAN_SECRETS_DIR"]) / "s3_admin_key").read_text().strip()
    access = os.environ["VANBAN_S3_ADMIN_ACCESS_KEY"]
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            provision(Settings(), admin_access_key=access, admin_secret_key=secret)
        except VanbanError as error:
            if not isinstance(error, ServiceUnavailableError) or time.monotonic() > until:
                sys.stderr.write(f"Lỗi: {error.vi}\nError: {error.en}\n{error.remedy}\n")
                return 1
        else:
            return 0
        time.sleep(2)


if __name__ == "__main__":
    sys.exit(main())
