"""What reading a document yields: words with places, facts with confidence, and the verdict of the secrecy gate."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from vanban.domain.searchable import Searchable

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in PDF points, origin at the bottom left of the page."""

FACT_NAMES = (
    "kind",
    "number",
    "symbol",
    "issued_on",
    "place",
    "issuer",
    "parent_issuer",
    "subject",
    "authority",
    "signer_title",
    "signer",
    "addressees",
    "recipients",
    "urgency",
    "circulation",
    "deadlines",
    "arrival_stamp",
)
"""The facts of the reading contract, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word on a page."""

    text: str
    """NFC."""
    confidence: float
    """0 to 1; 1.0 for a usable text layer."""
    box: Box
    line: int
    """Words with the same (block, line) stand on one printed line, as the engine saw it."""
    block: int = 0
    bold: bool | None = None
    """Of a text layer; None where that is not known or was not looked for."""


LAYER_REASONS: dict[str, tuple[str, str]] = {
    "vietnamese": ("tiếng Việt đọc được", "Vietnamese text"),
    "decoded-tcvn3": ("phông TCVN3 cũ, đã chuyển mã", "old TCVN3 font, decoded"),
    "decoded-vni": ("phông VNI cũ, đã chuyển mã", "old VNI font, decoded"),
    "decoded-tcvn3-vni": ("phông TCVN3 và VNI cũ, đã chuyển mã", "old TCVN3 and VNI fonts, decoded"),
    "blank": ("trang trắng", "blank page"),
    "few-words": ("quá ít chữ để đánh giá", "too few words to judge"),
    "empty": ("không có chữ, chỉ có hình", "no text, only drawings"),
    "scan": ("bản quét, lớp chữ do máy khác nhận dạng", "a scan; its text is another program's OCR"),
    "hidden": ("lớp chữ ẩn, không hiện trên trang", "hidden text that the page does not show"),
    "not-vietnamese": ("lớp chữ không phải tiếng Việt đọc được", "the text is not readable Vietnamese"),
    "legacy-font": ("phông cũ không rõ bảng mã", "old font of an unknown encoding"),
    "no-marks": ("lớp chữ mất dấu", "the text lost its diacritics"),
}
"""Why a text layer is used or not, for people: Vietnamese and English."""


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """What became of the text layer of one page."""

    used: bool
    """False if the page was recognised from its image instead."""
    reason: str
    """Key of ``LAYER_REASONS``."""
    turned: int = 0
    """Letters at an angle (a watermark) that were left out."""
    hidden: int = 0
    """Letters that are not drawn on the page and were left out."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a scanned page was turned to be read; the record itself stays as it is."""

    turn: int = 0
    """Degrees counterclockwise: 0, 90, 180 or 270."""
    skew: float = 0.0
    """Degrees counterclockwise, after ``turn``, about the middle of the page."""


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one page and where they came from.

    Sizes and boxes are those of the page as it was read: turned as ``alignment`` says (``processors.alignment``).
    """

    number: int
    """1-based."""
    width: float
    """PDF points."""
    height: float
    words: tuple[Word, ...]
    source: str
    """``text`` (usable text layer) or ``ocr``."""
    layer: LayerVerdict | None = None
    """What became of the page's text layer; None for an image, which has none."""
    alignment: Alignment = Alignment()


@dataclass(frozen=True, slots=True)
class Fact:
    """One proposed fact. ``value`` is None when it was not found: never a guess."""

    value: Any = None
    confidence: float = 0.0
    page: int | None = None
    box: Box | None = None
    how: str = ""
    """The rule that found it, such as ``heading`` or ``zone-3``."""

    def as_json(self) -> dict[str, Any]:
        """Return the fact as the command line prints it."""
        return {
            "value": self.value,
            "confidence": round(self.confidence, 4),
            "page": self.page,
            "box": [round(v, 1) for v in self.box] if self.box else None,
            "how": self.how,
        }


