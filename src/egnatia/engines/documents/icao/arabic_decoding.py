"""From the letter code of a machine-readable zone back to Arabic script (part 3, appendix B.6), with what is ambiguous shown.

No code is the beginning of another, so letters are found one way only, save for two things: a few codes stand for several
letters, and a doubled letter may be two letters or one with shadda. Every way is given. Vowel marks were never encoded and
don't come back.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from egnatia.engines.documents.icao.arabic import (
    FINAL_TEH_MARBUTA,
    OLDER_WORDS,
    OTHER_CODES,
    SHADDA,
    TABLE_C,
    TEH_MARBUTA,
)
from egnatia.engines.documents.icao.transliteration import double
from egnatia.engines.errors import EngineError

_MOST_SPELLINGS = 64
_LONGEST_CODE = 3
#: A name field has at most 39 characters.
_LONGEST_NAME = 100


def _letters_by_code() -> dict[str, tuple[str, ...]]:
    """The table's letters first, then those that another passage of Doc 9303 gives the code."""
    letters: dict[str, list[str]] = defaultdict(list)
    for letter, code in (*TABLE_C.items(), (TEH_MARBUTA, FINAL_TEH_MARBUTA), *OTHER_CODES):
        letters[code].append(letter)
    return {code: tuple(of_code) for code, of_code in letters.items()}


LETTERS_BY_CODE = _letters_by_code()


@dataclass(frozen=True, slots=True)
class Piece:
    """One code and the letters that it may stand for."""

    code: str
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decoding:
    """What a name in letter code may be in Arabic script.

    spellings  possible spellings, with blanks between components, those without shadda first
    complete   False where there are more than were asked for
    pieces     code by code, taking a letter for doubled by a shadda only where nothing else can be read
    unread     what is left at the end of a truncated name: the beginning of a code
    """

    spellings: tuple[str, ...]
    complete: bool
    pieces: tuple[Piece, ...]
    unread: str


def decode(code: str, *, limit: int = _MOST_SPELLINGS) -> Decoding:
    """The possible spellings of a name in letter code, its components with `<` or blanks between them.

    Most names in zones of states that use the Arabic script are written by sound, and some of those happen to be readable as
    code (HUSSEIN): an X before other letters is the sign of the code.

    Raises EngineError `arabic.not_letter_code`.
    """
    words = code.upper().replace("<", " ").split()
    if not words or len(code) > _LONGEST_NAME:
        raise _not_letter_code(code)
    *whole, last = words
    end = _readable_end(last)
    if end is None or not all(0 in _live_places(word) for word in whole):
        raise _not_letter_code(code)
    read = [word for word in (*whole, last[:end]) if word]
    ways = product(*(tuple(islice(_spellings(word), limit + 1)) for word in read))
    spellings = tuple(dict.fromkeys(map(" ".join, islice(ways, limit + 1))))
    pieces = tuple(piece for word in read for piece in _first_pieces(word))
    return Decoding(spellings[:limit], len(spellings) <= limit, pieces, last[end:])


def _steps(word: str, at: int) -> Iterator[tuple[int, Piece]]:
    """Each way to take one letter from there, with where it ends: the letter alone first, then with shadda."""
    codes = (word[at : at + width] for width in range(1, _LONGEST_CODE + 1))
    code = next((code for code in codes if code in LETTERS_BY_CODE), None)
    if code is None:
        return
    letters, after = LETTERS_BY_CODE[code], at + len(code)
    yield after, Piece(code, letters)
    for again in dict.fromkeys((double(code), code)):
        if word.startswith(again, after):
            yield after + len(again), Piece(code + again, tuple(letter + SHADDA for letter in letters))


def _live_places(word: str) -> set[int]:
    """The places from which the word can be read to its end."""
    live = {len(word)}
    for at in reversed(range(len(word))):
        if any(end in live for end, _ in _steps(word, at)):
            live.add(at)
    return live


def _readable_end(word: str) -> int | None:
    """How far the last word of a name can be read: to its end, or to where a code begins that the field's end cuts off."""
    ends = (at for at in reversed(range(len(word))) if any(code.startswith(word[at:]) for code in LETTERS_BY_CODE))
    return next((end for end in (len(word), *ends) if 0 in _live_places(word[:end])), None)


def _first_pieces(word: str) -> Iterator[Piece]:
    live, at = _live_places(word), 0
    while at < len(word):
        at, piece = next(step for step in _steps(word, at) if step[0] in live)
        yield piece


def _spellings(word: str) -> Iterator[str]:
    if word in OLDER_WORDS:
        yield OLDER_WORDS[word]
    yield from _spell(word, 0, _live_places(word), "")


def _spell(word: str, at: int, live: set[int], before: str) -> Iterator[str]:
    if at == len(word):
        yield before
        return
    for end, piece in _steps(word, at):
        if end in live:
            for letter in piece.letters:
                yield from _spell(word, end, live, before + letter)


def _not_letter_code(code: str) -> EngineError:
    return EngineError(
        "arabic.not_letter_code",
        f"{code[:60]!r} isn't in the letter code of ICAO Doc 9303 for the Arabic script.",
        "Take the name as it is written: it was transcribed by sound.",
    )
