"""Who may sign what: one row for each person, capacity and time, with the document it rests on (NĐ 30/2020, Điều 13).

Pure rules: whether a row may be written, and whether one covers a document on a day. Rows are never changed but to be
ended; a delegated row lapses with the row it came from.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vanban.domain.batch import Capacity, Purpose
from vanban.domain.errors import AuthorityError, RefusedError

CAPACITY_WORDS: dict[Capacity, tuple[str, str]] = {
    Capacity.DIRECT: ("ký trực tiếp", "directly"),
    Capacity.TM: ("ký thay mặt (TM.)", "for the collective (TM.)"),
    Capacity.KT: ("ký thay (KT.)", "for the head (KT.)"),
    Capacity.TL: ("ký thừa lệnh (TL.)", "by order (TL.)"),
    Capacity.TUQ: ("ký thừa ủy quyền (TUQ.)", "by authorisation (TUQ.)"),
    Capacity.Q: ("ký quyền cấp trưởng (Q.)", "as acting head (Q.)"),
}
"""Each capacity in words, Vietnamese and English."""
FOR_ANOTHER = frozenset({Capacity.KT, Capacity.TL, Capacity.TUQ})
"""Capacities in which a person signs for someone who must be named."""
_WITH_BASIS = FOR_ANOTHER | {Capacity.Q}


@dataclass(frozen=True, slots=True)
class Basis:
    """The document that a right rests on: a decision, a working regulation, a letter of authorisation."""

    number: str = ""
    symbol: str = ""
    date: dt.date | None = None

    @property
    def shown(self) -> str:
        """``12/QĐ-UBND ngày 05/01/2026``; empty if there is none."""
        if not self.number:
            return ""
        named = f"{self.number}/{self.symbol}" if self.symbol else self.number
        return f"{named} ngày {self.date:%d/%m/%Y}" if self.date else named


NO_BASIS = Basis()


@dataclass(frozen=True, slots=True)
class Authority:
    """One row: this account may sign in this capacity, from a day until a day."""

    id: str
    account: str
    office: str
    capacity: Capacity
    valid_from: dt.date
    given_by: str
    given_at: dt.datetime
    valid_until: dt.date | None = None
    """The last day; None until it is ended."""
    purpose: Purpose = Purpose.SIGN
    kinds: tuple[str, ...] = ()
    """Kinds of documents, lower case; empty for all."""
    sphere: str = ""
    """Lĩnh vực; empty for all."""
    on_behalf_of: str = ""
    """Account of the person signed for: the head (KT., TL.), or who authorised it (TUQ.)."""
    basis: Basis = NO_BASIS
    delegated_from: str = ""
    """The row of the person signed for that this one was made from; it lapses with that row."""
    ended_at: dt.datetime | None = None
    ended_by: str = ""
    end_reason: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Return whether the row itself is in force on a day; see ``in_force`` for delegated rows."""
        begun_and_not_over = self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
        return self.ended_at is None and begun_and_not_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One signature that somebody wants to give."""

    account: str
    office: str
    purpose: Purpose
    kind: str
    sphere: str
    day: dt.date
    capacity: Capacity = Capacity.DIRECT
    on_behalf_of: str = ""


def in_force(row: Authority, *, rows: Mapping[str, Authority], day: dt.date) -> bool:
    """Return whether a row holds on a day, and, if it was delegated, the row it came from too."""
    above = rows.get(row.delegated_from) if row.delegated_from else None
    if row.delegated_from and (above is None or not above.holds_on(day)):
        return False
    return row.holds_on(day)


def offered(rows: Iterable[Authority], asked: Asked) -> tuple[tuple[Capacity, str], ...]:
    """Return the capacities, each with whom it is for, in which the account may sign anything on that day."""
    known = {row.id: row for row in rows}
    found = {
        (row.capacity, row.on_behalf_of): None
        for row in known.values()
        if _is_of(row, asked) and in_force(row, rows=known, day=asked.day)
    }
    return tuple(sorted(found, key=lambda one: (list(Capacity).index(one[0]), one[1])))


def covering(rows: Iterable[Authority], asked: Asked) -> Authority:
    """Return a row that covers this signature.

    Raises:
        AuthorityError: if there is none, with the nearest reason.
    """
    known = {row.id: row for row in rows}
    mine = [row for row in known.values() if _is_of(row, asked)]
    same = [row for row in mine if (row.capacity, row.on_behalf_of) == (asked.capacity, asked.on_behalf_of)]
    if not same:
        raise _no_row(asked, has_others=bool(mine))
    current = [row for row in same if in_force(row, rows=known, day=asked.day)]
    if not current:
        raise _not_in_force(asked, max(same, key=lambda row: row.given_at), known)
    for row in current:
        if _covers(row, asked):
            return row
    raise _outside(asked, current)


def check_row(row: Authority) -> None:
    """Refuse a row that the decree does not allow, or that says too little.

    Raises:
        RefusedError: naming what is missing.
    """
    if not row.account.strip() or not row.office.strip():
        raise _bad("Name the account and the office.", "Phải ghi tài khoản và đơn vị.")
    if row.valid_until is not None and row.valid_until < row.valid_from:
        raise _bad("The last day lies before the first.", "Ngày hết hiệu lực phải sau ngày bắt đầu.")
    if row.purpose is Purpose.SEAL and row.capacity is not Capacity.DIRECT:
        raise _bad("The seal is applied directly.", "Dấu cơ quan do văn thư trực tiếp đóng (Điều 32).")
    if (row.capacity in FOR_ANOTHER) != bool(row.on_behalf_of):
        raise _bad(
            "Name the person signed for with KT, TL and TUQ, and only with them.",
            "Phải ghi người được ký thay với KT., TL., TUQ. và chỉ với các trường hợp đó.",
        )
    if row.on_behalf_of == row.account:
        raise _bad("Nobody signs on their own behalf.", "Không thể ký thay cho chính mình.")
    if row.capacity in _WITH_BASIS and not row.basis.number.strip():
        raise _bad(
            f"{row.capacity.value} rests on a document: give its number, symbol and date.",
            f"{row.capacity.printed} phải có văn bản làm căn cứ: ghi số, ký hiệu và ngày.",
        )
    if row.capacity is Capacity.TUQ and (row.valid_until is None or not (row.kinds or row.sphere)):
        raise _bad(
            "TUQ is limited in time and content: give a last day, and kinds or a sphere (Decree 30, article 13.3).",
            "Thừa ủy quyền phải giới hạn thời gian và nội dung: ghi ngày hết hạn, loại văn bản hoặc lĩnh vực "
            "(NĐ 30/2020, Điều 13.3).",
        )


def check_delegation(row: Authority, *, source: Authority, day: dt.date) -> None:
    """Refuse a delegated row that goes beyond the row it is made from.

    Raises:
        RefusedError: if the source may not be passed on so, is not in force, or is narrower.
    """
    if source.capacity is Capacity.TUQ:
        raise _bad(
            "What is signed by authorisation may not be passed on (Decree 30/2020, article 13.3).",
            "Người được ký thừa ủy quyền không được ủy quyền lại (NĐ 30/2020, Điều 13.3).",
        )
    if source.delegated_from or (source.capacity in {Capacity.KT, Capacity.TL} and row.capacity is not Capacity.KT):
        raise _bad(
            "A right to sign for another is passed on once, to the deputy as KT (Decree 30/2020, article 13.4).",
            "Quyền ký thừa lệnh, ký thay chỉ được giao lại một lần cho cấp phó ký thay KT. (NĐ 30/2020, Điều 13.4).",
        )
    if source.purpose is Purpose.SEAL or row.purpose is Purpose.SEAL:
        raise _bad(
            "The seal is handed over by a row of its own, not delegated.",
            "Con dấu, khóa bí mật của cơ quan phải giao bằng văn bản, không ủy quyền (Điều 32).",
        )
    if (row.office, row.on_behalf_of) != (source.office, source.account):
        raise _bad("A person delegates their own right, in their office.", "Chỉ được ủy quyền quyền ký của chính mình.")
    if source.ended_at is not None or (source.valid_until is not None and source.valid_until < day):
        raise _bad("The right to pass on is over.", "Quyền ký dùng để ủy quyền đã hết hiệu lực.")
    if row.valid_from < source.valid_from or (
        source.valid_until is not None and (row.valid_until is None or row.valid_until > source.valid_until)
    ):
        raise _bad("It lasts longer than the right it comes from.", "Thời hạn ủy quyền vượt quá quyền được ủy quyền.")
    kinds, allowed = {_folded(kind) for kind in row.kinds}, {_folded(kind) for kind in source.kinds}
    if (allowed and not (kinds and kinds <= allowed)) or (
        source.sphere and _folded(row.sphere) != _folded(source.sphere)
    ):
        raise _bad("It is wider than the right it comes from.", "Nội dung ủy quyền rộng hơn quyền được ủy quyền.")


def contradicts_print(capacity: Capacity, printed: Sequence[str]) -> bool:
    """Return whether marks are printed above the title (``TM``, ``KT`` …) and this capacity's is not among them."""
    return bool(printed) and capacity.value not in printed