@dataclass(frozen=True, slots=True)
class Task:
    """Something the document asks for: a candidate that a person confirms."""

    who: str | None
    """As printed; None if the sentence does not say."""
    what: str
    """The rest of the sentence as read; like all text kept out of logs and XCom."""
    by: str | None
    """Last day, ISO date; None for a period or where it cannot be told."""
    at: str | None
    """``17:00`` where an hour is set."""
    every: str | None
    """Period, ISO 8601 duration: ``P1M`` for each month."""
    day: int | None
    """Day of the month on which a period ends."""
    confidence: float
    page: int
    box: Box | None
    how: str
    """Kind of the limit: ``day``, ``range``, ``month``, ``quarter``, ``span``, ``period``; ``order`` without one."""

    def as_json(self) -> dict[str, Any]:
        """Return the task as the command line prints it."""
        return {**asdict(self), "box": [round(v, 1) for v in self.box] if self.box else None}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that reading one document proposes."""

    sha256: str
    pages: int
    source: str
    """``ocr`` or ``text``."""
    facts: dict[str, Fact] = field(default_factory=dict)
    text: tuple[str, ...] = ()
    """Plain text per page; kept out of logs and XCom."""
    seconds: float = 0.0
    tasks: tuple[Task, ...] = ()
    layers: tuple[LayerVerdict | None, ...] = ()
    """One per page; None for the page of an image."""
    attachments: tuple[Attachment, ...] = ()
    """The files of a ZIP or an e-mail, whose pages and text come one after the other."""
    message: dict[str, str] | None = None
    """``subject``, ``from``, ``to`` and ``date`` of an e-mail, as written there."""
    searchable: Searchable | None = None
    """What became of the searchable copy; None if none was asked for."""

    def as_json(self) -> dict[str, Any]:
        """Return the contract's JSON, without the text."""
        told: dict[str, Any] = {
            "sha256": self.sha256,
            "pages": self.pages,
            "source": self.source,
            "facts": {name: self.facts.get(name, Fact()).as_json() for name in FACT_NAMES},
            "tasks": [task.as_json() for task in self.tasks],
            "secrecy": "none",
            "layers": [{"page": n, **asdict(layer)} for n, layer in enumerate(self.layers, start=1) if layer],
            **({"searchable": asdict(self.searchable)} if self.searchable else {}),
        }
        if self.message is not None:
            told["message"] = self.message
        if self.attachments:
            told["attachments"] = [attachment.as_json() for attachment in self.attachments]
        return told


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a ZIP or an e-mail."""

    name: str
    """Where it lies in there, for display: ``inner.zip!a.pdf``."""
    sha256: str
    media_type: str
    reading: Reading | None = None
    """None if it could not be read."""
    reason: str = ""
    """Code of ``vanban.domain.reasons`` of why it could not."""

    def as_json(self) -> dict[str, Any]:
        """Return what the list of a container says of it."""
        pages = self.reading.pages if self.reading else 0
        about = {"name": self.name, "sha256": self.sha256, "media_type": self.media_type, "pages": pages}
        return {**about, "reason": self.reason} if self.reason else about


@dataclass(frozen=True, slots=True)
class Examination:
    """What the safety checks and the secrecy gate say of a file, before anything else is made of it."""

    sha256: str
    size: int
    outcome: str
    """``clean``, ``suspect``, or ``refused``."""
    reason: str = ""
    """Code of ``vanban.domain.reasons`` when refused or suspect."""
    media_type: str = ""
    pages: int = 0
    signed: bool = False
    """True if the raw bytes hold a /ByteRange, SigFlags are set or a signature dictionary is found."""
    has_text_layer: bool = False
    urgency: str = "thường"
    """Urgency seen on page 1, so that urgent documents are read first."""
    warnings: tuple[str, ...] = ()
    """Codes of ``vanban.domain.reasons`` of what is no ground to refuse: ``active-content``, ``attachments``,
    ``repaired``, ``animation-sampled``."""


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """A person whose signature on documents clerks have confirmed."""

    name: str
    """Without titles."""
    title: str
    office: str
    """Issuer of those documents."""
    count: int
    """On how many documents."""
