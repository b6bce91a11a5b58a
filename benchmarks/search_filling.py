"""A register of a hundred thousand documents with texts, made up from a seed and copied into PostgreSQL.

The words are harder than life: 96 syllables make up nearly all of every page, so that each of them stands on almost
every page, as otherwise only the commonest words of a language do.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from psycopg.types.json import Jsonb

from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.register.documents import row_of
from vanban.register.tables import document_texts, documents

_WORDS = """
đầu tư xây dựng đường trường học trạm y tế cấp nước chiếu sáng cây xanh môi trường đất đai nhà ở hộ tịch chứng
thực ngân sách thu chi tài sản công nghệ thông tin chuyển đổi số an ninh trật tự phòng cháy chữa cháy lao động
việc làm xã hội văn hóa thể thao du lịch lễ hội di tích thư viện nông nghiệp chăn nuôi thủy lợi giao thông vận
tải đô thị cán bộ công chức tuyển dụng bổ nhiệm khen thưởng kỷ luật thanh tra khiếu nại tố cáo tiếp dân cải cách
hành chính
"""
WORDS = _WORDS.split()
KINDS = ("quyết định", "công văn", "tờ trình", "báo cáo", "kế hoạch", "thông báo")
SYMBOLS = ("QĐ-UBND", "UBND-VX", "TTr-SNV", "BC-STC", "KH-UBND", "TB-VP")
OFFICES = tuple(f"phong-{number}" for number in range(20))
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
RARE = 20_000
"""Names of streets and people are drawn from so many: most words of a register are rare ones."""
_AT_ONCE = 5_000
_TEXT_INDEX = "ix_document_texts_search"


def fill(engine: sa.Engine, count: int, chance: random.Random) -> None:
    """Copy so many documents with one or two pages each into an empty register; the texts are indexed at the end."""
    index = next(one for one in document_texts.indexes if one.name == _TEXT_INDEX)
    with engine.begin() as connection:
        connection.execute(sa.text(f"DROP INDEX {_TEXT_INDEX}"))
    for start in range(0, count, _AT_ONCE):
        made = [document(number, chance) for number in range(start, min(start + _AT_ONCE, count))]
        texts = [
            {"document_id": one.id, "page": page, "body": page_text(chance)}
            for one in made
            for page in range(1, chance.choice((2, 2, 3)))
        ]
        with engine.begin() as connection:
            copy_into(connection, documents, [row_of(one) for one in made])
            copy_into(connection, document_texts, texts)
    with engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL maintenance_work_mem = '256MB'"))
        index.create(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As autovacuum leaves it sooner or later: counted, and nothing waiting to be put into an index.
        connection.execute(sa.text("VACUUM (ANALYZE) documents"))
        connection.execute(sa.text("VACUUM (ANALYZE) document_texts"))


def copy_into(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Copy rows, all with the same columns, into a table: ten times as fast as inserting them."""
    columns = list(rows[0])
    driver = connection.connection.driver_connection
    if driver is None:
        raise SystemExit("the connection is gone")
    with driver.cursor().copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as into:
        for row in rows:
            into.write_row([_cell(row[name]) for name in columns])


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return Jsonb(value)
    return list(value) if isinstance(value, tuple) else value


def document(number: int, chance: random.Random) -> Document:
    """Return an archived letter of one of the offices; later numbers arrived later."""
    kind = chance.randrange(len(KINDS))
    day = dt.date(2020, 1, 1) + dt.timedelta(days=number % 2400)
    entry = RegisterEntry(
        type_name=KINDS[kind],
        code_number=str(chance.randrange(1, 4000)),
        code_notation=SYMBOLS[kind],
        issued_date=day,
        organ_name=f"ỦY BAN NHÂN DÂN PHƯỜNG {chance.choice(WORDS).upper()}",
        subject=f"Về việc {phrase(chance, 8)} tên{chance.randrange(RARE)}",
        arrival_number=number,
        signer_full_name=f"{chance.choice(FAMILIES)} Văn tên{chance.randrange(RARE)}",
    )
    return Document(
        id=f"d{number:07}",
        claim_id=f"c{number:07}",
        office=OFFICES[number % len(OFFICES)],
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


def phrase(chance: random.Random, words: int) -> str:
    """Return common words."""
    return " ".join(chance.choices(WORDS, k=words))


def page_text(chance: random.Random) -> str:
    """Return the text of a page: 300 common words and six rare ones."""
    return f"{phrase(chance, 300)} {_rare(chance, range(6))}"


def _rare(chance: random.Random, times: Iterable[int]) -> str:
    return " ".join(f"tên{chance.randrange(RARE)}" for _ in times)
