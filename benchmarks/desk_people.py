"""People at the desk, as ``benchmarks.desk`` plays them: a browser each, one action every few seconds.

An action is a page with what a browser fetches for it: styles and scripts unless they may be kept, the images of the
pages, the number for the bell. While somebody looks at the queue it renews itself as in the browser.
"""

from __future__ import annotations

import html
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx

from benchmarks.desk_filling import PASSWORD, Office
from benchmarks.desk_served import KIND
from benchmarks.search_filling import RARE, SYMBOLS, WORDS
from vanban.domain.people import Account, Role

RENEWED_EVERY = 5.0
"""Seconds, as in ``queue.js``."""
_SECONDS_TO_WAIT = 60
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_IMAGE = re.compile(r'(?:href|src)="(/documents/[^"]+/pages/1\.png)"')
_FORM = re.compile(r'<form class="entry".*?</form>', re.S)
_INPUT = re.compile(r'<input[^>]*? name="([^"]+)" value="([^"]*)"|<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>')
_WRITTEN_IN = {"issued_date": "02/03/2026", "code_number": "15", "code_notation": "UBND-VX"}
"""What the people fill in where the machine read nothing; elsewhere any words."""
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Town:
    """What the people share: the documents left to do, what was seen, and the times as the askers saw them."""

    office: Office
    pause: tuple[float, float]
    """Shortest and longest time between two actions of a person, seconds."""
    end: float = 0.0
    seen: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    left: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        """Hand out the queue from its beginning, then again."""
        self.left = self._around()
        self._turn = threading.Lock()

    def next_letter(self) -> str:
        """Return the next document of the queue for anyone who asks; nobody gets the same one."""
        with self._turn:
            return next(self.left)

    def _around(self) -> Iterator[str]:
        while True:
            yield from self.office.letters


