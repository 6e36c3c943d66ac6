"""Synthetic registers of persons and noisy searches for them: with this route's skew and origins, no real person.

Common tokens are those of `_register_names.txt`, drawn by a Zipf law; a long tail of rarer family names is made of roots and
endings in the manner of each language, in its own script and in several romanisations. A search is a person of the register as
another hand writes them:

- each word in another romanisation where it has one, or misspelt: letters that are taken for one another, 12 % lose one
- 30 % of names of three words or more lose one, 20 % are reordered
- 45 % of birth dates are altered or partly unknown: 15 % are 1 January of the year, 10 % a year off, 7 % the year alone, 6 %
  1 January two or three years off, 7 % have day and month swapped
- persons whose language has a script of its own are in it in half of the register and in a quarter of the searches
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate

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
_SLIPS = (
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
class Words:
    """Of a list: word in its own script or "", spellings in Latin letters, and the probability of each, cumulated."""

    own: list[str]
    latin: list[tuple[str, ...]]
    drawn: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Search:
    row: int
    origin: str
    name: str
    birth: UncertainDate | None


class Register:
    """Persons by row number, the same for a seed; made in chunks, and none is kept."""

    def __init__(self, persons: int, *, seed: int = 11) -> None:
        self.persons, self.seed = persons, seed
        listed = read_names()
        self._given, self._family = [], []
        for at, (_, given, family, tail, share, _) in enumerate(ORIGINS.values()):
            self._given.append(_make_words(listed[given], [], 0.0))
            self._family.append(_make_words(listed[family], list(_make_tail(tail, (seed, at))), share))

    def __iter__(self) -> Iterator[tuple[int, str, UncertainDate | None]]:
        """Row number, name and birth date of each."""
        for chunk in range(0, self.persons, CHUNK):
            for row, (_, _, written, birth) in enumerate(self._draw(chunk), chunk):
                if row < self.persons:
                    yield row, " ".join(written), UncertainDate(Calendar.GREGORIAN, *birth)

    def people(self) -> Iterator[tuple[int, list[str], tuple[int, int, int]]]:
        """Of each: place of the origin in ORIGINS, words of the name as written, and birth date."""
        for chunk in range(0, self.persons, CHUNK):
            for row, (origin, _, written, birth) in enumerate(self._draw(chunk), chunk):
                if row < self.persons:
                    yield origin, written, birth

    def search_for(self, count: int, *, chunks: int = 8) -> Iterator[Search]:
        """Noisy searches for persons of the register, drawn from a few of its chunks."""
        hand = np.random.default_rng(self.seed + 1)
        whole = list(range(0, self.persons, CHUNK))
        picked = [whole[at] for at in sorted(hand.choice(len(whole), min(chunks, len(whole)), replace=False))]
        for chunk in picked:
            drawn = list(self._draw(chunk))[: self.persons - chunk]
            for at in hand.choice(len(drawn), min(-(-count // len(picked)), len(drawn)), replace=False):
                origin, tokens, written, birth = drawn[at]
                name = _write_again(tokens, written, hand)
                yield Search(chunk + int(at), list(ORIGINS)[origin], name, _alter(birth, hand))

    def _draw(self, chunk: int) -> Iterator[tuple[int, list[tuple[str, tuple[str, ...]]], list[str], tuple[int, int, int]]]:
        """Of each person of a chunk: origin, words as own script and spellings, words as written, birth date."""
        hand = np.random.default_rng((self.seed, chunk))
        shares = np.array([origin[0] for origin in ORIGINS.values()])
        origins = hand.choice(len(shares), CHUNK, p=shares / shares.sum())
        drawn, kinds, hands, spellings = (hand.random((CHUNK, MOST_TOKENS)) for _ in range(4))
        births = _draw_births(hand)
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
            yield origin, tokens, written, births[at]


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


def _write_again(tokens: list[tuple[str, tuple[str, ...]]], written: list[str], hand: np.random.Generator) -> str:
    is_own = hand.random() < 0.25 and all(own for own, _ in tokens)
    words = []
    for (own, latin), before in zip(tokens, written, strict=True):
        others = [word for word in latin if word != before]
        if is_own:
            words.append(_misspell(own.replace("_", " "), hand))
        elif others and hand.random() < 0.7:
            words.append(str(hand.choice(others)))
        else:
            words.append(_misspell(latin[0], hand))
    if len(words) > 2 and hand.random() < 0.3:
        words.pop(int(hand.integers(1, len(words))))
    if hand.random() < 0.2:
        words.reverse()
    return " ".join(words)


def _misspell(word: str, hand: np.random.Generator) -> str:
    old, new = _SLIPS[int(hand.integers(len(_SLIPS)))]
    word = word.replace(old, new, 1)
    if hand.random() < 0.12 and len(word) > 4:
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
