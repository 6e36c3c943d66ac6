"""Names to the letters of a machine-readable zone (part 3, sections 4.6 and 6), by ICAO's tables or as a state writes them."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product

from egnatia.engines.documents.icao.arabic import (
    FINAL_TEH_MARBUTA,
    JOINERS,
    NOT_ENCODED,
    OTHER_CODES,
    SHADDA,
    TABLE_C,
    TEH_MARBUTA,
)
from egnatia.engines.documents.icao.cyrillic import (
    BY_LANGUAGE,
    FIRST_IN_UKRAINIAN,
    LAST_IN_BULGARIAN,
    NATIONAL_CYRILLIC,
    OLDER_CYRILLIC,
    TABLE_B,
    WITHOUT_ROW,
)
from egnatia.engines.documents.icao.latin import NATIONAL_LATIN, OLDER_LATIN, TABLE_A

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SEPARATORS = frozenset(" \u00a0-\u2010\u2011\u2012\u2013\u2014,\u060c\u066b")
_MOST_FORMS = 64
_NATIONAL = NATIONAL_CYRILLIC | NATIONAL_LATIN  # no language has both
_OLDER = {"sr": OLDER_CYRILLIC["sr"] | OLDER_LATIN["sr"]}


class Practice(StrEnum):
    """Whose rule: ICAO's table, or the issuing state's own where that is known to differ."""

    ICAO = "icao"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Transliteration:
    """Components in the letters A to Z, and the characters that no table knows, which are left out."""

    components: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As in the name field."""
        return "<".join(self.components)


def transliterate(text: str, language: str | None = None, *, practice: Practice = Practice.ICAO) -> Transliteration:
    """A name, or an identifier of several components, in any mix of the three scripts.

    Hyphens, commas and blanks separate components; apostrophes and other punctuation go (section 4.6). Letters with marks that
    have no row become the letter under the mark. Digits and letters of other scripts are `unknown`.

    language  ISO 639-1: be, bg, mk, ru, sr, uk, tr; None where it isn't known, then the tables' forms without exceptions
    """
    unknown: list[str] = []
    components = []
    for component in _components(text):
        forms = [options[0] for options in _options(component, language, practice, unknown)]
        components.append("".join(forms))
    return Transliteration(tuple(filter(None, components)), tuple(unknown))


def possible_forms(text: str, language: str | None = None, *, limit: int = _MOST_FORMS) -> tuple[str, ...]:
    """All forms in which documents may write the name, as in the name field: by the table in all its variants, and by national
    practice; those of `transliterate` first. At most `limit`.
    """
    by_practice = [_spellings(_components(text), language, practice, limit) for practice in Practice]
    first = [spellings[0] for spellings in by_practice]
    others = [spelling for spellings in by_practice for spelling in spellings]
    return tuple(dict.fromkeys(filter(None, [*first, *others])))[:limit]


def _spellings(components: Sequence[str], language: str | None, practice: Practice, limit: int) -> list[str]:
    ways = (_ways(component, language, practice, limit) for component in components)
    return ["<".join(filter(None, way)) for way in islice(product(*ways), limit)]


def _ways(component: str, language: str | None, practice: Practice, limit: int) -> Sequence[str]:
    options = _options(component, language, practice, [])
    return tuple(map("".join, islice(product(*options), limit)))


def _components(text: str) -> list[str]:
    """In capitals, composed, letters of old encodings by position in the word brought to the letters they are."""
    plain = "".join(unicodedata.normalize("NFKC", one) if "\ufb1d" <= one <= "\ufefc" else one for one in text)
    capitals = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).upper())
    return "".join(" " if one in _SEPARATORS or one.isspace() else one for one in capitals).split()


def _options(component: str, language: str | None, practice: Practice, unknown: list[str]) -> list[Sequence[str]]:
    """For each piece of the component its forms, the preferred one first."""
    found: list[Sequence[str]] = []
    last_code = ""  # of the Arabic letter before, for a shadda to double
    at = 0
    while at < len(component):
        piece, forms = _national(component, at, language) if practice is Practice.NATIONAL else ("", ())
        piece = piece or component[at]
        if piece == SHADDA:
            forms, last_code = ((double(last_code),) if last_code else ()), ""
        elif not forms:
            forms = _final_teh_marbuta(component, at) or _by_table(piece, language, first=at == 0)
        if forms:
            found.append(forms)
        elif not _is_left_out(piece):
            unknown.append(piece)
        if piece in TABLE_C:
            last_code = forms[0]
        at += len(piece)
    return found


def _final_teh_marbuta(component: str, at: int) -> tuple[str, ...]:
    """Another code at the end of the component; marks after it don't count (section 6 C, note 2)."""
    if component[at] != TEH_MARBUTA or component[at:].strip(NOT_ENCODED + JOINERS + SHADDA) != TEH_MARBUTA:
        return ()
    return (FINAL_TEH_MARBUTA,)


def double(code: str) -> str:
    """What a shadda adds to its letter's code: the code again, without its X if it has one (section 6 C, note 3)."""
    return code.removeprefix("X")


def _national(component: str, at: int, language: str | None) -> tuple[str, tuple[str, ...]]:
    """What the state's own practice has at this place: letters of the name, and their forms, an older one last."""
    if language == "bg" and component[at:] in LAST_IN_BULGARIAN:
        return component[at:], (LAST_IN_BULGARIAN[component[at:]],)
    practice = _NATIONAL.get(language or "", {})
    piece = next((piece for width in (2, 1) if (piece := component[at : at + width]) in practice), "")
    if piece:
        return piece, (practice[piece],)
    letter = component[at]
    older = _OLDER.get(language or "", {}).get(letter)
    return (letter, (*_by_table(letter, language, first=at == 0), older)) if older else ("", ())


def _by_table(letter: str, language: str | None, *, first: bool) -> tuple[str, ...]:
    if letter in _LETTERS:
        return (letter,)
    if letter in TABLE_A:
        return TABLE_A[letter]
    if letter in TABLE_B:
        if first and language == "uk" and letter in FIRST_IN_UKRAINIAN:
            return (FIRST_IN_UKRAINIAN[letter],)
        return (BY_LANGUAGE.get(language or "", {}).get(letter, TABLE_B[letter]),)
    if letter in TABLE_C:
        return (TABLE_C[letter], *(code for other, code in OTHER_CODES if other == letter))
    under = unicodedata.normalize("NFD", letter)[0]
    return _by_table(under, language, first=first) if under != letter else ()


def _is_left_out(letter: str) -> bool:
    """Nothing is lost with it: marks, punctuation, what the tables say isn't encoded, the soft sign."""
    return letter in NOT_ENCODED + JOINERS + WITHOUT_ROW or unicodedata.category(letter)[0] in "MPZ" or letter in "ʼʹʻ`´"


def rows() -> Iterator[tuple[str, str]]:
    """Every row of the three tables: letter and preferred form."""
    yield from ((letter, forms[0]) for letter, forms in TABLE_A.items())
    yield from TABLE_B.items()
    yield from TABLE_C.items()