class Person:
    """One person with a browser."""

    def __init__(self, account: Account, town: Town, address: str, seed: int) -> None:
        self._account = account
        self._town = town
        self._chance = random.Random(seed)  # not for secrets
        self._browser = httpx.Client(base_url=address, timeout=_SECONDS_TO_WAIT, follow_redirects=True)
        self._kept: dict[str, tuple[str, bool]] = {}
        """Address → its tag, and whether it may be used without asking."""

    def log_in(self) -> None:
        """Log in, not measured."""
        token = _TOKEN.search(self._browser.get("/login").text)
        form = {"csrf": token[1] if token else "", "name": self._account.name, "password": PASSWORD}
        answer = self._browser.post("/login", data=form)
        if "/logout" not in answer.text:
            raise SystemExit(f"{self._account.name} could not log in: {answer.status_code}")

    def work(self) -> None:
        """Do one thing after the other until the end."""
        time.sleep(self._chance.uniform(0, self._town.pause[1]))  # nobody begins with the others
        while time.monotonic() < self._town.end:
            what, weights = zip(*_HABITS[self._account.role], strict=True)
            self._chance.choices(what, weights)[0](self)
            time.sleep(self._chance.uniform(*self._town.pause))

    def queue(self) -> None:
        """Look at the queue for as long as one pause; it renews itself meanwhile."""
        self._page("queue", "/queue")
        if self._town.pause[1] > RENEWED_EVERY:
            time.sleep(RENEWED_EVERY)
            self._ask("queue, renewed", "/queue/rows")

    def confirm(self) -> None:
        """Open the next document, look, and register it."""
        document = self._town.next_letter()
        text = self._page("review page", f"/documents/{document}")
        time.sleep(self._chance.uniform(*self._town.pause))
        if form := _FORM.search(text):
            fields = {a or c: html.unescape(b or d) for a, b, c, d in _INPUT.findall(form[0])}
            needed = ("type_name", "code_number", "code_notation", "issued_date", "organ_name", "subject")
            fields |= {one: _WRITTEN_IN.get(one, "công văn") for one in needed if not fields.get(one)}
            answer = self._post("register", f"/documents/{document}/register", fields)
            self._fetch_parts(answer)

    def search(self) -> None:
        """Look for something."""
        common = " ".join(self._chance.sample(WORDS, 2))
        rare, number = f"ten{self._chance.randrange(RARE)}", f"{self._chance.randrange(1, 4000)}/"
        asked = self._chance.choice((common, rare, number + self._chance.choice(SYMBOLS)))
        self._page("search", f"/search?q={httpx.QueryParams({'q': asked})['q']}")

    def draft(self) -> None:
        """Look at a draft that waits for a signature."""
        self._page("document", f"/documents/{self._chance.choice(self._town.office.drafts)}")

    def archived(self) -> None:
        """Look at a letter of years ago, without its pages."""
        self._page("document", f"/documents/d{20 * self._chance.randrange(100):07}")

    def _page(self, kind: str, path: str) -> str:
        text = self._ask(kind, path)
        self._fetch_parts(text)
        return text

    def _fetch_parts(self, text: str) -> None:
        for asset in dict.fromkeys(_ASSET.findall(text)):
            self._ask("style or script", asset)
        self._ask("bell", "/notices/unread")
        for image in dict.fromkeys(_IMAGE.findall(text)):
            first = image not in self._town.seen
            self._town.seen.add(image)
            self._ask("page image, first" if first else "page image, again", image)

    def _ask(self, kind: str, path: str) -> str:
        tag, fresh = self._kept.get(path, ("", False))
        if fresh:
            return ""
        headers = {KIND: kind} | ({"If-None-Match": tag} if tag else {})
        began = time.perf_counter()
        answer = self._browser.get(path, headers=headers)
        self._town.waited[kind].append(time.perf_counter() - began)
        if answer.status_code not in (200, 304):
            self._town.refused.append(f"{path}: {answer.status_code}")
        policy = answer.headers.get("cache-control", "")
        if "no-store" not in policy and answer.headers.get("etag"):
            self._kept[path] = (answer.headers["etag"], "max-age" in policy)
        return answer.text if answer.headers.get("content-type", "").startswith("text/html") else ""

    def _post(self, kind: str, path: str, fields: dict[str, str]) -> str:
        began = time.perf_counter()
        answer = self._browser.post(path, data=fields, headers={KIND: kind}, follow_redirects=False)
        self._town.waited[kind].append(time.perf_counter() - began)
        if answer.status_code != 303:
            self._town.refused.append(f"{path}: {answer.status_code}")
            return ""
        following = answer.headers["location"]
        return self._ask("review page" if following.startswith("/documents/") else "queue", following)


def _opens(kind: str, path: str) -> Callable[[Person], None]:
    return lambda person: void(person._page(kind, path))  # noqa: SLF001 - its own habits


def void(_: object) -> None:
    """Drop a result."""


_HABITS: dict[Role, tuple[tuple[Callable[[Person], None], int], ...]] = {
    Role.CLERK: (
        (Person.confirm, 8),
        (Person.queue, 4),
        (Person.search, 3),
        (_opens("documents", "/documents"), 2),
        (_opens("first page", "/"), 2),
        (_opens("batches", "/batches"), 2),
        (_opens("to issue", "/issuing"), 1),
        (_opens("registers", "/registers"), 1),
        (_opens("not taken in", "/queue/refused"), 1),
    ),
    Role.OFFICIAL: (
        (Person.draft, 6),
        (_opens("batches", "/batches"), 3),
        (_opens("directions", "/directions"), 2),
        (_opens("first page", "/"), 2),
        (Person.search, 1),
    ),
    Role.ARCHIVIST: (
        (Person.search, 4),
        (Person.archived, 3),
        (_opens("archive", "/archive"), 2),
        (_opens("documents", "/documents"), 2),
        (_opens("first page", "/"), 1),
    ),
    Role.AUDITOR: (
        (Person.archived, 3),
        (_opens("inspection", "/inspection"), 2),
        (_opens("documents", "/documents"), 2),
        (_opens("first page", "/"), 1),
    ),
    Role.ADMIN: ((_opens("first page", "/"), 1),),
}
