"""The published roots against the events: computed anew, whatever the log itself says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from vanban.domain.errors import IntegrityError, NotFoundError
from vanban.domain.event_log import PREFIX, ROOT, TreeHead, event_leaf
from vanban.domain.merkle import Node, cover, grown, root
from vanban.ports import ARCHIVE, ObjectStore, Register, UnitOfWork
from vanban.workflows.event_log import AT_ONCE, load_root, published_roots


class TimeIsUpError(Exception):
    """Indicate that a check was stopped before it could say anything."""


def check_roots(
    *, register: Register, store: ObjectStore, keep_on: Callable[[], bool] = lambda: True
) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, key, sentence) for every root that is missing, unlocked, replaced, or no longer the log's.

    What the log says of its roots and what lies in the archive are both looked at: whoever cuts the log short takes the
    notes of its roots along. The roots are computed anew from the events, not from the tree that is kept.

    Raises:
        TimeIsUpError: before anything is yielded, if ``keep_on`` says so.
    """
    kept, unreadable = _kept_heads(store, keep_on)
    with register.begin() as uow:
        said = {str(event.data["key"]): event.data for event in published_roots(uow)}
        sizes = {int(data["size"]) for data in said.values()} | {head.size for head in kept.values()}
        recomputed = _roots_at(uow, sorted(sizes), keep_on)
    for key in sorted(said.keys() - kept.keys() - unreadable):
        yield "root-missing", key, "the published root is not in the archive"
    for key in sorted(unreadable):
        yield "root-replaced", key, "the published root cannot be read"
    for key, head in sorted(kept.items()):
        noted = said.get(key)
        if noted is not None and (head.size, head.root) != (int(noted["size"]), str(noted["root"])):
            yield "root-replaced", key, "the root in the archive is not the one that was published"
        elif recomputed.get(head.size) != head.root:
            yield "log-altered", key, f"the first {head.size} events are not those whose root was published"
        stored = store.stat(ARCHIVE, key + ROOT)
        if stored is None or stored.retention_mode != "COMPLIANCE":
            yield "root-unlocked", key, "the published root is not under lock"


def _kept_heads(store: ObjectStore, keep_on: Callable[[], bool]) -> tuple[dict[str, TreeHead], set[str]]:
    """Return the roots that lie in the archive, by key, and the keys of those that cannot be read."""
    keys = {one.key.removesuffix(ROOT) for one in store.versions(ARCHIVE, PREFIX) if one.key.endswith(ROOT)}
    heads, unreadable = {}, set()
    for key in keys:
        if not keep_on():
            raise TimeIsUpError
        try:
            heads[key] = load_root(key, store=store).head
        except IntegrityError:
            unreadable.add(key)
        except NotFoundError:
            continue  # a delete marker hides it: it is missing
    return heads, unreadable


def _roots_at(uow: UnitOfWork, sizes: Sequence[int], keep_on: Callable[[], bool]) -> dict[int, str]:
    """Return the roots of the first so many events, hex, for each of the sizes that the log reaches."""
    peaks: dict[Node, bytes] = {}  # all that is needed to go on: a log of years fits
    found: dict[int, str] = {}
    reached = 0

    def of_peaks(wanted: Iterable[Node]) -> dict[Node, bytes]:
        return {node: peaks[node] for node in wanted}

    for size in sizes:
        while reached < size:
            if not keep_on():
                raise TimeIsUpError
            events = uow.events.list(after=reached, limit=min(AT_ONCE, size - reached))
            if not events:
                return found
            more = dict(grown(reached, map(event_leaf, events), nodes=of_peaks))
            reached += len(events)
            peaks = {node: (peaks | more)[node] for node in cover(0, reached)}
        found[size] = root(size, nodes=of_peaks).hex()
    return found
