"""Characters of OCR-B that are taken for one another, in both directions: what `corrections` tries.

The groups are those of public experience with document readers, not of Doc 9303, which has none. Two pairs no check digit can
tell apart, because their values are the same modulo 10: 1 and L, 6 and G; and neither can it tell a filler from K.
"""

from egnatia.engines.documents.mrz.check_digits import DIGITS, LETTERS, value_of

#: What may stand in a place of that kind.
DIGIT_PLACES = DIGITS
DATE_PLACES = DIGITS + "<"
LETTER_PLACES = LETTERS + "<"
ALPHANUMERIC_PLACES = LETTERS + DIGITS + "<"

_GROUPS = ("0ODQ", "1IL", "2Z", "5S", "8B", "6G", "4A", "7T", "UV", "CG", "<KC", "17", "38", "56", "68", "08")

CONFUSIONS: dict[str, str] = {
    character: "".join(sorted({other for group in _GROUPS if character in group for other in group} - {character}))
    for character in sorted(set("".join(_GROUPS)))
}
#: Of each character those that it may be taken for without any check digit noticing.
UNNOTICED: dict[str, str] = {
    character: unnoticed
    for character, others in CONFUSIONS.items()
    if (unnoticed := "".join(other for other in others if (value_of(other) - value_of(character)) % 10 == 0))
}


def alternatives(character: str, *, allowed: str) -> str:
    """What `character` may really be, of the characters allowed in its place."""
    return "".join(other for other in CONFUSIONS.get(character, "") if other in allowed)


def are_confusable(one: str, other: str) -> bool:
    """Are the two of one length and the same, save for characters that are taken for one another?"""
    return len(one) == len(other) and all(a == b or b in CONFUSIONS.get(a, "") for a, b in zip(one, other, strict=True))
