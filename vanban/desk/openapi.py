"""The pages and interfaces of the desk as OpenAPI: ``make openapi`` prints it.

Read from the routes themselves: paths and queries from their parameters, who may open what from their rules
(``vanban.desk.access``), the fields of forms from the code that reads them. It is not served: a description of every
door is of no use to those who only want to walk through one.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from vanban.desk.access import Rule, Way, rules
from vanban.desk.admission import checked_form, checked_upload
from vanban.desk.app import ROUTERS
from vanban.desk.routes import agent
from vanban.desk.visitor_admission import file_sent

_READ_BY = {"text_of", "texts_of"}
_SAID = {
    200: "The page, the picture, the file or the answer",
    303: "To another page: what was asked for is done, or somebody must log in first",
    304: "As it was",
    400: "Refused: the page says why, and what to do",
    401: "Name or password, or the access token, is wrong",
    403: "Not for this role or this row, or the form is out of date",
    404: "There is none, or not for this account",
    408: "The file did not arrive in time",
    409: "The row has moved on meanwhile",
    413: "The request is too large",
    422: "What was sent cannot be read",
    429: "Too often: wait",
    503: "A service is away, or too many ask at once",
}
_HTML, _JSON, _FORM, _FILES = (
    "text/html",
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
)


def described(routers: Sequence[APIRouter] = ROUTERS) -> dict[str, Any]:
    """Return the OpenAPI document."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    document = get_openapi(title="vanban: the desk", version="1", openapi_version="3.1.0", routes=routes)
    ruled = {(rule.method, rule.path): rule for rule in rules(routers)}
    for route in routes:
        for method in route.methods:
            operation = document["paths"][route.path_format][method.lower()]
            _describe(operation, route, ruled[method, route.path])
    document["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "vanban_desk", "description": "The session's cookie"},
        "pairedPc": {"type": "http", "scheme": "bearer", "description": "The access token of a paired PC"},
    }
    return document


def _describe(operation: dict[str, Any], route: APIRoute, rule: Rule) -> None:
    del operation["responses"]
    content = _content(route)
    statuses = _statuses(route, rule, asks=bool(operation.get("parameters")))
    error = _JSON if route.path.startswith(agent.PREFIX) else _HTML
    operation["responses"] = {
        str(status): {"description": _SAID[status]}
        | ({"content": {content if status == 200 else error: {}}} if status not in {303, 304, 413} else {})
        for status in statuses
    }
    if rule.way is Way.ROLE:
        operation["security"] = [{"session": []}]
        operation["x-roles"] = sorted(role.value for role in rule.roles)
    if rule.way is Way.PAIRED_PC:
        operation["security"] = [{"pairedPc": []}]
    if "requestBody" not in operation and (body := _body(route)):
        operation["requestBody"] = body


def _statuses(route: APIRoute, rule: Rule, *, asks: bool) -> list[int]:
    found = {200, 503}
    changing = rule.method != "GET"
    if rule.way is Way.ROLE:
        found |= {303, 403}
    if rule.way is Way.PAIRED_PC or route.path in {"/login", "/agent/pair"}:
        found |= {401, 429}
    if changing:
        found |= {303, 400, 403, 409, 413}
    # Whoever asks for something by name may be told that there is none; so does a page that was not switched on.
    if asks or changing or rule.way is Way.OPEN:
        found.add(404)
    if asks or route.dependant.body_params or changing:
        found.add(422)
    if file_sent in _calls(route) or rule.way is Way.OPEN:
        found |= {408, 429} if changing else {429}
    if rule.method == "GET":
        found |= {304, 400}
    if route.path == "/login":
        found.add(303)
    return sorted(found)


def _content(route: APIRoute) -> str:
    if route.path.endswith(".png"):
        return "image/png"
    if "/bytes/" in route.path:
        return "application/octet-stream"
    if route.path.startswith((agent.PREFIX, "/suggestions/")):
        return _JSON
    return "text/plain" if route.path.startswith("/health") else _HTML


def _body(route: APIRoute) -> dict[str, Any] | None:
    """Return the form of a route, with every field that its module reads."""
    calls = _calls(route)
    if file_sent in calls:
        file = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
        return {"required": True, "content": {_FILES: {"schema": file}}}
    if not calls & {checked_form, checked_upload}:
        return None
    names = _fields(inspect.getmodule(route.endpoint))
    fields: dict[str, Any] = {name: {"type": "string"} for name in sorted(names)}
    if checked_upload in calls:
        fields["files"] = {"type": "array", "items": {"type": "string", "format": "binary"}}
    schema = {"type": "object", "properties": {"csrf": {"type": "string"}, **fields}, "required": ["csrf"]}
    return {"required": True, "content": {_FILES if checked_upload in calls else _FORM: {"schema": schema}}}


def _fields(module: Any) -> set[str]:
    tree = ast.parse(inspect.getsource(module))
    return {
        node.args[1].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _READ_BY
        if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and isinstance(node.args[1].value, str)
    }


def _calls(route: APIRoute) -> set[Callable[..., Any]]:
    found: set[Callable[..., Any]] = set()
    waiting = [route.dependant]
    while waiting:
        one = waiting.pop()
        found |= {one.call} if one.call is not None else set()
        waiting += one.dependencies
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n")
