"""Noisy searches for persons of a synthetic register (`_register`), and how likely a person is to be searched for so.

A search is a person of the register as another hand writes them:

- each word in another romanisation where it has one, or misspelt: letters that are taken for one another, 12 % lose one
- in its own script, where it has one, in a quarter
- 30 % of names of three words or more lose one, 20 % are reordered
- 45 % of birth dates are altered or partly unknown: 15 % are 1 January of the year, 10 % a year off, 7 % the year alone, 6 %
  1 January two or three years off, 7 % have day and month swapped
- 5 % tell no nationality, 3 % another: one whose given names are alike, where there is one
- the sex is wrong in 0.5 %, from a slip of the form, and unknown in 1 %
- a place of birth is told by four in five, the recorded one by three of five of these (`_register_places`)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from benches._register import CHUNK, CODES, ORIGINS, Drawn, Register, kind_of
from benches._register_places import Town, tell_again
from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names.traits import Sex, pack

OWN, OTHER, DROP, REORDER, LOSE = 0.25, 0.7, 0.3, 0.2, 0.12
NO_NATIONALITY, OTHER_NATIONALITY, NO_SEX, WRONG_SEX = 0.05, 0.03, 0.01, 0.005
SLIPS = (
    *(("ee", "i"), ("ou", "u"), ("q", "k"), ("dj", "j"), ("ei", "ey"), ("ai", "ay"), ("iy", "i"), ("oo", "u"), ("ph", "f")),
    *(
        ("y", "i"),
        ("ch", "sh"),
        ("th", "t"),
        ("dh", "d"),
        ("gh", "g"),
        ("v", "w"),
        ("z", "s"),
        ("u", "o"),
        ("e", "i"),
        ("a", "e"),
    ),
)


@dataclass(frozen=True, slots=True)
class Search:
    """words: of the name, in the order written; traits: sex and nationality, packed."""

    row: int
    origin: str
    words: tuple[str, ...]
    birth: UncertainDate
    sex: Sex
    nationality: str | None
    town: Town | None

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def born_at(self) -> tuple[str, ...]:
        return (self.town.written,) if self.town else ()

    @property
    def traits(self) -> int:
        return pack(self.sex, (self.nationality,) if self.nationality else ())


def search_for(register: Register, count: int, *, chunks: int = 8) -> Iterator[Search]:
    """Noisy searches for persons of the register, drawn from a few of its chunks."""
    hand, other_hand = np.random.default_rng(register.seed + 1), np.random.default_rng((register.seed, 1))
    hand_of_places = np.random.default_rng((register.seed, 2))
    whole = list(range(0, register.persons, CHUNK))
    picked = [whole[at] for at in sorted(hand.choice(len(whole), min(chunks, len(whole)), replace=False))]
    for chunk in picked:
        drawn = list(register.draw(chunk))[: register.persons - chunk]
        for at in hand.choice(len(drawn), min(-(-count // len(picked)), len(drawn)), replace=False):
            person = drawn[at]
            words = _write_again(person.tokens, person.written, hand)
            birth = _alter(person.birth, hand)
            sex, nationality = _alter_sex(person.sex, other_hand), _alter_nationality(person, other_hand)
            is_own = max(words[0]) > "\u024f"  # past the Latin letters
            town = tell_again(person.town, kind_of(person.origin), is_own=is_own, hand=hand_of_places)
            yield Search(chunk + int(at), list(ORIGINS)[person.origin], tuple(words), birth, sex, nationality, town)


def _alter_sex(sex: Sex, hand: np.random.Generator) -> Sex:
    drawn = hand.random()
    if drawn < NO_SEX:
        return Sex.UNKNOWN
    if drawn < NO_SEX + WRONG_SEX:
        return Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
    return sex


def _alter_nationality(person: Drawn, hand: np.random.Generator) -> str | None:
    drawn = hand.random()
    if drawn < NO_NATIONALITY:
        return None
    if drawn < NO_NATIONALITY + OTHER_NATIONALITY:
        return str(hand.choice(find_others(person.origin, person.nationality)))
    return person.nationality


@cache
def find_others(origin: int, code: str) -> list[str]:
    """Nationalities that may be told instead of one's own."""
    given = [one[1] for one in ORIGINS.values()]
    alike = [codes for codes, one in zip(CODES.values(), given, strict=True) if one == given[origin]]
    return [one for codes in alike for one in codes if one != code] or [
        one for codes in CODES.values() for one in codes if one != code
    ]


def _write_again(tokens: list[tuple[str, tuple[str, ...]]], written: list[str], hand: np.random.Generator) -> list[str]:
    is_own = hand.random() < OWN and all(own for own, _ in tokens)
    words = []
    for (own, latin), before in zip(tokens, written, strict=True):
        others = [word for word in latin if word != before]
        if is_own:
            words.append(_misspell(own.replace("_", " "), hand))
        elif others and hand.random() < OTHER:
            words.append(str(hand.choice(others)))
        else:
            words.append(_misspell(latin[0], hand))
    if len(words) > 2 and hand.random() < DROP:
        words.pop(int(hand.integers(1, len(words))))
    if hand.random() < REORDER:
        words.reverse()
    return words


def _misspell(word: str, hand: np.random.Generator) -> str:
    old, new = SLIPS[int(hand.integers(len(SLIPS)))]
    word = word.replace(old, new, 1)
    if hand.random() < LOSE and len(word) > 4:
        at = int(hand.integers(1, len(word) - 1))
        word = word[:at] + word[at + 1 :]
    return word


def _alter(birth: tuple[int, int, int], hand: np.random.Generator) -> UncertainDate:
    year, month, day = birth
    drawn = hand.random()
    if drawn < 0.15:
        return UncertainDate(Calendar.GREGORIAN, year, 1, 1)
    if drawn < 0.25:
        return UncertainDate(Calendar.GREGORIAN, year + int(hand.choice([-1, 1])), month, day)
    if drawn < 0.32:
        return UncertainDate(Calendar.GREGORIAN, year)
    if drawn < 0.38:
        return UncertainDate(Calendar.GREGORIAN, year + int(hand.choice([-3, -2, 2, 3])), 1, 1)
    if drawn < 0.45:
        return UncertainDate(Calendar.GREGORIAN, year, *((day, month) if day <= 12 else (month, day)))
    return UncertainDate(Calendar.GREGORIAN, year, month, day)
