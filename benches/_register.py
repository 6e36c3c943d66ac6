"""Synthetic registers of persons: with this route's skew and origins, no real person; searched by `_register_searches`.

Common tokens are those of `_register_names.txt`, drawn by a Zipf law; a long tail of rarer family names is made of roots and
endings in the manner of each language, in its own script and in several romanisations (`_register_words`). Persons whose
language has a script of its own are in it in half of the register. Sex follows from the first given name, and is drawn where
the name tells none. Of four in five a place of birth is recorded (`_register_places`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benches._register_places import TOLD, Town, draw_town, write_town
from benches._register_words import make_tail
from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names.index import Person
from egnatia.engines.names.places import UNKNOWN, number_place
from egnatia.engines.names.traits import Sex, pack

NAMES = Path(__file__).parent / "_register_names.txt"
CHUNK = 50_000
ZIPF, ZIPF_SHIFT = 1.05, 2.5
TAIL_ZIPF = 0.6
MOST_TOKENS = 4

#: Of each origin: share of arrivals, lists of given names, list of family names, how the tail is made, share of the tail among
#: family names, and how often a name has two, three and four words.
ORIGINS: dict[str, tuple[float, str, str, str, float, tuple[float, float, float]]] = {
    "Afghanistan": (0.17, "persian given", "afghan family", "persian", 0.35, (0.6, 0.35, 0.05)),
    "Syria": (0.19, "arabic given", "levant family", "arabic", 0.45, (0.45, 0.5, 0.05)),
    "Iraq": (0.08, "arabic given", "levant family", "arabic", 0.35, (0.2, 0.6, 0.2)),
    "Iran": (0.04, "persian given", "iran family", "persian", 0.45, (0.75, 0.25, 0.0)),
    "Pakistan": (0.08, "urdu given", "urdu family", "persian", 0.25, (0.6, 0.38, 0.02)),
    "Turkey": (0.08, "turkish given", "turkish family", "turkish", 0.45, (0.8, 0.2, 0.0)),
    "Morocco": (0.06, "arabic given", "maghreb family", "arabic", 0.45, (0.8, 0.2, 0.0)),
    "Algeria": (0.03, "arabic given", "maghreb family", "arabic", 0.45, (0.75, 0.25, 0.0)),
    "Egypt": (0.05, "arabic given", "maghreb family", "arabic", 0.3, (0.2, 0.6, 0.2)),
    "Somalia": (0.04, "somali given", "somali given", "somali", 0.35, (0.1, 0.85, 0.05)),
    "Eritrea": (0.02, "eritrean given", "eritrean given", "ethiopic", 0.35, (0.6, 0.4, 0.0)),
    "Bangladesh": (0.04, "bengali given", "bengali family", "latin", 0.15, (0.5, 0.5, 0.0)),
    "Nepal and India": (0.03, "hindi given", "hindi family", "latin", 0.35, (0.65, 0.35, 0.0)),
    "Cuba": (0.03, "cuban given", "cuban family", "latin", 0.35, (0.1, 0.5, 0.4)),
    "Burundi": (0.02, "burundi given", "burundi family", "bantu", 0.5, (0.85, 0.15, 0.0)),
    "Albania and Kosovo": (0.02, "albanian given", "albanian family", "latin", 0.5, (0.95, 0.05, 0.0)),
    "Serbia": (0.02, "serbian given", "serbian family", "slavic", 0.55, (0.97, 0.03, 0.0)),
}

#: Nationalities of each origin, as often the one as the other.
CODES: dict[str, tuple[str, ...]] = {
    **{"Afghanistan": ("AFG",), "Syria": ("SYR",), "Iraq": ("IRQ",), "Iran": ("IRN",), "Pakistan": ("PAK",)},
    **{"Turkey": ("TUR",), "Morocco": ("MAR",), "Algeria": ("DZA",), "Egypt": ("EGY",), "Somalia": ("SOM",)},
    **{"Eritrea": ("ERI",), "Bangladesh": ("BGD",), "Nepal and India": ("NPL", "IND"), "Cuba": ("CUB",)},
    **{"Burundi": ("BDI",), "Albania and Kosovo": ("ALB", "XKX"), "Serbia": ("SRB",)},
}
WOMEN = 0.25  # of those whose name doesn't tell


@dataclass(frozen=True, slots=True)
class Words:
    """Of a list: word in its own script or "", spellings in Latin letters, and the probability of each, cumulated."""

    own: list[str]
    latin: list[tuple[str, ...]]
    drawn: NDArray[np.float64]


class Drawn(NamedTuple):
    """A person: origin by its place in ORIGINS, words as own script and spellings, as written, and the rest."""

    origin: int
    tokens: list[tuple[str, tuple[str, ...]]]
    written: list[str]
    birth: tuple[int, int, int]
    sex: Sex
    nationality: str
    town: Town
    has_place: bool

    @property
    def place(self) -> Town | None:
        """As it is recorded."""
        return self.town if self.has_place else None


class Register:
    """Persons by row number, the same for a seed; made in chunks, and none is kept.

    half  0 or 1: only every other name of the lists, for fitting to other names than are measured with
    """

    def __init__(self, persons: int, *, seed: int = 11, half: int | None = None) -> None:
        self.persons, self.seed = persons, seed
        listed = read_names()
        self._women, self._either = ({latin[0] for _, latin in listed.pop(kind)} for kind in ("women", "either"))
        if half is not None:
            listed = {name: words[half::2] for name, words in listed.items()}
        self._listed = {latin[0] for words in listed.values() for _, latin in words}
        self._given, self._family = [], []
        for at, (_, given, family, tail, share, _) in enumerate(ORIGINS.values()):
            self._given.append(_make_words(listed[given], [], 0.0))
            self._family.append(_make_words(listed[family], list(make_tail(tail, (seed, at))), share))

    def __iter__(self) -> Iterator[Person]:
        for chunk in range(0, self.persons, CHUNK):
            for row, drawn in enumerate(self.draw(chunk), chunk):
                if row < self.persons:
                    birth = UncertainDate(Calendar.GREGORIAN, *drawn.birth)
                    place = number_place(drawn.place.written) if drawn.place else UNKNOWN
                    yield Person(row, " ".join(drawn.written), birth, pack(drawn.sex, (drawn.nationality,)), place)

    def draw(self, chunk: int) -> Iterator[Drawn]:
        """The persons of a chunk, which begins at that row."""
        hand = np.random.default_rng((self.seed, chunk))
        shares = np.array([origin[0] for origin in ORIGINS.values()])
        origins = hand.choice(len(shares), CHUNK, p=shares / shares.sum())
        drawn, kinds, hands, spellings = (hand.random((CHUNK, MOST_TOKENS)) for _ in range(4))
        births = _draw_births(hand)
        toss = np.random.default_rng((self.seed, chunk, 1)).random((CHUNK, 2))
        of_places = np.random.default_rng((self.seed, chunk, 2)).random((CHUNK, 3))
        counts = [2 + np.searchsorted(np.cumsum(origin[5]), 1 - 1e-9 - kinds[:, 0]) for origin in ORIGINS.values()]
        for at in range(CHUNK):
            origin = int(origins[at])
            count = min(int(counts[origin][at]), MOST_TOKENS)
            families = 2 if list(ORIGINS)[origin] == "Cuba" and count > 2 else 1
            tokens = []
            for place in range(count):
                words = self._family[origin] if place >= count - families else self._given[origin]
                number = int(np.searchsorted(words.drawn, drawn[at, place]))
                tokens.append((words.own[number], words.latin[number]))
            is_own = hands[at, 0] < 0.5 and all(own for own, _ in tokens)
            written = [
                own.replace("_", " ") if is_own else latin[int(len(latin) * spellings[at, place] ** 2)]
                for place, (own, latin) in enumerate(tokens)
            ]
            codes = list(CODES.values())[origin]
            sex = self._tell_sex(tokens[0][1][0], toss[at, 0])
            code, (which, spelling, told) = codes[int(toss[at, 1] * len(codes))], of_places[at]
            number = draw_town(which)
            town = Town(code, number, write_town(code, number, kind_of(origin), is_own=is_own, dice=spelling))
            yield Drawn(origin, tokens, written, births[at], sex, code, town, told < TOLD)

    def _tell_sex(self, given: str, toss: float) -> Sex:
        if given in self._women:
            return Sex.FEMALE
        is_drawn = given in self._either or given not in self._listed
        return Sex.FEMALE if is_drawn and toss < WOMEN else Sex.MALE


def kind_of(origin: int) -> str:
    """How an origin's rarer names and its places are made."""
    return list(ORIGINS.values())[origin][3]


