"""Each tampering is named by the next audit, and a network that is cut leaves nothing half archived.

The long runs, with the store killed a hundred times and filled, are ``make bench-evidence``.
"""

import itertools

import pytest

from benchmarks.archive.site import site
from benchmarks.evidence.faults import cut_off
from benchmarks.evidence.tampering import tamper

pytestmark = pytest.mark.services

QUICK = 10
"""All but the flipped bit, which ``test_archive_on_a_real_store`` looks at: the server gives up on it slowly."""


@pytest.fixture(scope="module")
def running():
    with site() as one:
        yield one


def test_each_tampering_is_named_by_the_next_audit(running):
    rows = list(itertools.islice(tamper(running), QUICK))
    assert len(rows) == QUICK
    assert [(row.done, row.found) for row in rows if not row.right] == []


def test_a_network_cut_in_the_midst_of_a_package_leaves_nothing_half_archived(running):
    survived = cut_off(running, documents=3)
    assert survived.right, survived.seen
