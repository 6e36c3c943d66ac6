"""Places of birth for synthetic registers: the towns of each country, the larger ones oftener, in its own script and in Latin
letters, and what of them somebody tells.

Nobody has published how often two records of one person name the same place. Here a place is recorded of four persons in five,
and the second time they name the same in three of five, else any of the country's: the town for the village, or where they
lived. Each time it is spelled anew.
"""

from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from benches._register_words import make_tail

TOWNS = 60
TOLD, SAME = 0.8, 0.6


class Town(NamedTuple):
    """A town by its number in its country, and as it was written."""

    country: str
    number: int
    written: str


def draw_town(dice: float) -> int:
    return int(TOWNS * dice**2)


def chance_of(number: int) -> float:
    """That somebody was born there, of all who were born in the country."""
    return float(((number + 1) / TOWNS) ** 0.5 - (number / TOWNS) ** 0.5)


def write_town(country: str, number: int, kind: str, *, is_own: bool, dice: float) -> str:
    """kind: how the country's rarer names are made (`_register`), of whose sounds the towns are, too."""
    own, spellings = list_towns(country, kind)[number]
    return own if is_own and own else spellings[int(len(spellings) * dice**2)]


@cache
def list_towns(country: str, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    return list(islice(make_tail(kind, (country, "towns")), TOWNS))


def tell_again(town: Town, kind: str, *, is_own: bool, hand: np.random.Generator) -> Town | None:
    """What somebody says the second time who was born there; None for nothing."""
    dice = hand.random(4)
    if dice[0] >= TOLD:
        return None
    number = town.number if dice[1] < SAME else draw_town(dice[2])
    return Town(town.country, number, write_town(town.country, number, kind, is_own=is_own, dice=dice[3]))


def weigh_town(told: Town | None, country: str, recorded: Town | None) -> float:
    """The chance of what is told, of somebody of that country with that place in the register, up to how it is spelled."""
    if told is None:
        return 1 - TOLD
    if told.country != country:
        return 0.0
    anybody = chance_of(told.number)
    if recorded is None:
        return TOLD * anybody
    return TOLD * (SAME * (told.number == recorded.number) + (1 - SAME) * anybody)
