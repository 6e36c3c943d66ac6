"""The API's own description as rows for its page: operations, what they take and give, and the objects in between."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import responses
from typing import Any

from egnatia.base import node

_METHODS = ("get", "put", "post", "delete")
_REFERENCE = "#/components/schemas/"
_REFUSAL = "ProblemBody"


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of an object. `schema`: the object's name where its type is one of those below."""

    name: str
    type: str
    schema: str
    is_required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """status, its words, and the object that comes with it."""

    status: str
    words: str
    schema: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `call` is a line of curl that makes it."""

    id: str
    method: str
    path: str
    group: str
    title: str
    text: str
    parameters: tuple[Member, ...]
    body: str
    answers: tuple[Answer, ...]
    refusals: tuple[Answer, ...]
    call: str


@dataclass(frozen=True, slots=True)
class Object:
    """An object of the API and its members."""

    name: str
    text: str
    members: tuple[Member, ...]


def operations(description: Mapping[str, Any]) -> list[Operation]:
    """In the order of the packages."""
    schemas = description["components"]["schemas"]
    return [
        _operation(path, method, methods[method], schemas)
        for path, methods in description["paths"].items()
        for method in _METHODS
        if method in methods
    ]


def objects(description: Mapping[str, Any]) -> list[Object]:
    """By name."""
    schemas = description["components"]["schemas"]
    return [
        Object(name, schema.get("description", ""), tuple(_members(schema)))
        for name, schema in sorted(schemas.items())
        if schema.get("type") == "object"
    ]


def _operation(path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    body = _schema_of(operation.get("requestBody", {}))
    answers = list(_answers(operation["responses"]))
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        group=next(iter(operation.get("tags", [])), ""),
        title=operation.get("summary", ""),
        text=operation.get("description", ""),
        parameters=tuple(_parameter(one) for one in operation.get("parameters", [])),
        body=body,
        answers=tuple(answer for answer in answers if answer.schema != _REFUSAL),
        refusals=tuple(answer for answer in answers if answer.schema == _REFUSAL),
        call=_call(path, method, _example(schemas[body], schemas) if body else None),
    )


def _answers(answers: Mapping[str, Any]) -> Iterator[Answer]:
    for status, answer in sorted(answers.items(), key=lambda one: int(one[0])):
        yield Answer(str(status), responses.get(int(status), ""), _schema_of(answer))


def _parameter(parameter: Mapping[str, Any]) -> Member:
    schema = parameter["schema"]
    text = parameter.get("description") or schema.get("description", "")
    return Member(parameter["name"], _type(schema), "", bool(parameter.get("required")), text)


def _members(schema: Mapping[str, Any]) -> Iterator[Member]:
    required = schema.get("required", [])
    for name, member in schema.get("properties", {}).items():
        yield Member(name, _type(member), _reference(member), name in required, member.get("description", ""))


def _type(schema: Mapping[str, Any]) -> str:
    """In words: `text`, `list of CandidateOut`, `text in base64 or nothing`."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    words = {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "nothing"}
    word = words.get(schema.get("type", ""), schema.get("type", "anything"))
    kind = schema.get("contentEncoding") or schema.get("format")
    return f"{word}, {kind}" if kind else str(word)


def _reference(schema: Mapping[str, Any]) -> str:
    """The object that a member is, holds or may be."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    inner = [*schema.get("anyOf", []), *([schema["items"]] if isinstance(schema.get("items"), dict) else [])]
    return next((found for one in inner if (found := _reference(one))), "")


def _schema_of(holder: Mapping[str, Any]) -> str:
    return next((_reference(content["schema"]) for content in holder.get("content", {}).values()), "")


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The least that can be sent: required members, and those that bring an example."""
    required = schema.get("required", [])
    found = {}
    for name, member in schema.get("properties", {}).items():
        if member.get("examples"):
            found[name] = member["examples"][0]
        elif name in required:
            found[name] = member["enum"][0] if "enum" in member else _type(member)
    return found


def _call(path: str, method: str, body: dict[str, Any] | None) -> str:
    own = node.find_current()
    address = (own.url if own else "https://node.example") + path.replace("{national_number}", "MK-2026-17")
    lines = ["curl" if method == "get" else f"curl -X {method.upper()}"]
    lines[0] += ' -H "Authorization: Bearer $KEY"'
    if body is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(body, ensure_ascii=False)}'"]
    return " \\\n  ".join([*lines, address])
