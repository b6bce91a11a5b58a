"""Values of PDF dictionaries with references followed: pyHanko's own ``get`` hands out the bare reference."""

from __future__ import annotations

from typing import Any


def value_of(dictionary: Any, key: str, default: Any = None) -> Any:
    """Return the object behind a key, or ``default`` if the key is missing."""
    try:
        return dictionary[key]
    except KeyError:
        return default
