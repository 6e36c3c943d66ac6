"""Levels of agreement and what each is worth (`weights.toml`): m, how often one person's two records are on a level, against u,
how often two persons' are. The logarithm of m/u to base 2 is its weight in bits.
"""

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Field(StrEnum):
    """Fields that are compared, in the order in which they are shown."""

    NAMES = "names"
    BIRTH = "birth"
    SEX = "sex"
    NATIONALITY = "nationality"
    BIRTH_PLACE = "birth_place"
    RESIDENCE = "residence"
    DOCUMENT = "document"
    RELATIVES = "relatives"


@dataclass(frozen=True, slots=True)
class Weight:
    """Of a level: bits, and the standard error of these, in bits too."""

    bits: float
    error: float


NOTHING = Weight(0.0, 0.0)


def weight_of(code: str) -> Weight:
    """Of a level by its code, such as `birth.same_day`."""
    return _read_weights()[code]


def codes_of(field: Field) -> tuple[str, ...]:
    """The levels of a field, from those that say most for one person to those that say most against."""
    return tuple(code for code in _read_weights() if code.startswith(f"{field}."))


@cache
def _read_weights() -> dict[str, Weight]:
    found = tomllib.loads(files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))
    weights = {}
    for field in Field:
        for level, one in found.get(field, {}).items():
            bits = math.log2(one["m"] / one["u"]) if "m" in one else 0.0
            weights[f"{field}.{level}"] = Weight(bits, one.get("error", 0.0))
    return weights
