"""How long people wait for the search: 100,000 documents with texts in a real PostgreSQL, and what is asked of them.

``make bench-search ARGS="--documents 100000"``: prints the median and the 95th percentile for each kind of question,
counting what the desk does between question and page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import time

import sqlalchemy as sa

from benchmarks.search_filling import OFFICES, RARE, SYMBOLS, WORDS, fill
from tests.conftest import running_cluster
from vanban.domain.search import Search
from vanban.register.postgres_register import PostgresRegister

ASKED = 40
"""Questions of each kind."""


def main() -> None:
    """Fill a register and ask."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # not for secrets
    with running_cluster() as cluster:
        url = cluster.create_database()
        register, engine = PostgresRegister(url), sa.create_engine(url)
        began = time.monotonic()
        fill(engine, given.documents, chance)
        print(f"{given.documents} documents stored in {time.monotonic() - began:.0f} s", flush=True)
        ask(register, given.documents, chance)


def ask(register: PostgresRegister, count: int, chance: random.Random) -> None:
    """Ask every kind of question, print how long each took, and the mix of all."""
    every: list[float] = []
    print("| asked | found | median | 95th percentile | longest |\n|---|---|---|---|---|")
    for name, questions in _questions(chance, count).items():
        seconds, totals = [], []
        for question in questions:
            began = time.monotonic()
            with register.begin() as uow:
                totals.append(uow.search.find(question).total)
            seconds.append(time.monotonic() - began)
        every += seconds
        print(_line(name, f"{statistics.median(totals):.0f}", seconds), flush=True)
    print(_line("**all of them**", "", every))


def _line(name: str, found: str, seconds: list[float]) -> str:
    ordered = sorted(1000 * one for one in seconds)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"| {name} | {found} | {statistics.median(ordered):.0f} ms | {p95:.0f} ms | {ordered[-1]:.0f} ms |"


def _questions(chance: random.Random, count: int) -> dict[str, list[Search]]:
    def two() -> str:
        return " ".join(chance.sample(WORDS, 2))

    def number() -> str:
        return str(chance.randrange(1, 4000))

    year = {"dated_from": dt.date(2022, 1, 1), "dated_to": dt.date(2022, 12, 31)}
    kinds = {
        "number and symbol (`1234/QĐ-UBND`)": lambda: Search(words=f"{number()}/{chance.choice(SYMBOLS)}"),
        "the same as typed in a hurry (`số 1234 qđ ubnd`)": lambda: Search(
            words=f"số {number()}/{chance.choice(SYMBOLS).lower().replace('-', ' ')}"
        ),
        "a number alone (`số 1234`)": lambda: Search(words=f"số {number()}"),
        "a symbol alone (`QĐ-UBND`)": lambda: Search(words=chance.choice(SYMBOLS[:2])),
        "a rare word": lambda: Search(words=f"ten{chance.randrange(RARE)}"),
        "a rare word among common ones": lambda: Search(words=f"{two()} ten{chance.randrange(RARE)}"),
        "two common words": lambda: Search(words=two()),
        "the same with a capital and right diacritics, newest first": lambda: Search(
            words=two().title(), newest_first=True
        ),
        "three words without accents": lambda: Search(words=chance.choice(("dau tu xay", "cong nghe so"))),
        "one common word": lambda: Search(words=chance.choice(WORDS)),
        "a beginning of two letters": lambda: Search(words=chance.choice(WORDS)[:2]),
        "a beginning of three letters (20,000 words)": lambda: Search(words=f"{chance.choice(WORDS)} ten"),
        "words, one office and a year": lambda: Search(words=two(), office=chance.choice(OFFICES), **year),
        "words, a kind and an issuer": lambda: Search(words=two(), kind="tờ trình", issuer=chance.choice(WORDS)),
        "a rare word in one office": lambda: Search(
            words=f"ten{chance.randrange(RARE)}", office=chance.choice(OFFICES)
        ),
        "nothing to be found": lambda: Search(words=f"khongco{number()} xay"),
        "no words, the newest of an office": lambda: Search(office=chance.choice(OFFICES)),
        "no words, a kind in a year": lambda: Search(kind="báo cáo", **year),
        "an arrival number": lambda: Search(arrival_number=chance.randrange(count)),
    }
    return {name: [made() for _ in range(ASKED)] for name, made in kinds.items()}


if __name__ == "__main__":
    main()
