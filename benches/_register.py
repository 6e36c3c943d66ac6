"""Synthetic registers of persons: with this route's skew and origins, no real person; searched by `_register_searches`.

Common tokens are those of `_register_names.txt`, drawn by a Zipf law; a long tail of rarer family names is made of roots and
endings in the manner of each language, in its own script and in several romanisations. Persons whose language has a script of
its own are in it in half of the register. Sex follows from the first given name, and is drawn where the name tells none.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names.index import Person
from egnatia.engines.names.traits import Sex, pack

NAMES = Path(__file__).parent / "_register_names.txt"
CHUNK = 50_000
TAIL = 40_000  # rarer family names of each list
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

#: Consonants and endings that rarer names are made of: letter of the script, if any, then spellings in Latin letters.
_ARABIC_LETTERS = "ب b|ت t|ج j,g,dj|ح h|خ kh|د d|ر r|ز z|س s,ss|ش sh,ch|ص s|ط t|ف f|ق q,k|ك k|ل l|م m|ن n|ه h|و w,ou|غ gh|ع ,a"
_PERSIAN_LETTERS = "ب b|پ p|ت t|ج j|چ ch|ح h|خ kh|د d|ر r|ز z|س s|ش sh|ص s|ط t|ف f|ق q,gh|ک k|گ g|ل l|م m|ن n|و w,v|غ gh"
_LATIN_LETTERS = " b| d| f| g| k| l| m| n| p| r| s,z| t| v,b| ch| c,k"
_TURKISH_LETTERS = " b| d| g| k| l| m| n| r| s| ş,s,sh| t| y| z| ç,c,ch| v| h"
_SLAVIC_LETTERS = "б b|в v|г g|д d|к k|л l|м m|н n|п p|р r|с s|т t|ж ž,z,zh|ш š,s,sh|ц c|ч č,c,ch"
_BANTU_LETTERS = " nd| ny| k| b| m| r| z,s| g| nt| sh| h| t"
_SOMALI_LETTERS = " b| d| dh| f| g| k| l| m| n| r| s| sh| t| w| x,h| c,"
_ETHIOPIC_LETTERS = " b| d| f| g| k| l| m| n| r| s| t| w| z| h| gh,g| kh,k"
_SHORT = (("", "a,e"), ("", "i,e"), ("", "u,o,ou"))
_LONG = (("ا", "a,aa"), ("ي", "i,ee,y"), ("و", "u,ou,oo"))
_OPEN = (("", "a"), ("", "e,i"), ("", "i"), ("", "o,u"), ("", "u"))
_SLAVIC_OPEN = (("а", "a"), ("е", "e"), ("и", "i"), ("о", "o"), ("у", "u"))
_ARABIC_ENDS = "| ,|ي i,y,ee|ي i,i,ie|اوي awi,aoui,aui|اني ani,any|ية iya,iyeh"
_PERSIAN_ENDS = "ی i,y|ی i,ee|زاده zada,zadeh|زی zai,zay|پور pour,poor,pur|یان ian,yan|خیل khel,khil"
_TAILS: dict[str, tuple[str, tuple[tuple[tuple[str, str], ...], ...], str]] = {
    "arabic": (_ARABIC_LETTERS, (_SHORT, _LONG, _SHORT + _LONG), _ARABIC_ENDS),
    "persian": (_PERSIAN_LETTERS, (_SHORT, _LONG, _SHORT + _LONG), _PERSIAN_ENDS),
    "turkish": (_TURKISH_LETTERS, (_OPEN,), " |, oğlu,oglu| er| lı,li| taş,tas|| gil"),
    "latin": (_LATIN_LETTERS, (_OPEN,), " a|| o| es,ez| i| ar"),
    "slavic": (_SLAVIC_LETTERS, (_SLAVIC_OPEN,), "ић ić,ic,ich|овић ović,ovic|евић ević,evic|ски ski"),
    "bantu": (_BANTU_LETTERS, (_OPEN,), " imana| a| e| iza| iye"),
    "somali": (_SOMALI_LETTERS, (_OPEN,), " | e| o| le"),
    "ethiopic": (_ETHIOPIC_LETTERS, (_OPEN,), " | ab| om| ael"),
}


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
            self._family.append(_make_words(listed[family], list(_make_tail(tail, (seed, at))), share))

    def __iter__(self) -> Iterator[Person]:
        for chunk in range(0, self.persons, CHUNK):
            for row, drawn in enumerate(self.draw(chunk), chunk):
                if row < self.persons:
                    birth = UncertainDate(Calendar.GREGORIAN, *drawn.birth)
                    yield Person(row, " ".join(drawn.written), birth, pack(drawn.sex, (drawn.nationality,)))

    def draw(self, chunk: int) -> Iterator[Drawn]:
        """The persons of a chunk, which begins at that row."""
        hand = np.random.default_rng((self.seed, chunk))
        shares = np.array([origin[0] for origin in ORIGINS.values()])
        origins = hand.choice(len(shares), CHUNK, p=shares / shares.sum())
        drawn, kinds, hands, spellings = (hand.random((CHUNK, MOST_TOKENS)) for _ in range(4))
        births = _draw_births(hand)
        toss = np.random.default_rng((self.seed, chunk, 1)).random((CHUNK, 2))
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
            yield Drawn(origin, tokens, written, births[at], sex, codes[int(toss[at, 1] * len(codes))])

    def _tell_sex(self, given: str, toss: float) -> Sex:
        if given in self._women:
            return Sex.FEMALE
        is_drawn = given in self._either or given not in self._listed
        return Sex.FEMALE if is_drawn and toss < WOMEN else Sex.MALE


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


def _make_tail(kind: str, seed: tuple[int, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Family names of two or three syllables and an ending, in the language's own script if it has one, and in Latin."""
    drawn = random.Random(str(seed))
    letters, vowels, endings = _TAILS[kind]
    consonants = [_read_letter(letter) for letter in letters.split("|")]
    ends = [_read_letter(ending) for ending in endings.split("|")]
    heard = [[_read_letter(" ".join(vowel)) for vowel in kinds] for kinds in vowels]
    made: set[str] = set()
    while len(made) < TAIL:
        pieces = []
        for _ in range(2 if drawn.random() < 0.45 else 3):
            pieces += [drawn.choice(consonants), drawn.choice(drawn.choice(heard))]
        if drawn.random() < 0.6 or len(heard) > 1:
            pieces[-1] = drawn.choice(consonants)
        pieces.append(drawn.choice(ends))
        own = "".join(piece[0] for piece in pieces)
        spellings = {"".join(latin[int(len(latin) * drawn.random() ** 2)] for _, latin in pieces) for _ in range(4)}
        first = "".join(latin[0] for _, latin in pieces)
        if first not in made and min(map(len, spellings)) > 3:
            made.add(first)
            yield own, tuple(word.capitalize() for word in dict.fromkeys([first, *sorted(spellings)]))


def _read_letter(text: str) -> tuple[str, list[str]]:
    own, _, latin = text.partition(" ")
    return own, latin.split(",")


def _draw_births(hand: np.random.Generator) -> list[tuple[int, int, int]]:
    """Most are young: ages by a gamma distribution around 27, to the year 2026."""
    years = 2026 - np.clip(hand.gamma(5.0, 5.4, CHUNK), 0, 95).astype(int)
    months, days = hand.integers(1, 13, CHUNK), hand.integers(1, 29, CHUNK)
    return list(zip(years.tolist(), months.tolist(), days.tolist(), strict=True))
