"""A released table as it is kept, with what it hides, and as it is handed out."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from egnatia.engines.flows.disclosure import TOTAL, Layout, Protected, Rule
from egnatia.picture.models import Release

#: How a kept cell is marked.
_SHOWN, _PRIMARY, _COMPLEMENTARY = "", "small", "with"


def to_content(shown: Protected) -> dict[str, Any]:
    """JSON values from which `read_content` makes the same again."""
    return {
        "axes": list(shown.layout.axes),
        "dims": [list(labels) for labels in shown.layout.dims],
        "groups": {label: list(finer) for label, finer in shown.layout.groups.items()},
        "partial": sorted(shown.layout.partial),
        "minimum": shown.rule.minimum,
        "round_to": shown.rule.round_to,
        "slack": shown.slack,
        "minimum_of_cells": max(shown.minima.values(), default=shown.rule.minimum),
        "cells": [[*cell, value, _mark(shown, cell)] for cell, value in shown.kept.items()],
    }


def read_content(content: dict[str, Any]) -> Protected:
    """A release as the engine checks later ones against it."""
    layout = Layout(
        tuple(content["axes"]),
        tuple(tuple(labels) for labels in content["dims"]),
        {label: tuple(finer) for label, finer in content["groups"].items()},
        frozenset(content["partial"]),
    )
    marks = {tuple(cell): (value, mark) for *cell, value, mark in content["cells"]}
    return Protected(
        layout=layout,
        rule=Rule(content["minimum"], content["round_to"]),
        values={cell: None if mark else value for cell, (value, mark) in marks.items()},
        kept={cell: value for cell, (value, _) in marks.items()},
        primary=frozenset(cell for cell, (_, mark) in marks.items() if mark == _PRIMARY),
        complementary=frozenset(cell for cell, (_, mark) in marks.items() if mark == _COMPLEMENTARY),
        minima={cell: content["minimum_of_cells"] for cell in marks if cell[-1] != TOTAL},
        slack=content["slack"],
    )


def public_rows(content: dict[str, Any]) -> Iterator[dict[str, str | int | None]]:
    """What is handed out: a row for each cell and margin; "" is the sum over an axis, None a hidden count."""
    for *cell, value, mark in content["cells"]:
        yield dict(zip(content["axes"], cell, strict=True)) | {"count": None if mark else value}


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of what is handed out."""
    text = json.dumps(list(public_rows(content)), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def facts_of(release: Release) -> dict[str, Any]:
    """What stands beside the rows: without it a figure says nothing."""
    return {
        "number": release.number,
        "title": release.title,
        "indicator": release.indicator,
        "cut": release.cut,
        "partners": release.sources,
        "months": [f"{release.start:%Y-%m}", f"{release.end:%Y-%m}"],
        "vintages": release.vintages,
        "made_at": release.made_at.isoformat(),
        "counts_from": release.content["minimum"],
        "rounded_to": release.content["round_to"],
        "digest": release.digest,
    }


def _mark(shown: Protected, cell: tuple[str, ...]) -> str:
    if cell in shown.primary:
        return _PRIMARY
    return _COMPLEMENTARY if cell in shown.complementary else _SHOWN
