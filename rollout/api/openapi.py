"""The OpenAPI document, made from the operations.

A path a table and a question, each with its own parameters and rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rollout import facts
from rollout.api.answers import JSON, Answer, as_json, finished
from rollout.api.asked import Asked
from rollout.api.columns import LABEL, Column
from rollout.api.listings import API
from rollout.api.operations import OPERATIONS, Operation
from rollout.api.parameters import LANG, LARGEST, LONGEST_TEXT, MOST_ROWS, Parameter
from rollout.language.words import Words
from rollout.questions.links import MOST_VALUES

ADDRESS = f"{API}/openapi.json"
TYPES: Mapping[str, dict[str, Any]] = {
    "string": {"type": ["string", "null"]},
    "date": {"type": ["string", "null"], "format": "date"},
    "integer": {"type": ["integer", "null"]},
    "number": {"type": ["number", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "list": {"type": ["array", "null"], "items": {"type": "string"}},
    "list of integer": {"type": ["array", "null"], "items": {"type": "integer"}},
}
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {name: {"type": "string"} for name in ("code", "message", "parameter")},
        }
    },
}
FAILURES = {"400": "RequestError", "401": "SignIn", "404": "NotFound", "503": "NoStore"}


def document(asked: Asked) -> Answer:
    """The OpenAPI 3.1 document, in the language asked for."""
    w, content = asked.w, facts.descriptor()
    paths = {}
    for operation in OPERATIONS:
        for path in operation.paths() if operation.paths else ({},):
            paths[operation.path.format_map(_Kept(path))] = {"get": _operation(operation, path, w)}
    made = {
        "openapi": "3.1.0",
        "info": {"title": content["title"], "description": content["description"], "version": "1"},
        "paths": paths,
        "components": {"schemas": {"Error": ERROR}, "responses": _failures(w)},
    }
    return finished(as_json(made), JSON, asked.snapshot)


class _Kept(dict[str, str]):
    """Parts of a path; one that is not given stays as it is."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _operation(operation: Operation, path: Mapping[str, str], w: Words) -> dict[str, Any]:
    """One address."""
    columns = operation.columns(path)
    parts = [part[1:-1] for part in operation.path.split("/") if part.startswith("{") and part[1:-1] not in path]
    return {
        "operationId": "-".join([operation.path.split("/{")[0].strip("/").replace("/", "-"), *path.values(), *parts]),
        "summary": operation.says(w, path),
        "tags": [operation.path.removeprefix(API).strip("/").split("/")[0]],
        "parameters": [_part(name) for name in parts] + [_parameter(p, w) for p in operation.parameters(path)],
        "responses": {
            "200": {
                "description": operation.says(w, path),
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {media: {"schema": _schema(media, columns)} for media in operation.media},
            },
            "304": {"description": "Not Modified"},
            **{status: {"$ref": f"#/components/responses/{name}"} for status, name in FAILURES.items()},
        },
    }


def _schema(media: str, columns: Sequence[Column]) -> dict[str, Any]:
    """What an answer holds."""
    if media != JSON:
        return {"type": "string"}
    properties = {column.name: _property(column) for column in columns}
    row: dict[str, Any] = {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "patternProperties": {f"{LABEL}$": {}},
        "additionalProperties": False,
    }
    counts = {name: {"type": "integer"} for name in ("snapshot", "total", "limit", "offset")}
    return {
        "type": "object",
        "required": ["title", "lang", "columns", "rows", *counts],
        "properties": {
            "title": {"type": "string"},
            "lang": _value(LANG),
            **counts,
            "columns": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "array", "maxItems": MOST_ROWS, "items": row},
        },
    }


def _property(column: Column) -> dict[str, Any]:
    texts = {"title": column.title, "description": column.description, "x-unit": column.unit}
    return TYPES[column.type] | {name: text for name, text in texts.items() if text}


def _part(name: str) -> dict[str, Any]:
    """A part of a path that any name may stand in."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _parameter(parameter: Parameter, w: Words) -> dict[str, Any]:
    listed = parameter.kind in {"several", "days"}
    schema = {"type": "array", "items": _value(parameter), "maxItems": MOST_VALUES} if listed else _value(parameter)
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.says(w),
        "schema": schema,
    }


def _value(parameter: Parameter) -> dict[str, Any]:
    """What one value of a parameter can be."""
    first, last = parameter.span
    text = {"type": "string", "maxLength": LONGEST_TEXT}
    kinds: Mapping[str, dict[str, Any]] = {
        "day": {"type": "string", "format": "date"},
        "days": {"type": "string", "format": "date"},
        "whole": {"type": "integer", "minimum": first, "maximum": last},
        "number": {"type": "number", "minimum": first, "maximum": last},
        "choice": {"type": "string", "enum": list(parameter.choices)},
        "since": {
            "oneOf": [{"type": "integer", "minimum": 0, "maximum": LARGEST}, {"type": "string", "format": "date"}]
        },
    }
    return kinds.get(parameter.kind, text)


def _failures(w: Words) -> dict[str, Any]:
    """What goes wrong, and how it is said."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    said = {
        "RequestError": w.t("The request is not understood"),
        "SignIn": w.t("Sign-in required"),
        "NotFound": w.t("Not found"),
        "NoStore": w.t("The store does not answer"),
    }
    return {name: {"description": text, "content": content} for name, text in said.items()}


OPENAPI = Operation(ADDRESS, lambda w, _: w.t("The OpenAPI document"), lambda _: (LANG,), document, (JSON,))
