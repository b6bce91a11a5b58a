"""``vanban read FILE…``: the facts of files, without any service."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.errors import SuspectError, UnreadableError, VanbanError
from vanban.domain.reading import LAYER_REASONS, Attachment, Examination, Fact, LayerVerdict, Reading
from vanban.domain.reasons import REASONS

if TYPE_CHECKING:
    from processors.examination import SandboxedExaminer
    from processors.reading import SandboxedReader

LABELS = {
    "kind": "Loại văn bản",
    "number": "Số",
    "symbol": "Ký hiệu",
    "issued_on": "Ngày ban hành",
    "place": "Địa danh",
    "issuer": "Cơ quan ban hành",
    "parent_issuer": "Cơ quan chủ quản",
    "subject": "Trích yếu",
    "authority": "Quyền hạn ký",
    "signer_title": "Chức vụ người ký",
    "signer": "Người ký",
    "addressees": "Kính gửi",
    "recipients": "Nơi nhận",
    "urgency": "Độ khẩn",
    "circulation": "Phạm vi lưu hành",
    "deadlines": "Thời hạn",
    "arrival_stamp": "Dấu ĐẾN",
}
SUSPECT_VI = (
    "Nghi có dấu chỉ độ mật nên không đọc tiếp và không hiện gì. Nếu đúng là bí mật nhà nước: đừng chép hay gửi tệp, "
    "hãy báo người phụ trách bảo mật. Nếu nhận nhầm: nộp tệp vào hệ thống, hai người gỡ ở trang Nghi có dấu mật."
)
SUSPECT_EN = (
    "A mark of state secrecy is suspected: nothing more is read or shown. If it is one, do not copy or send the file, "
    "tell the person in charge. If not, hand the file in; two people release it on the page of suspects."
)
DAYS = frozenset({"issued_on", "deadlines"})
"""Facts that are ISO dates."""
SURE = 0.95
STAMP_CONFIDENCE = 0.8
"""The gate reads stamps from the image alone, in red too, where the words of the page may miss them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    file: str
    sha256: str
    reading: Reading | None = None
    code: str = ""
    vi: str = ""
    en: str = ""
    attachments: tuple[Attachment, ...] = ()
    """The files of a ZIP or an e-mail, whether it may come in or not."""

    def inside(self) -> Iterator[Outcome]:
        """Yield what became of each file of a ZIP or an e-mail: ``parent.zip!inner.pdf``."""
        for attachment in self.attachments:
            file = f"{self.file}!{attachment.name}"
            if attachment.reading is not None:
                yield Outcome(file, attachment.sha256, reading=attachment.reading)
            else:
                reason = REASONS.get(attachment.reason, REASONS["parser-failed"])
                yield Outcome(file, attachment.sha256, code=reason.code, vi=reason.vi, en=reason.en)

    @property
    def suspect(self) -> bool:
        """Whether a mark of state secrecy is suspected: then nothing more is shown."""
        return self.code == "suspect"

    def as_json(self) -> dict[str, Any]:
        """Return the line that ``--json`` prints."""
        if self.reading is not None:
            return {"file": self.file, **self.reading.as_json()}
        if self.suspect:
            return {"file": self.file, "sha256": self.sha256, "secrecy": "suspect"}
        error = {"code": self.code, "vi": self.vi, "en": self.en}
        return {"file": self.file, "sha256": self.sha256, "error": error}


