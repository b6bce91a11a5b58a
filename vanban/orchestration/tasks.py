"""The functions that tasks run: build the services, call one workflow, return ids and counts.

An error leaves a task with its kind and place only: Airflow keeps tracebacks, and they must never hold document text.
"""

from __future__ import annotations

import functools
import logging
import math
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar
from urllib.parse import quote

from vanban.clock import for_seconds
from vanban.domain.document import State, Urgency
from vanban.domain.errors import ServiceUnavailableError, VanbanError
from vanban.domain.findings import Severity
from vanban.domain.intake import Disposition
from vanban.ports import Register

P = ParamSpec("P")
R = TypeVar("R")

_log = logging.getLogger(__name__)
RECEIVE_SECONDS = 40
"""A pass of receiving ends by then; the next one goes on."""
READ_SECONDS = 45
"""A reading task takes no new document after this: well above the 20 s that make its start worth while."""
NOTICE_SECONDS = 60
ARCHIVE_SECONDS = 300
AUDIT_SECONDS = 1800
REPLICATE_SECONDS = 1800
BACKUP_SECONDS = 3 * 3600
RENEW_SECONDS = 1800
LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING}
READERS = 2
"""Slots of the pool ``reading``."""
SECONDS_PER_PAGE = 1.3
CHUNK_SECONDS = 20


class TaskFailedError(Exception):
    """Indicate that a task failed; names the kind of error and where, never what was being read."""


