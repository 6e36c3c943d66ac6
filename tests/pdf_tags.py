"""What a screen reader is given of a PDF: its tags in reading order, with their attributes."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the tags back; pip install pypdf")


@dataclass(frozen=True, slots=True)
class Tag:
    """One element of the structure: its kind ("H2", "Figure"), the kinds it stands in, alternative text, scope of a header."""

    kind: str
    within: tuple[str, ...]
    alternative: str
    scope: str


def catalog_of(pdf: bytes) -> Any:
    """The root of the document."""
    return pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def tags_of(pdf: bytes) -> list[Tag]:
    """All elements in reading order."""
    return list(_walk(catalog_of(pdf)["/StructTreeRoot"]["/K"], ()))


def unmarked_text(pdf: bytes) -> list[bytes]:
    """Operators that show text outside of marked content: neither tagged nor said to be decoration."""
    reader, found = pypdf.PdfReader(io.BytesIO(pdf)), []
    for page in reader.pages:
        depth = 0
        for _operands, operator in pypdf.generic.ContentStream(page["/Contents"].get_object(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in (b"Tj", b"TJ", b"'", b'"') and not depth:
                found.append(operator)
    return found


def _walk(node: Any, within: tuple[str, ...]) -> Iterator[Tag]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _walk(child, within)
    elif isinstance(node, dict) and "/S" in node:
        kind = str(node["/S"]).removeprefix("/")
        yield Tag(kind, within, str(node.get("/Alt", "")), _scope(node))
        if "/K" in node:
            yield from _walk(node["/K"], (*within, kind))


def _scope(node: Any) -> str:
    """Of a header cell, by the attributes of tables."""
    given = node.get("/A", [])
    given = given.get_object() if hasattr(given, "get_object") else given
    for one in given if isinstance(given, list) else [given]:
        attributes = one.get_object() if hasattr(one, "get_object") else one
        if "/Scope" in attributes:
            return str(attributes["/Scope"]).removeprefix("/")
    return ""
