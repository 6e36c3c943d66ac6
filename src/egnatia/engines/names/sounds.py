"""A token as a string of sounds (`letters`): what is compared."""

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.letters import SOUNDS, TABLES, Table
from egnatia.engines.names.scripts import Script, Treatment, treatment_of
from egnatia.engines.names.spelling import Token

_NUMBERS = {sound: number for number, sound in enumerate(SOUNDS)}
_LONGEST = {script: max(map(len, table)) for script, table in TABLES.items()}
_MOST = 40  # sounds of a token


@lru_cache(maxsize=200_000)
def hear(spelling: str, script: Script) -> NDArray[np.uint8]:
    """uint8[n]: the sounds of a word, numbers into `SOUNDS`, none twice in a row; empty for a script without treatment."""
    treatment = treatment_of(script)
    if treatment is Treatment.NONE:
        return _frozen([])
    if treatment is Treatment.ROMANISED:
        spelling, script = romanise(spelling), Script.LATIN
    heard: list[int] = []
    for sound in _read(_without_marks(spelling, TABLES[script]), script):
        if not heard or heard[-1] != sound:
            heard.append(sound)
    return _frozen(heard[:_MOST])


def hear_token(token: Token) -> NDArray[np.uint8]:
    return hear(token.spelling, token.script)


def romanise(spelling: str) -> str:
    """Latin letters for a script that this engine has no table of, by the general tables of `anyascii`."""
    from anyascii import anyascii

    return str(anyascii(spelling)).casefold()


def _read(spelling: str, script: Script) -> list[int]:
    numbers: list[int] = []
    at = 0
    while at < len(spelling):
        for length in range(_LONGEST[script], 0, -1):
            sounds = TABLES[script].get(spelling[at : at + length])
            if sounds is not None:
                numbers += [_NUMBERS[sound] for sound in sounds.split()]
                break
        else:
            length = 1  # a sign that means no sound
        at += length
    return numbers


def _without_marks(spelling: str, table: Table) -> str:
    """Letters that the table doesn't know lose what Unicode takes apart: ö is o, ή is η."""
    return "".join(
        character
        if character in table
        else "".join(part for part in unicodedata.normalize("NFD", character) if not unicodedata.combining(part))
        for character in spelling
    )


def _frozen(numbers: list[int]) -> NDArray[np.uint8]:
    array = np.array(numbers, np.uint8)
    array.setflags(write=False)
    return array