def task_function(function: Callable[P, R]) -> Callable[P, R]:
    """Wrap a function for Airflow: permanent errors fail at once, others are retried, none carries document text."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from airflow.sdk.exceptions import AirflowFailException

        from processors.nursery import end_nurseries

        try:
            return function(*args, **kwargs)
        except VanbanError as error:
            kind = TaskFailedError if error.retryable else AirflowFailException
            raise kind(f"{type(error).__name__}: {error.en}") from None
        except Exception as error:  # noqa: BLE001  # re-raised, without its text
            last = traceback.extract_tb(error.__traceback__)[-1]
            raise TaskFailedError(f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}") from None
        finally:
            # Airflow's tasks leave without tidying up, and what is not waited for is on nobody's account.
            end_nurseries()

    return run


@task_function
def run_receive() -> list[int]:
    """Receive what has settled; return one number per reading task worth starting for the backlog."""
    from vanban.bootstrap import build
    from vanban.workflows.receive import receive_settled

    services = build()
    outcomes: Counter[str] = Counter()
    keep_on = for_seconds(RECEIVE_SECONDS)
    while keep_on():
        before = outcomes.total()
        for item in receive_settled(services.reception, keep_on=keep_on):
            outcomes[item.disposition.value] += 1
            if item.disposition is Disposition.ACCEPTED and _is_urgent(services.register, item.document_id):
                services.notifier.ring("urgent")
        if outcomes.total() == before:
            break
    _log.info("receive pass ended: %s", dict(outcomes))
    return _chunks(services.register)


def _is_urgent(register: Register, document_id: str) -> bool:
    with register.begin() as uow:
        return uow.documents.get(document_id).urgency is not Urgency.NORMAL


def _chunks(register: Register) -> list[int]:
    with register.begin() as uow:
        waiting = uow.documents.list(state=State.RECEIVED, limit=500)
    seconds = sum(max(d.pages, 1) * SECONDS_PER_PAGE for d in waiting)
    return list(range(1, min(READERS, math.ceil(seconds / CHUNK_SECONDS)) + 1))


def _read(run: str, *, urgent_only: bool) -> int:
    from vanban.bootstrap import build
    from vanban.workflows.process import process_waiting

    services = build()
    room = services.reading_room
    if services.settings.desk_url and run:  # the way back from the orchestrator's log to the desk
        _log.info("desk: %s/admin/troubles/run?run=%s", services.settings.desk_url.rstrip("/"), quote(run, safe=""))
    return sum(1 for _ in process_waiting(room, keep_on=for_seconds(READ_SECONDS), urgent_only=urgent_only, run=run))


@task_function
def run_read(chunk: int, run: str = "") -> int:
    """Read waiting documents, the most urgent first, for a chunk of time; return how many. Chunks share one queue."""
    _log.info("reading chunk %s", chunk)
    return _read(run, urgent_only=False)


@task_function
def run_read_urgent(run: str = "") -> int:
    """Read urgent documents only, in a pool of their own; return how many."""
    return _read(run, urgent_only=True)


@task_function
def granted_batch_ids() -> list[str]:
    """Return the batches that are granted and not finished, also those that a crash left."""
    from vanban.bootstrap import build
    from vanban.workflows.sign_batch import granted_batches

    return granted_batches(build().register)


@task_function
def run_sign(batch_id: str) -> dict[str, int]:
    """Ask the signing worker to run one batch; return how many documents were signed and how many failed."""
    from vanban.settings import Settings
    from vanban.signing_worker import ask_to_sign

    answer = ask_to_sign(Settings().signer_socket, batch_id)
    if "error" in answer:
        kind = ServiceUnavailableError if answer.get("retryable", True) else VanbanError
        raise kind(f"Batch {batch_id}: {answer['error']}.")
    return {"done": int(answer["done"]), "failed": int(answer["failed"])}


@task_function
def run_remind() -> int:
    """Remind of signing that was begun and not finished; return how many reminders were left."""
    from vanban.bootstrap import build
    from vanban.workflows.unfinished import remind

    reminded = remind(build().reminder_room)
    _log.info("reminders left: %s", reminded)
    return reminded


@task_function
def run_send_notices() -> int:
    """Tell people of deadlines, then send what is due; return how many were sent."""
    from vanban.bootstrap import build
    from vanban.workflows.send_notices import send_notices
    from vanban.workflows.tell_people import tell_deadlines, tell_unissued

    room = build().notice_room
    told = tell_deadlines(register=room.register, clock=room.clock, days=room.due_soon_days)
    told += tell_unissued(register=room.register, clock=room.clock)
    counted = send_notices(room, keep_on=for_seconds(NOTICE_SECONDS))
    _log.info("deadlines told: %s, notices: %s", told, dict(counted))
    return counted.get("sent", 0)


@task_function
def run_archive() -> int:
    """Package and lock what is finished, case files after their documents; return how many were archived."""
    from vanban.bootstrap import build
    from vanban.workflows.archive import archive_ready
    from vanban.workflows.archive_cases import archive_closed

    room, keep_on = build().archive_room, for_seconds(ARCHIVE_SECONDS)
    errors = [outcome.error for outcome in archive_ready(room, keep_on=keep_on)]
    errors += [outcome.error for outcome in archive_closed(room, keep_on=keep_on)]
    archived = errors.count(None)
    _log.info("archived %s, failed %s", archived, len(errors) - archived)
    return archived


@task_function
def run_audit() -> int:
    """Check lists, locks, event log, and the share of packages due today; return the number of findings."""
    from vanban.bootstrap import build
    from vanban.workflows.audit import audit_archive

    result = audit_archive(build().audit_room, keep_on=for_seconds(AUDIT_SECONDS), everything=False)
    for finding in result.findings:  # keys and ids only
        _log.log(LEVELS[finding.severity], "%s %s %s %s", finding.kind, finding.store, finding.subject, finding.detail)
    return len(result.findings)


@task_function
def run_account(_done: object = None) -> int:
    """Prove file by file that nothing is missing, and keep the outcome; return the number of contradictions."""
    from vanban.bootstrap import build
    from vanban.workflows.account import keep_account

    account = keep_account(build().account_office)
    for problem in account.problems:  # claims, documents and keys only
        _log.error("%s", problem)
    return len(account.problems)


@task_function
def run_refuse_open_errors(_done: object = None) -> int:
    """Fail while an error of the archive is open, so that the run is red; return how many warnings are."""
    from vanban.bootstrap import build
    from vanban.workflows.findings import refuse_open_errors

    return refuse_open_errors(build().register)


@task_function
def run_keep_locks() -> int:
    """Extend the locks that end soon; return how many packages were renewed. What could not be is a finding."""
    from vanban.bootstrap import build
    from vanban.workflows.keep_locks import keep_locks

    kept = keep_locks(build().lock_room, keep_on=for_seconds(RENEW_SECONDS))
    _log.info("locks renewed: %s, failed: %s", kept.packages, len(kept.findings))
    return kept.packages


@task_function
def run_renew_evidence() -> int:
    """Renew the archive time-stamps that end soon; return how many. What could not be renewed is a finding."""
    from vanban.bootstrap import build
    from vanban.workflows.renew_evidence import renew_evidence

    done = renew_evidence(build().renewal_room, keep_on=for_seconds(RENEW_SECONDS))
    _log.info("renewed: %s documents, %s roots; failed: %s", done.documents, done.roots, len(done.findings))
    return done.documents + done.roots


@task_function
def run_replicate() -> int:
    """Bring the second copy up to date; return how many objects were copied. Without a second store: 0."""
    from vanban.bootstrap import build
    from vanban.workflows.replicate import replicate

    services = build()
    if services.second_store is None:
        _log.warning("no second store is configured: there is one copy of the archive only")
        return 0
    done = replicate(services.copy_room, keep_on=for_seconds(REPLICATE_SECONDS))
    _log.info("copied %s objects, not copied: %s, whole: %s", done.objects, len(done.findings), done.whole)
    return done.objects


@task_function
def run_backup() -> int:
    """Make a backup set in the second store; return how many objects belong to it. Without a second store: 0."""
    from vanban.bootstrap import build
    from vanban.workflows.backup import make_backup

    services = build()
    if services.second_store is None:
        _log.warning("no second store is configured: no backup set was made")
        return 0
    made = make_backup(services.backup_room(), keep_on=for_seconds(BACKUP_SECONDS))
    _log.info("backup set %s: %s objects", made.name, made.objects)
    return made.objects


@task_function
def run_publish_root() -> int:
    """Publish the root of the event log; return its size, 0 if nothing happened since the last one."""
    from vanban.bootstrap import build
    from vanban.workflows.event_log import publish_root

    published = publish_root(build().log_room)
    return published.head.size if published else 0
