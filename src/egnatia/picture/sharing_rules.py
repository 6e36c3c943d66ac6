"""Who gets which counts: the partners' analysts, and everybody else. The rules are data (`data/sharing.toml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from egnatia.picture.data_files import read_data
from egnatia.picture.indicators import get_indicator


@dataclass(frozen=True, slots=True)
class Guard:
    """What holds for an indicator that partners don't get exactly.

    minimum           counts from 1 to one less aren't told, nor what they could be computed from
    no_own_nationals  a partner isn't told how many of its own nationals there are, be it none
    """

    minimum: int
    no_own_nationals: bool


@dataclass(frozen=True, slots=True)
class PartnerRules:
    """What the other five nodes' analysts get: counts by the indicator's shortest period and by its cuts.

    indicators  told, in this order
    guarded     those of them that aren't told exactly
    days_back   how far back a day may lie that is told for the first time
    """

    indicators: tuple[str, ...]
    guarded: Mapping[str, Guard]
    days_back: int


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """How one indicator may be released to everybody.

    cuts     by what, one at a time
    minimum  counts from 1 to one less are hidden; of_cells: of the cells of a cut, where it is higher
    """

    indicator: str
    cuts: tuple[str, ...]
    minimum: int
    of_cells: Mapping[str, int]
    round_to: int
    largest: int


@cache
def partner_rules() -> PartnerRules:
    """The rules for what goes to partners. Problem `picture.indicator.unknown` where the file names one that isn't."""
    told = read_data("sharing")["partners"]
    return PartnerRules(
        indicators=tuple(get_indicator(code).code for code in told["indicators"]),
        guarded={get_indicator(code).code: Guard(**guard) for code, guard in told["guarded"].items()},
        days_back=told["days_back"],
    )


@cache
def release_rules() -> Mapping[str, ReleaseRule]:
    """The rules for what is released, by indicator."""
    released = read_data("sharing")["released"]
    return {code: _release_rule(code, released, entry) for code, entry in released["indicators"].items()}


def _release_rule(code: str, released: Mapping[str, Any], entry: Mapping[str, Any]) -> ReleaseRule:
    minimum = entry.get("minimum", released["minimum"])
    cuts = tuple(cut for cut in get_indicator(code).cuts if cut in entry["cuts"])
    return ReleaseRule(
        indicator=code,
        cuts=cuts,
        minimum=minimum,
        of_cells={cut: max(minimum, released["by_cut"].get(cut, minimum)) for cut in cuts},
        round_to=released["round_to"],
        largest=released["largest"],
    )