def _is_of(row: Authority, asked: Asked) -> bool:
    return (row.account, row.office, row.purpose) == (asked.account, asked.office, asked.purpose)


def _covers(row: Authority, asked: Asked) -> bool:
    kinds = {_folded(kind) for kind in row.kinds}
    return (not kinds or _folded(asked.kind) in kinds) and (
        not row.sphere or _folded(row.sphere) == _folded(asked.sphere)
    )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _how(asked: Asked) -> tuple[str, str]:
    if asked.purpose is Purpose.SEAL:
        return "ký số của cơ quan", "apply the organisation's signature"
    vi, en = CAPACITY_WORDS[asked.capacity]
    for_vi, for_en = (f" cho {asked.on_behalf_of}", f" for {asked.on_behalf_of}") if asked.on_behalf_of else ("", "")
    return f"{vi}{for_vi}", f"sign {en}{for_en}"


def _no_row(asked: Asked, *, has_others: bool) -> AuthorityError:
    vi, en = _how(asked)
    others = " Người này có thẩm quyền khác: hãy chọn tư cách ký khác." if has_others else ""
    return AuthorityError(
        f"{asked.account} has no authority to {en} in {asked.office}.",
        vi=f"{asked.account} chưa được giao thẩm quyền {vi} tại {asked.office}.{others}",
        remedy=(
            "Ask the administrator to give it with its basis (Rights to sign, `vanban authority`)."
            " / Hãy đề nghị quản trị giao thẩm quyền kèm căn cứ (trang Thẩm quyền ký, hoặc `vanban authority`)."
        ),
    )


