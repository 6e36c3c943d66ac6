"""JSON in one form only, for what is hashed and signed: RFC 8785, the JSON Canonicalization Scheme, by the library rfc8785.

What the exchange calls canonical JSON (sorted members, no spaces) is the same bytes for its own messages; they differ in
members beyond the Basic Multilingual Plane and in fractions, of which RFC 8785 has one form and JSON libraries several.
"""

import json
from typing import Any, NoReturn

import rfc8785

from egnatia.engines.errors import EngineError

Json = dict[str, Any] | list[Any] | str | int | float | bool | None


def encode(value: Json) -> bytes:
    """The one form of this value, UTF-8 without a line break.

    Raises EngineError `canonical.no_such_json`: numbers beyond ±(2**53 - 1) or not finite, half of a surrogate pair, values
    that JSON doesn't know, nesting without end.
    """
    try:
        form: bytes = rfc8785.dumps(value)
    except (ValueError, RecursionError) as error:
        raise _no_such_json(str(error)) from error
    return form


def decode(form: bytes) -> Json:
    """The value of bytes in canonical form.

    Raises EngineError `canonical.no_such_json` (not JSON, or a member named twice), `canonical.other_form`: JSON, but not the
    bytes that `encode` gives for it, so that a hash over it would not be the one over its value.
    """
    try:
        value: Json = json.loads(form.decode(), object_pairs_hook=_members_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise _no_such_json(str(error)) from error
    if encode(value) != form:
        raise EngineError(
            "canonical.other_form",
            "The JSON isn't in the canonical form of RFC 8785.",
            "Take the bytes as the log's keeper exported them; don't reformat them.",
        )
    return value


def _members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member is named twice")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _no_such_json(why: str) -> EngineError:
    return EngineError(
        "canonical.no_such_json",
        f"This can't be written as JSON that has one form only: {why[:200]}.",
        "Use text, whole numbers up to 2^53 - 1, lists and members with different names.",
    )
