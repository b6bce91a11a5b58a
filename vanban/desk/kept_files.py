"""Styles and scripts, which browsers keep: their address holds a digest, so that a new version has a new address."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import jinja2
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).with_name("static")
_FOREVER = "private, max-age=31536000, immutable"
_NAMED = re.compile(r'"/static/([\w.-]+)"')


class KeptFiles(StaticFiles):
    """Serves the folder; what is asked for with its digest is kept by the browser and not asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, with how long it may be kept: without its digest, not at all."""
        response = await super().get_response(path, scope)
        if response.status_code == 200 and scope["query_string"] == f"v={_digest(path)}".encode():
            response.headers["Cache-Control"] = _FOREVER
        return response


class TemplatesWithDigests(jinja2.FileSystemLoader):
    """Templates name the files of the folder as they are called; here each name gets its digest."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text."""
        text, path, is_current = super().get_source(environment, template)
        return _NAMED.sub(lambda found: f'"/static/{found[1]}?v={_digest(found[1])}"', text), path, is_current


@functools.cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:16]
