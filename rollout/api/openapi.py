"""The OpenAPI document, made from the operations.

A path a table and a question, each with its own parameters and rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rollout import facts
from rollout.api.answers import JSON, Answer, as_json, finished
from rollout.api.asked import Asked, known
from rollout.api.asked import commits as known_commits
from rollout.api.columns import LABEL, Column
from rollout.api.listings import API
from rollout.api.operations import Operation, every
from rollout.api.parameters import LANG, LINKED, LONGEST_TEXT, MOST_ROWS, SNAPSHOT, Parameter
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
    paths = {address: {"get": _operation(operation, path, asked)} for address, operation, path in every()}
    made = {
        "openapi": "3.1.0",
        "info": {"title": content["title"], "description": content["description"], "version": "1"},
        "paths": paths,
        "components": {"schemas": {"Error": ERROR}, "responses": _failures(w)},
    }
    return finished(as_json(made), JSON, asked.snapshot)


def _operation(operation: Operation, path: Mapping[str, str], asked: Asked) -> dict[str, Any]:
    """One address."""
    w, columns = asked.w, operation.columns(path)
    parts = [part[1:-1] for part in operation.path.split("/") if part.startswith("{") and part[1:-1] not in path]
    return {
        "operationId": "-".join([operation.path.split("/{")[0].strip("/").replace("/", "-"), *path.values(), *parts]),
        "summary": operation.says(w, path),
        "tags": [operation.path.removeprefix(API).strip("/").split("/")[0]],
        "parameters": [_part(name) for name in parts] + [_parameter(p, asked) for p in operation.parameters(path)],
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
        return {"type": "object" if media.endswith("json") else "string"}
    if not columns:
        return {"type": "object"}
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
            "lang": {"enum": list(LANG.choices)},
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


def _parameter(parameter: Parameter, asked: Asked) -> dict[str, Any]:
    listed = parameter.kind in {"several", "days"}
    value = _value(parameter, asked)
    schema = {"type": "array", "items": value, "maxItems": MOST_VALUES} if listed else value
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.says(asked.w),
        "schema": schema,
    }


def _value(parameter: Parameter, asked: Asked) -> dict[str, Any]:
    """What one value of a parameter can be; of a filter the ids, or any name."""
    first, last = parameter.span
    commits = [int(commit["snapshot_id"]) for commit in known_commits(asked.asker, asked.snapshot)]
    snapshots = {"type": "integer", "minimum": commits[-1], "maximum": commits[0]}
    text: dict[str, Any] = {"type": "string", "maxLength": LONGEST_TEXT}
    own = known(asked.asker, asked.snapshot).get(LINKED.get(parameter.name, parameter.name))
    if own and own.known:
        text = {"anyOf": [{"type": "string", "enum": sorted({i for ids in own.known.values() for i in ids})}, text]}
    kinds: Mapping[str, dict[str, Any]] = {
        "day": {"type": "string", "format": "date"},
        "days": {"type": "string", "format": "date"},
        "whole": {"type": "integer", "minimum": first, "maximum": last},
        "number": {"type": "number", "minimum": first, "maximum": last},
        "choice": {"type": "string", "enum": list(parameter.choices)},
        "since": {"oneOf": [snapshots, {"type": "string", "format": "date"}]},
    }
    return snapshots if parameter == SNAPSHOT else kinds.get(parameter.kind, text)


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