def read_names() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    lists: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    name = ""
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            lists[name] = []
        elif line and not line.startswith("#"):
            own, *latin = line.split()
            lists[name].append(("" if own == "-" else own, tuple(latin)))
    return lists


def _make_words(common: list[tuple[str, tuple[str, ...]]], tail: list[tuple[str, tuple[str, ...]]], share: float) -> Words:
    often = 1 / (np.arange(len(common)) + ZIPF_SHIFT) ** ZIPF
    seldom = 1 / (np.arange(len(tail)) + 20.0) ** TAIL_ZIPF
    of_tail = seldom / seldom.sum() * share if tail else seldom
    drawn = np.cumsum(np.concatenate([often / often.sum() * (1 - (share if tail else 0)), of_tail]))
    words = common + tail
    return Words([own for own, _ in words], [latin for _, latin in words], drawn / drawn[-1])


def _draw_births(hand: np.random.Generator) -> list[tuple[int, int, int]]:
    """Most are young: ages by a gamma distribution around 27, to the year 2026."""
    years = 2026 - np.clip(hand.gamma(5.0, 5.4, CHUNK), 0, 95).astype(int)
    months, days = hand.integers(1, 13, CHUNK), hand.integers(1, 29, CHUNK)
    return list(zip(years.tolist(), months.tolist(), days.tolist(), strict=True))