def _not_in_force(asked: Asked, row: Authority, known: Mapping[str, Authority]) -> AuthorityError:
    vi, en = _how(asked)
    if row.ended_at is not None:
        why_vi, why_en = f"đã chấm dứt ngày {row.ended_at:%d/%m/%Y}", f"was ended on {row.ended_at:%d/%m/%Y}"
    elif asked.day < row.valid_from:
        why_vi, why_en = f"chỉ có hiệu lực từ {row.valid_from:%d/%m/%Y}", f"begins on {row.valid_from:%d/%m/%Y}"
    elif row.valid_until is not None and row.valid_until < asked.day:
        why_vi, why_en = f"đã hết hiệu lực ngày {row.valid_until:%d/%m/%Y}", f"was over on {row.valid_until:%d/%m/%Y}"
    else:
        above = known.get(row.delegated_from)
        who = above.account if above else row.on_behalf_of
        why_vi = f"không còn hiệu lực vì quyền của {who} đã hết"
        why_en = f"lapsed with the authority of {who}"
    return AuthorityError(
        f"The authority of {asked.account} to {en} {why_en}.",
        vi=f"Thẩm quyền {vi} của {asked.account} {why_vi}.",
        remedy=(
            "Have it renewed with its basis, or let another person sign."
            " / Hãy đề nghị gia hạn kèm căn cứ, hoặc để người khác ký."
        ),
    )


def _outside(asked: Asked, rows: Sequence[Authority]) -> AuthorityError:
    vi, en = _how(asked)
    allowed = "; ".join(dict.fromkeys(_limits(row) for row in rows))
    kind = f"“{asked.kind}”" + (f", lĩnh vực {asked.sphere}" if asked.sphere else ", chưa ghi lĩnh vực")
    return AuthorityError(
        f"The authority of {asked.account} to {en} does not cover {asked.kind!r} ({asked.sphere or 'no sphere'}).",
        vi=f"Thẩm quyền {vi} của {asked.account} không gồm {kind}; chỉ gồm: {allowed}.",
        remedy="Leave the document to the person who may sign it. / Hãy để văn bản cho người có thẩm quyền ký.",
    )


def _limits(row: Authority) -> str:
    parts = [", ".join(row.kinds) or "mọi loại văn bản"]
    return " – ".join([*parts, *([f"lĩnh vực {row.sphere}"] if row.sphere else [])])


def _bad(en: str, vi: str) -> RefusedError:
    return RefusedError(en, vi=vi, remedy="Correct the authority and try again. / Hãy sửa thẩm quyền rồi thử lại.")
