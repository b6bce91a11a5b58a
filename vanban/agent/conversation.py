"""The conversation at the terminal: show the list, ask what to do, ask for the PIN, tell the results."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from vanban.agent.ceremony import Hand, approve, sign_all
from vanban.agent.desk_line import Ceremony, DeskLine
from vanban.agent.words import Words
from vanban.domain.batch import Batch, ItemState
from vanban.domain.errors import RefusedError, VanbanError

if TYPE_CHECKING:
    from signing.devices.own_token import OwnToken


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was asked for on the command line."""

    words: Words
    module: str
    batch: str
    assume_yes: bool
    pin_stdin: bool
    refuse: tuple[int, ...]
    why: str


def hold_ceremony(desk: DeskLine, given: Given, *, list_only: bool) -> bool:
    """Return whether everything that was asked for was done."""
    batches = desk.batches()
    if not batches:
        click.echo(given.words.say("Không có danh sách nào chờ ký bằng thiết bị này.", "No list waits for this token."))
        return True
    chosen = _choose(batches, given, ask=not list_only)
    shown = desk.ceremony(chosen.id)
    _show(shown, given)
    if list_only:
        return True
    if given.refuse:
        return _refuse(shown, given.refuse, given.why, desk, given)
    if shown.granted:
        click.echo(given.words.say("Danh sách đã được duyệt; ký tiếp phần còn lại.", "Approved already: going on."))
    if not given.assume_yes:  # also then: that it was approved is the desk's word only
        answer = _ask_what_to_do(given)
        if answer == "refuse":
            return _refuse(shown, _ask_which(given), _ask_why(given), desk, given)
        if answer == "stop":
            click.echo(given.words.say("Chưa ký văn bản nào.", "Nothing was signed."))
            return False
    return _sign(shown, desk, given)


def _choose(batches: Sequence[Batch], given: Given, *, ask: bool) -> Batch:
    found = [one for one in batches if given.batch in ("", one.id)]
    if not found:
        raise RefusedError(f"List {given.batch} does not wait.", vi=f"Danh sách {given.batch} không chờ ký.")
    if len(found) == 1:
        return found[0]
    for position, one in enumerate(found, start=1):
        click.echo(given.words.batch_line(position, one))
    if given.assume_yes or not ask:
        raise RefusedError(
            "Several lists wait.",
            vi="Có nhiều danh sách chờ ký.",
            remedy="Name one with --batch, as shown above. / Hãy chọn một lô bằng --batch như trên.",
        )
    number = click.prompt(given.words.say("Chọn danh sách số", "Which list"), type=click.IntRange(1, len(found)))
    return found[number - 1]


def _show(shown: Ceremony, given: Given) -> None:
    for line in given.words.frozen_list(shown.batch, signer=shown.signer):
        click.echo(line)


def _ask_what_to_do(given: Given) -> str:
    question = given.words.say(
        "[k] ký tất cả, [t] từ chối một số văn bản, [Enter] thôi", "[s] sign all, [r] refuse some, [Enter] stop"
    )
    answer = click.prompt(question, default="", show_default=False).strip().casefold()
    return {"k": "sign", "s": "sign", "t": "refuse", "r": "refuse"}.get(answer, "stop")


def _ask_which(given: Given) -> tuple[int, ...]:
    answer = click.prompt(given.words.say("Từ chối các số (ví dụ 1,3)", "Refuse which (such as 1,3)"))
    try:
        return tuple(int(one) for one in answer.replace(",", " ").split())
    except ValueError:
        raise RefusedError("Give numbers of the list.", vi="Hãy nhập số thứ tự trong danh sách.") from None


def _ask_why(given: Given) -> str:
    return str(click.prompt(given.words.say("Lý do", "Reason")))


def _refuse(shown: Ceremony, numbers: tuple[int, ...], why: str, desk: DeskLine, given: Given) -> bool:
    items = shown.batch.items
    if not why.strip() or not all(1 <= number <= len(items) for number in numbers):
        raise RefusedError(
            "Refusing needs a reason, and numbers of the list.",
            vi="Từ chối phải nêu lý do và số thứ tự có trong danh sách.",
            remedy="Give --refuse N --why TEXT. / Hãy ghi --refuse SỐ --why LÝ-DO.",
        )
    rest = desk.refuse(shown.batch.id, [items[number - 1].document_id for number in numbers], why=why)
    click.echo(given.words.say(f"Đã trả lại {len(numbers)} văn bản.", f"{len(numbers)} documents were returned."))
    if rest:
        click.echo(
            given.words.say(
                f"Các văn bản còn lại ở danh sách mới {rest}; chạy lại lệnh này để ký.",
                f"The others are in a new list, {rest}: run this command again to sign it.",
            )
        )
    return True


def _sign(shown: Ceremony, desk: DeskLine, given: Given) -> bool:
    with _hand(shown, given) as hand:
        if not shown.granted:
            approve(shown, hand, desk)
        total = len(shown.batch.items)

        def progress(batch: Batch) -> None:
            click.echo(f"  {total - len(batch.pending)}/{total}", err=True)

        try:
            result = sign_all(shown.batch, hand, desk, progress=progress)
        except VanbanError:
            _tell_results(desk.ceremony(shown.batch.id).batch, given)
            raise
    _tell_results(result, given)
    return all(item.state is ItemState.DONE for item in result.items)


def _tell_results(batch: Batch, given: Given) -> None:
    for line in given.words.results(batch):
        click.echo(line)


@contextmanager
def _hand(shown: Ceremony, given: Given) -> Iterator[Hand]:
    """Log in to the token that holds the registered certificate: the PIN is asked for once, here."""
    from signing.devices.own_token import find_own_token
    from signing.devices.port import DeviceError

    if not given.module:
        raise RefusedError(
            "Which PKCS#11 library does the token use?",
            vi="Chưa cho biết thư viện PKCS#11 của thiết bị ký.",
            remedy=(
                "Give it once with --module /path/to/library.so (or .dll)."
                " / Hãy chỉ ra một lần bằng --module /đường/dẫn/thư-viện.so (hoặc .dll)."
            ),
        )
    token = find_own_token(module=given.module, certificate_sha256=shown.certificate_sha256)
    if token.last_try:
        click.echo(given.words.say("Cảnh báo: nhập sai PIN lần nữa sẽ khóa thiết bị.", "One more wrong PIN locks it."))
    with token.open(pin=_pin(token, given)) as device:

        def sign(digest: bytes) -> bytes:
            try:
                return device.sign_digest(digest)
            except DeviceError as error:
                raise RefusedError(
                    "The token does not sign any more: was it pulled out?",
                    vi="Thiết bị ký không trả lời: có thể đã bị rút ra.",
                    remedy=(
                        "Plug it in and run the same command again: it goes on with the rest."
                        " / Hãy cắm thiết bị rồi chạy lại lệnh này: phần còn lại được ký tiếp."
                    ),
                ) from error

        yield Hand(certificate=token.certificate.dump(), sign=sign)


def _pin(token: OwnToken, given: Given) -> str | None:
    if token.asks_itself:
        click.echo(given.words.say("Hãy nhập PIN trên bàn phím của thiết bị.", "Type the PIN on the token's keypad."))
        return None
    if given.pin_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(given.words.say(f"Mã PIN của {token.label}", f"PIN of {token.label}"), hide_input=True))
