"""A token as a string of sounds (`letters`): what is compared."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.letters import SOUNDS, TABLES, Table
from egnatia.engines.names.scripts import Script, Treatment, treatment_of

_NUMBERS = {sound: number for number, sound in enumerate(SOUNDS)}
_LONGEST = {script: max(map(len, table)) for script, table in TABLES.items()}
_MOST = 40  # sounds of a token
_ARTICLE_BEFORE_J = re.compile("[ae]l(?=j)")  # Aljasim, Eljesa: not the lj of Ljubica


@lru_cache(maxsize=200_000)
def hear(spelling: str, script: Script) -> NDArray[np.uint8]:
    """uint8[n]: the sounds of a word, numbers into `SOUNDS`, none twice in a row; empty for a script without treatment."""
    array = np.array([sound for _, sound in spell_out(spelling, script)], np.uint8)
    array.setflags(write=False)
    return array


def spell_out(spelling: str, script: Script) -> list[tuple[str, int]]:
    """Each sound of a word with the letters that it was heard from: none where the letter before means two sounds, two where
    both mean one.
    """
    treatment = treatment_of(script)
    if treatment is Treatment.NONE:
        return []
    if treatment is Treatment.ROMANISED:
        spelling, script = romanise(spelling), Script.LATIN
    heard: list[tuple[str, int]] = []
    for letters, sound in _read(_without_marks(spelling, TABLES[script]), script):
        if heard and heard[-1][1] == sound:
            heard[-1] = (heard[-1][0] + letters, sound)
        else:
            heard.append((letters, sound))
    return heard[:_MOST]


def romanise(spelling: str) -> str:
    """Latin letters for a script that this engine has no table of, by the general tables of `anyascii`."""
    from anyascii import anyascii

    return str(anyascii(spelling)).casefold()


def _read(spelling: str, script: Script) -> Iterator[tuple[str, int]]:
    at, article = 0, _ARTICLE_BEFORE_J.match(spelling) if script is Script.LATIN else None
    while at < len(spelling):
        for length in range(1 if article and at < article.end() else _LONGEST[script], 0, -1):
            letters = spelling[at : at + length]
            sounds = TABLES[script].get(letters)
            if sounds is not None:
                for sound in sounds.split():
                    yield letters, _NUMBERS[sound]
                    letters = ""
                break
        else:
            length = 1  # a sign that means no sound
        at += length


def _without_marks(spelling: str, table: Table) -> str:
    """Letters that the table doesn't know lose what Unicode takes apart: ö is o, ή is η."""
    return "".join(
        character
        if character in table
        else "".join(part for part in unicodedata.normalize("NFD", character) if not unicodedata.combining(part))
        for character in spelling
    )
