"""Refused files lie on the intake host only: lost with it, they contradict the account until that is on record."""

import dataclasses
import shutil

import pytest

from tests.workflows.office.test_receive_containers import dropped, received
from vanban.domain.backup import RESTORED, SITE
from vanban.workflows.account import take_account
from vanban.workflows.count_files import count_files


def test_what_was_refused_is_lost_with_the_host_and_that_is_said_by_the_restore(office):
    dropped(office, "a.zip", **{"một.txt": "Kính gửi Sở Nội vụ", "hai.exe": "MZ"})
    (item,) = received(office)
    shutil.rmtree(office.home / "quarantine" / item.claim_id)
    assert any("its file is gone" in problem for problem in take_account(office.accounting).problems)
    with office.register.begin() as uow:
        uow.events.append(at=office.accounting.clock.now(), actor="restore", name=RESTORED, subject=SITE)
        uow.commit()
    assert take_account(office.accounting).balanced


@pytest.mark.parametrize("taken", [take_account, count_files])
def test_a_folder_spool_that_is_gone_is_said_once_by_the_proof_and_by_the_sums(office, taken):
    accounting = dataclasses.replace(office.accounting, sleep=lambda _: None)
    accounting.cabinet.spool.rmdir()
    assert taken(accounting).problems == ("the folder spool is not there",)
