"""The picture's own facts as data: one TOML file each, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


@cache
def read_data(name: str) -> Mapping[str, Any]:
    """What `data/<name>.toml` says."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
