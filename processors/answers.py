"""What the reading child answers, made a ``Reading`` again: JSON has no tuples and no dataclasses."""

from __future__ import annotations

import dataclasses
from typing import Any

from vanban.domain.reading import Box, Fact, LayerVerdict, Reading, Task
from vanban.domain.searchable import Searchable


def answer_of(reading: Reading) -> dict[str, Any]:
    """Return the fields of a reading as JSON values; ``dataclasses.asdict`` copies every number and word apart."""
    answer: dict[str, Any] = _plain(reading)
    return answer


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def reading_of(answer: dict[str, Any]) -> Reading:
    """Return the reading whose fields the child sent as JSON values."""
    parts: dict[str, Any] = {
        "text": tuple(answer["text"]),
        "facts": {name: Fact(**_boxed(value)) for name, value in answer["facts"].items()},
        "tasks": tuple(Task(**_boxed(value)) for value in answer["tasks"]),
        "layers": tuple(LayerVerdict(**layer) if layer else None for layer in answer["layers"]),
        "attachments": (),
        "searchable": _copy(answer["searchable"]),
    }
    return Reading(**{**answer, **parts})


def _copy(value: dict[str, Any] | None) -> Searchable | None:
    return Searchable(**{**value, "rules": tuple(value["rules"])}) if value else None


def _boxed(value: dict[str, Any]) -> dict[str, Any]:
    box = value["box"]
    whole: Box | None = (box[0], box[1], box[2], box[3]) if box else None
    return {**value, "box": whole}
