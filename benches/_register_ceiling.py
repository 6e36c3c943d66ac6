"""How often anybody could put the right person first: the exact likelihood, under the generator, of each search by each person.

Whoever knew the generator, and of each person of the register the words behind what is written, could do no better than
order persons by how likely they are to be searched for so. Where another person is likelier than the true one, or as likely
(counted by their share), no order by names, birth date, sex, nationality and place of birth puts the true one first but by
luck.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from benches._register import CHUNK, Drawn, Register
from benches._register_places import weigh_town
from benches._register_searches import (
    DROP,
    LOSE,
    NO_NATIONALITY,
    NO_SEX,
    OTHER,
    OTHER_NATIONALITY,
    OWN,
    REORDER,
    SLIPS,
    WRONG_SEX,
    Search,
    find_others,
)
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names.traits import Sex

Token = tuple[str, tuple[str, ...]]
_AS_LIKELY = 1e-9  # relative


class Reach(NamedTuple):
    """Words of the searches that a token may be misspelt as: in its own script, and in Latin letters; and who has them."""

    own: dict[str, float]
    latin: dict[str, float]
    searches: frozenset[int]


@dataclass
class Standing:
    """Of a search: how likely its person is, and the places of the others as likely and likelier."""

    of_person: float = 0.0
    others: list[float] = field(default_factory=list)

    @property
    def share_first(self) -> float:
        """The chance to be first of whoever orders by likelihood and draws among equals."""
        if any(other > self.of_person * (1 + _AS_LIKELY) for other in self.others):
            return 0.0
        return 1 / (1 + sum(other >= self.of_person * (1 - _AS_LIKELY) for other in self.others))


def find_ceiling(register: Register, searches: list[Search]) -> list[float]:
    """Of each search, the chance that the likeliest person of the register is the true one."""
    standings = [Standing() for _ in searches]
    words: dict[str, set[int]] = defaultdict(set)
    for number, search in enumerate(searches):
        for word in search.words:
            words[word].add(number)
    reached: dict[int, Reach | None] = {}
    for chunk in range(0, register.persons, CHUNK):
        for row, person in enumerate(register.draw(chunk), chunk):
            if row >= register.persons:
                break
            for latin in (token[1] for token in person.tokens):
                if id(latin) not in reached:
                    reached[id(latin)] = _reach(next(one for one in person.tokens if one[1] is latin), words)
            reach = [reached[id(latin)] for _, latin in person.tokens]
            for number in _meet(reach):
                search = searches[number]
                likely = weigh_birth(search.birth, person.birth) and _weigh(search, person, reach)
                if row == search.row:
                    standings[number].of_person = likely
                elif likely:
                    standings[number].others.append(likely)
    return [standing.share_first for standing in standings]


def _meet(reach: list[Reach | None]) -> Iterable[int]:
    """Searches that may be for a person of these tokens, of which one may be lost, never the first."""
    if reach[0] is None:
        return ()
    found = reach[0].searches
    if len(reach) < 3:
        for one in reach[1:]:
            found = found & one.searches if one else frozenset()
        return found
    counts: dict[int, int] = dict.fromkeys(found, 0)
    for one in reach[1:]:
        for number in found & one.searches if one else ():
            counts[number] += 1
    return [number for number, count in counts.items() if count >= len(reach) - 2]


def _reach(token: Token, words: dict[str, set[int]]) -> Reach | None:
    own, latin = token
    of_own = _add(_misspell(own.replace("_", " ")), words) if own else {}
    of_latin = _add(_misspell(latin[0]), words)
    searches = frozenset(number for form in {*of_own, *of_latin, *latin} & words.keys() for number in words[form])
    return Reach(of_own, of_latin, searches) if searches else None


def _add(forms: Iterable[tuple[str, float]], words: dict[str, set[int]]) -> dict[str, float]:
    added: dict[str, float] = defaultdict(float)
    for form, share in forms:
        if form in words:
            added[form] += share
    return dict(added)


def _misspell(word: str) -> Iterator[tuple[str, float]]:
    """Every form that a slip makes of a word, and its chance, as `_register_searches` misspells."""
    forms: dict[str, int] = defaultdict(int)
    for old, new in SLIPS:
        forms[word.replace(old, new, 1)] += 1
    for form, count in forms.items():
        share = count / len(SLIPS)
        if len(form) > 4:
            yield form, share * (1 - LOSE)
            for at in range(1, len(form) - 1):
                yield form[:at] + form[at + 1 :], share * LOSE / (len(form) - 2)
        else:
            yield form, share


def _weigh(search: Search, person: Drawn, reach: list[Reach | None]) -> float:
    has_own = all(own for own, _ in person.tokens)
    own = [one.own if one else {} for one in reach]
    latin = [_romanise(token, before, one) for token, before, one in zip(person.tokens, person.written, reach, strict=True)]
    name = (OWN * _align(search.words, own) if has_own else 0.0) + (1 - OWN * has_own) * _align(search.words, latin)
    of_place = weigh_town(search.town, person.nationality, person.place)
    return name and name * weigh_birth(search.birth, person.birth) * _weigh_traits(search, person) * of_place


def _romanise(token: Token, before: str, reach: Reach | None) -> dict[str, float]:
    others = [word for word in token[1] if word != before]
    chances: dict[str, float] = defaultdict(float)
    for word in others:
        chances[word] += OTHER / len(others)
    for word, share in (reach.latin if reach else {}).items():
        chances[word] += share * (1 - OTHER if others else 1.0)
    return chances


def _align(words: tuple[str, ...], chances: list[dict[str, float]]) -> float:
    """Words in their order or turned round, all there or one lost, never the first."""
    many = len(chances)
    kept = [(list(range(many)), 1.0 if many < 3 else 1 - DROP)]
    if many > 2:
        kept += [([at for at in range(many) if at != lost], DROP / (many - 1)) for lost in range(1, many)]
    total = 0.0
    for places, share in kept:
        if len(places) == len(words):
            for order, turned in ((words, 1 - REORDER), (words[::-1], REORDER)):
                total += (
                    share
                    * turned
                    * float(np.prod([chances[at].get(word, 0.0) for at, word in zip(places, order, strict=True)]))
                )
    return total


def weigh_birth(told: UncertainDate, birth: tuple[int, int, int]) -> float:
    """The chance of a date to be told of one who is born on another, as `_register_searches` alters them."""
    year, month, day = birth
    parts, apart = (told.year, told.month, told.day), abs(told.year - year)
    chance = 0.0
    if parts[1:] == (1, 1):
        chance += 0.15 if apart == 0 else 0.015 if apart in (2, 3) else 0.0
    if apart == 1 and parts[1:] == (month, day):
        chance += 0.05
    if apart == 0:
        chance += 0.07 * (told.month is None)
        chance += 0.07 * (parts[1:] == ((day, month) if day <= 12 else (month, day)))
        chance += 0.55 * (parts[1:] == (month, day))
    return chance


def _weigh_traits(search: Search, person: Drawn) -> float:
    if search.sex is Sex.UNKNOWN:
        chance = NO_SEX
    else:
        chance = 1 - NO_SEX - WRONG_SEX if search.sex is person.sex else WRONG_SEX
    if search.nationality is None:
        return chance * NO_NATIONALITY
    if search.nationality == person.nationality:
        return chance * (1 - NO_NATIONALITY - OTHER_NATIONALITY)
    others = find_others(person.origin, person.nationality)
    return chance * OTHER_NATIONALITY * others.count(search.nationality) / len(others)