@click.command(help="Show the facts of FILES; needs no services.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def command(files: tuple[Path, ...], as_json: bool) -> None:
    """Examine and read every file; exit 1 at the end if one was refused."""
    from processors.examination import SandboxedExaminer
    from processors.reading import SandboxedReader
    from vanban.settings import OFFICES, Limits, default_home

    limits = Limits()
    examiner, reader = (
        SandboxedExaminer(limits=limits),
        SandboxedReader(limits=limits, offices=default_home() / OFFICES),
    )
    refused = False
    with _progress(len(files)) as step:
        for path in files:
            outcome = read_one(path, examiner=examiner, reader=reader)
            refused = refused or bool(outcome.code and not outcome.suspect)
            for one in (outcome, *outcome.inside()):
                print_json(one.as_json()) if as_json else _print_table(one)
            step()
    if refused:
        sys.exit(1)


def read_one(
    path: Path,
    *,
    examiner: SandboxedExaminer,
    reader: SandboxedReader,
    searchable: Callable[[bytes], object] | None = None,
) -> Outcome:
    """Return what one file is; never raises for a file that cannot be read.

    ``searchable`` is given the searchable copy, if one can be made.
    """
    with tempfile.TemporaryDirectory(prefix="vanban-read-") as folder:
        work = Path(folder)
        # The child has a folder of its own, so the path must not depend on this one.
        whole = path.absolute()
        examination = examiner.examine(whole, file_name=path.name, work=work)
        if examination.outcome != "clean":
            refused = _not_clean(path, examination)
            if examination.reason == "part-refused":
                return dataclasses.replace(refused, attachments=_parts(reader, whole, work))
            return refused
        copy = work / "searchable.pdf" if searchable else None
        try:
            reading = reader.read(whole, work=work, searchable=copy)
        except SuspectError:
            return Outcome(str(path), examination.sha256, code="suspect")
        except VanbanError as error:
            code = error.code if isinstance(error, UnreadableError) else "parser-failed"
            return Outcome(str(path), examination.sha256, code=code, vi=error.vi, en=error.en)
        if searchable and copy and copy.exists() and reading.sha256 == examination.sha256:
            searchable(copy.read_bytes())
    if reading.sha256 != examination.sha256:
        changed = REASONS["writing"]
        return Outcome(str(path), examination.sha256, code=changed.code, vi=changed.vi, en=changed.en)
    whole_reading = _with_stamp(reading, examination)
    return Outcome(str(path), examination.sha256, reading=whole_reading, attachments=reading.attachments)


def _parts(reader: SandboxedReader, path: Path, work: Path) -> tuple[Attachment, ...]:
    """Return the files of a container that may not come in as it is: some of them can be read all the same."""
    try:
        return reader.read(path, work=work).attachments
    except VanbanError:
        return ()


def _not_clean(path: Path, examination: Examination) -> Outcome:
    if examination.outcome == "suspect":
        return Outcome(str(path), examination.sha256, code="suspect")
    reason = REASONS.get(examination.reason, REASONS["parser-failed"])
    if examination.reason == "not-a-file" and not path.exists():
        return Outcome(str(path), "", code="not-a-file", vi="Không tìm thấy tệp.", en="There is no such file.")
    return Outcome(str(path), examination.sha256, code=reason.code, vi=reason.vi, en=reason.en)


def _with_stamp(reading: Reading, examination: Examination) -> Reading:
    known = reading.facts.get("urgency", Fact()).value
    if known or examination.urgency == "thường":
        return reading
    stamp = Fact(examination.urgency, STAMP_CONFIDENCE, 1, None, "stamp")
    return dataclasses.replace(reading, facts={**reading.facts, "urgency": stamp})


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], None]]:
    """Show on a terminal, on standard error, that files are being read, how many are done, and for how long."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        # How long one file takes is not known: its bar only moves.
        task = progress.add_task("Đang đọc", total=count if count > 1 else None)
        yield lambda: progress.advance(task)


def _print_table(outcome: Outcome) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"\n[bold]{_escaped(outcome.file)}[/bold]")
    if outcome.suspect:
        console.print(f"  [red]{SUSPECT_VI}[/red]\n  {SUSPECT_EN}")
        return
    if outcome.reading is None:
        console.print(f"  [red]{outcome.vi}[/red]\n  {outcome.en}")
        return
    source = "lớp chữ" if outcome.reading.source == "text" else "nhận dạng (OCR)"
    console.print(f"  {outcome.reading.pages} trang, {source}, SHA-256 {outcome.sha256[:16]}…")
    if outcome.attachments:
        console.print(f"  {len(outcome.attachments)} tệp bên trong, thông tin dưới đây của văn bản chính")
    for told in _layers(outcome.reading.layers):
        console.print(f"  {told}")
    table = Table("Thông tin", "Giá trị", "Tin cậy", "Trang", header_style="bold")
    for name, label in LABELS.items():
        fact = outcome.reading.facts.get(name, Fact())
        if fact.value in (None, [], False):
            continue
        style = "" if fact.confidence >= SURE else "yellow"
        table.add_row(
            label, _escaped(_shown(name, fact.value)), f"{fact.confidence:.0%}", str(fact.page or ""), style=style
        )
    for task in outcome.reading.tasks:
        said = f"{task.who}: {task.what}" if task.who else task.what
        table.add_row("Việc đề xuất", _escaped(said), f"{task.confidence:.0%}", str(task.page), style="yellow")
    console.print(table)


def _layers(layers: Sequence[LayerVerdict | None]) -> Iterator[str]:
    """Yield a line for each run of pages whose text layers got the same verdict."""
    numbered = [(number, layer) for number, layer in enumerate(layers, start=1) if layer]
    for (used, reason), run in itertools.groupby(numbered, key=lambda pair: (pair[1].used, pair[1].reason)):
        pages = list(run)
        first, last = pages[0][0], pages[-1][0]
        where = f"Trang {first}" if first == last else f"Trang {first}–{last}"
        left_out = sum(layer.turned + layer.hidden for _, layer in pages)
        rest = f"; bỏ qua {left_out} ký tự đặt nghiêng hoặc ẩn" if left_out else ""
        yield f"{where}: {'dùng lớp chữ' if used else 'không dùng lớp chữ'} ({LAYER_REASONS[reason][0]}){rest}"


def _shown(name: str, value: Any) -> str:
    if value is True:
        return "có"
    items = [str(item) for item in value] if isinstance(value, list) else [str(value)]
    return "\n".join(_day(item) if name in DAYS else item for item in items)


def _day(iso: str) -> str:
    """Return an ISO date as people here write it."""
    try:
        return f"{dt.date.fromisoformat(iso):%d/%m/%Y}"
    except ValueError:
        return iso


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
