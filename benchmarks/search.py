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

from tests.conftest import running_cluster
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.search import Search
from vanban.register.postgres_register import PostgresRegister

NOUNS = [
    "đầu",
    "tư",
    "xây",
    "dựng",
    "đường",
    "trường",
    "học",
    "trạm",
    "y",
    "tế",
    "cấp",
    "nước",
    "chiếu",
    "sáng",
    "cây",
    "xanh",
    "môi",
    "trường",
    "đất",
    "đai",
    "nhà",
    "ở",
    "hộ",
    "tịch",
    "chứng",
    "thực",
    "ngân",
    "sách",
    "thu",
    "chi",
    "tài",
    "sản",
    "công",
    "nghệ",
    "thông",
    "tin",
    "chuyển",
    "đổi",
    "số",
    "an",
    "ninh",
    "trật",
    "tự",
    "phòng",
    "cháy",
    "chữa",
    "cháy",
    "lao",
    "động",
    "việc",
    "làm",
    "xã",
    "hội",
    "văn",
    "hóa",
    "thể",
    "thao",
    "du",
    "lịch",
    "lễ",
    "hội",
    "di",
    "tích",
    "thư",
    "viện",
    "nông",
    "nghiệp",
    "chăn",
    "nuôi",
    "thủy",
    "lợi",
    "giao",
    "thông",
    "vận",
    "tải",
    "đô",
    "thị",
    "cán",
    "bộ",
    "công",
    "chức",
    "tuyển",
    "dụng",
    "bổ",
    "nhiệm",
    "khen",
    "thưởng",
    "kỷ",
    "luật",
    "thanh",
    "tra",
    "khiếu",
    "nại",
    "tố",
    "cáo",
    "tiếp",
    "dân",
    "cải",
    "cách",
    "hành",
    "chính",
]
KINDS = ("quyết định", "công văn", "tờ trình", "báo cáo", "kế hoạch", "thông báo")
SYMBOLS = ("QĐ-UBND", "UBND-VX", "TTr-SNV", "BC-STC", "KH-UBND", "TB-VP")
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
_STORE = sa.text("INSERT INTO document_texts (document_id, page, body) VALUES (:d, :p, :b)")
RARE = 20_000
"""Names of streets and people are drawn from so many: most words of a register are rare ones."""
ASKED = 40
"""Questions of each kind."""


def main() -> None:
    """Fill a register and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # not for secrets
    with running_cluster() as cluster:
        url = cluster.create_database()
        register, engine = PostgresRegister(url), sa.create_engine(url)
        began = time.monotonic()
        _fill(register, engine, given.documents, chance)
        print(f"{given.documents} documents stored in {time.monotonic() - began:.0f} s", flush=True)
        for name, questions in _questions(chance, given.documents).items():
            _ask(name, questions, register)


def _fill(register: PostgresRegister, engine: sa.Engine, count: int, chance: random.Random) -> None:
    for start in range(0, count, 2000):
        made = [_document(number, chance) for number in range(start, min(start + 2000, count))]
        with register.begin() as uow:
            for one in made:
                uow.documents.add(one)
            uow.commit()
        rows = [
            {"d": one.id, "p": page, "b": _page(chance)} for one in made for page in range(1, chance.choice((2, 2, 3)))
        ]
        with engine.begin() as connection:
            connection.execute(_STORE, rows)
    with engine.begin() as connection:
        connection.execute(sa.text("ANALYZE"))


def _document(number: int, chance: random.Random) -> Document:
    kind = chance.randrange(len(KINDS))
    day = dt.date(2020, 1, 1) + dt.timedelta(days=number % 2400)
    entry = RegisterEntry(
        type_name=KINDS[kind],
        code_number=str(chance.randrange(1, 4000)),
        code_notation=SYMBOLS[kind],
        issued_date=day,
        organ_name=f"ỦY BAN NHÂN DÂN PHƯỜNG {chance.choice(NOUNS).upper()}",
        subject=f"Về việc {' '.join(chance.choices(NOUNS, k=8))} tên{chance.randrange(RARE)}",
        arrival_number=number,
        signer_full_name=f"{chance.choice(FAMILIES)} Văn tên{chance.randrange(RARE)}",
    )
    return Document(
        id=f"d{number:07}",
        claim_id=f"c{number:07}",
        office=f"phong-{number % 20}",
        direction=Direction.INCOMING,
        state=State.ARCHIVED,
        sha256=f"{number:064x}",
        size=1000,
        media_type="application/pdf",
        file_name=f"tep{number}.pdf",
        received_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=30 * number),
        received_by="vanthu",
        entry=entry,
    )


def _page(chance: random.Random) -> str:
    return " ".join([*chance.choices(NOUNS, k=300), *(f"tên{chance.randrange(RARE)}" for _ in range(6))])


def _questions(chance: random.Random, count: int) -> dict[str, list[Search]]:
    offices = [f"phong-{number}" for number in range(20)]
    return {
        "số, ký hiệu": [Search(words=f"{chance.randrange(1, 4000)}/{chance.choice(SYMBOLS)}") for _ in range(ASKED)],
        "a rare word": [Search(words=f"ten{chance.randrange(RARE)}") for _ in range(ASKED)],
        "two common words": [Search(words=" ".join(chance.sample(NOUNS, 2))) for _ in range(ASKED)],
        "three words without accents": [Search(words="dau tu xay"), Search(words="cong nghe so")] * (ASKED // 2),
        "one common word": [Search(words=chance.choice(NOUNS)) for _ in range(ASKED)],
        "a beginning": [Search(words=chance.choice(NOUNS)[:2]) for _ in range(ASKED)],
        "words, one office and a year": [
            Search(
                words=" ".join(chance.sample(NOUNS, 2)),
                office=chance.choice(offices),
                dated_from=dt.date(2022, 1, 1),
                dated_to=dt.date(2022, 12, 31),
            )
            for _ in range(ASKED)
        ],
        "nothing to be found": [Search(words=f"khongco{number} xay") for number in range(ASKED)],
        "no words, the newest of an office": [Search(office=chance.choice(offices)) for _ in range(ASKED)],
        "an arrival number": [Search(arrival_number=chance.randrange(count)) for _ in range(ASKED)],
    }


def _ask(name: str, questions: list[Search], register: PostgresRegister) -> None:
    seconds, totals = [], []
    for question in questions:
        began = time.monotonic()
        with register.begin() as uow:
            totals.append(uow.search.find(question).total)
        seconds.append(time.monotonic() - began)
    seconds.sort()
    p95 = seconds[int(len(seconds) * 0.95)]
    found = statistics.median(totals)
    print(
        f"{name:36} median {statistics.median(seconds) * 1000:6.0f} ms   p95 {p95 * 1000:6.0f} ms   found {found:.0f}"
    )


if __name__ == "__main__":
    main()
