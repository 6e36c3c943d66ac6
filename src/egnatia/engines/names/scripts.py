"""Which script a word is written in, and what this engine can do with it.

Ranges are those of the Unicode blocks. A script that isn't compared sound by sound is declared so in every result
(`Treatment`): romanised first, or not treated at all; nothing is scored as if it were understood.
"""

from enum import StrEnum


class Script(StrEnum):
    """Scripts by their ISO 15924 codes."""

    LATIN = "Latn"
    CYRILLIC = "Cyrl"
    GREEK = "Grek"
    ARMENIAN = "Armn"
    GEORGIAN = "Geor"
    HEBREW = "Hebr"
    ARABIC = "Arab"
    ETHIOPIC = "Ethi"
    DEVANAGARI = "Deva"
    BENGALI = "Beng"
    UNKNOWN = "Zzzz"


class Treatment(StrEnum):
    """What a comparison did with a script.

    compared   letter by letter, by this engine's tables
    romanised  turned into Latin letters by a general table, which knows no language; compared as those
    none       left out: a name of such words can't be compared
    """

    COMPARED = "compared"
    ROMANISED = "romanised"
    NONE = "none"


_BLOCKS = (
    (0x0041, 0x024F, Script.LATIN),
    (0x0250, 0x02AF, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0531, 0x058F, Script.ARMENIAN),
    (0x0591, 0x05FF, Script.HEBREW),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x08A0, 0x08FF, Script.ARABIC),
    (0x0900, 0x097F, Script.DEVANAGARI),
    (0x0980, 0x09FF, Script.BENGALI),
    (0x10A0, 0x10FF, Script.GEORGIAN),
    (0x1200, 0x139F, Script.ETHIOPIC),
    (0x1C90, 0x1CBF, Script.GEORGIAN),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x2D00, 0x2D2F, Script.GEORGIAN),
    (0xFB13, 0xFB17, Script.ARMENIAN),
    (0xFB1D, 0xFB4F, Script.HEBREW),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFF, Script.ARABIC),
)

_TREATMENTS = {
    Script.ETHIOPIC: Treatment.ROMANISED,
    Script.DEVANAGARI: Treatment.ROMANISED,
    Script.BENGALI: Treatment.ROMANISED,
    Script.UNKNOWN: Treatment.NONE,
}

#: Letters of one script that look like those of another: Cyrillic letters by the Latin ones that they are mistaken for.
_LOOK_ALIKE = dict(zip("aceijopsxyABCEHIJKMOPSTXY", "асеіјорѕхуАВСЕНІЈКМОРЅТХУ", strict=True))
_LOOK_ALIKE |= dict(zip("bhkmt", "внкмт", strict=True))  # their capitals, in words brought to small letters
_TO_CYRILLIC = str.maketrans(_LOOK_ALIKE | {"ë": "ё", "ï": "ї"})
_TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in _LOOK_ALIKE.items()})


def script_of(word: str) -> Script:
    """The script of most of the word's letters; of equally many, that of the first."""
    counts: dict[Script, int] = {}
    for character in word:
        if character.isalpha():
            script = _find_block(ord(character))
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script], default=Script.UNKNOWN)


def treatment_of(script: Script) -> Treatment:
    return _TREATMENTS.get(script, Treatment.COMPARED)


def unmix(word: str) -> str:
    """A word whose letters are partly Latin, partly Cyrillic ones that look the same, in the script of most of them.

    Slips of a keyboard and copies out of files do that; nobody can see it.
    """
    scripts = {_find_block(ord(character)) for character in word if character.isalpha()}
    if scripts != {Script.LATIN, Script.CYRILLIC}:
        return word
    return word.translate(_TO_CYRILLIC if script_of(word) is Script.CYRILLIC else _TO_LATIN)


def _find_block(code: int) -> Script:
    for first, last, script in _BLOCKS:
        if first <= code <= last:
            return script
    return Script.UNKNOWN
