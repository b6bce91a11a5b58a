"""What of a page people read, and what a person's click on each of its forms would send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SHOWN = {"placeholder", "title", "aria-label", "alt"}
_SILENT = {"script", "style", "code", "pre"}
_VOID = {"meta", "link", "input", "img", "br", "hr", "path", "rect", "image", "line"}


@dataclass
class Form:
    """A form of a page, and the least that a person has to fill in or tick to send it."""

    method: str
    action: str
    sends_files: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)

    def fill(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


class PageText(HTMLParser):
    """Collects texts, heads and forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.title = ""
        self.headings = 0
        self.forms: list[Form] = []
        self._open: list[tuple[str, bool]] = []
        self._area: tuple[str, bool] | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        self._note_form(tag, given)
        foreign = tag in _SILENT or ("lang" in given and tag != "html")
        if not foreign and not self._is_silent():
            names = [one for one in given if one in _SHOWN or one.startswith(("data-say", "data-words"))]
            self.texts += [given[one] for one in names]
        if tag not in _VOID:
            self._open.append((tag, foreign))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.handle_data("")
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            name, needed = self._area
            self.forms[-1].fill(name, data or ("Lý do" if needed else ""))
            self._area = None
        elif self._open and self._open[-1][0] == "title":
            self.title += data
        elif data.strip() and not self._is_silent():
            self.texts.append(" ".join(data.split()))

    def _is_silent(self) -> bool:
        return any(foreign for _, foreign in self._open)

    def _note_form(self, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            files = given.get("enctype") == "multipart/form-data"
            self.forms.append(Form(given.get("method", "get").lower(), given.get("action", ""), files))
        elif tag == "button" and "formaction" in given:
            self.forms.append(Form("post", given["formaction"], fields=dict(self.forms[-1].fields)))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and self.forms:
            chosen = self.forms[-1].fields
            if self._select not in chosen or "selected" in given:
                chosen[self._select] = [value]
        elif tag == "textarea":
            self._area = (name, "required" in given)
        elif tag == "input" and name and self.forms:
            self._note_input(given, name, value)

    def _note_input(self, given: dict[str, str], name: str, value: str) -> None:
        kind = given.get("type", "text")
        if kind == "radio" and "checked" not in given:
            return
        if kind != "file":
            self.forms[-1].fill(name, value or ("Lý do" if "required" in given else ""))
