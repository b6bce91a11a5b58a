"""Every service of one machine, in the order in which they start, behind one shape."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vanban.services import airflow, objectstore, pki, postgres, store_watch, workers
from vanban.services.embedded_stores import SECOND, has_second
from vanban.services.installation import Installation
from vanban.services.program import Program


def _nothing(_: Installation) -> None:
    """Do nothing: most services need no preparation or no provisioning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service: what is done before its processes start, what they are, and what is done once they answer."""

    name: str
    vi: str
    """What it is, for the screen, in Vietnamese; ``en`` the same in English."""
    en: str
    programs: tuple[Program, ...]
    healthy: Callable[[Installation], str]
    """Returns an empty string, or one sentence that says what is wrong."""
    provision: Callable[[Installation], None] = _nothing
    """Idempotent; raises ``ServiceUnavailableError`` as long as the service does not answer."""
    start_seconds: float = 120
    """How long its start may take before it counts as failed."""


PREPARATIONS: tuple[Callable[[Installation], None], ...] = (
    postgres.prepare,
    objectstore.prepare,
    functools.partial(objectstore.prepare, which=SECOND),
    pki.prepare,
    airflow.prepare,
    workers.prepare,
)
"""Run before any process starts, in any order or at once; each idempotent and harmless while its service runs."""


def services(installation: Installation) -> tuple[Service, ...]:
    """Return the services of an installation whose ``PREPARATIONS`` were made, in starting order."""
    found = [
        Service(
            name="postgres",
            vi="Cơ sở dữ liệu",
            en="database",
            programs=(postgres.program(installation),),
            healthy=postgres.healthy,
            provision=postgres.provision,
        ),
        Service(
            name="objects",
            vi="Kho đối tượng S3",
            en="S3 object store",
            programs=(objectstore.program(installation),),
            healthy=objectstore.healthy,
            provision=objectstore.provision,
        ),
        Service(
            name="store-watch",
            vi="Trông coi kho đối tượng",
            en="watch over the object stores",
            programs=(store_watch.program(installation),),
            healthy=store_watch.healthy,
        ),
        Service(
            name="pki",
            vi="Hạ tầng khóa thử nghiệm",
            en="demo PKI",
            programs=(pki.program(installation),),
            healthy=pki.healthy,
            provision=pki.provision,
        ),
        Service(
            name="airflow",
            vi="Điều phối Airflow",
            en="Airflow",
            programs=airflow.programs(installation),
            healthy=airflow.healthy,
            provision=airflow.provision,
            # Four processes that import for many seconds; on a busy machine it takes minutes.
            start_seconds=600,
        ),
    ]
    if has_second():
        found.insert(
            2,
            Service(
                name=SECOND.name,
                vi="Kho đối tượng của bản sao thứ hai",
                en="object store of the second copy",
                programs=(objectstore.program(installation, SECOND),),
                healthy=functools.partial(objectstore.healthy, which=SECOND),
                provision=functools.partial(objectstore.provision, which=SECOND),
            ),
        )
    if workers.has_signing_worker():
        token = pki.environment(installation)
        worker = workers.signing_worker(installation)
        found.insert(
            -1,  # before Airflow
            Service(
                name="signing-worker",
                vi="Tiến trình ký",
                en="signing worker",
                programs=(dataclasses.replace(worker, env={**worker.env, **token}),),
                healthy=workers.signing_worker_healthy,
            ),
        )
    if workers.has_desk():
        found.append(
            Service(
                name="desk",
                vi="Bàn làm việc",
                en="desk",
                programs=(workers.desk(installation),),
                healthy=workers.desk_healthy,
            )
        )
    return tuple(found)


def settings(installation: Installation) -> Mapping[str, Any]:
    """Return what ``settings.json`` holds: the addresses and passwords that the other processes need."""
    return {
        "instance": installation.instance,
        "database_url": installation.database_url,
        **objectstore.settings(installation),
        **(objectstore.settings(installation, SECOND) if has_second() else {}),
        "pki_url": f"http://{installation.address('pki')}",
        "tsa_urls": [pki.tsa_url(installation)],
        "pkcs11_module": pki.SOFTHSM,
        "airflow_url": airflow.url(installation),
        "desk_url": workers.desk_url(installation) if workers.has_desk() else "",
    }
