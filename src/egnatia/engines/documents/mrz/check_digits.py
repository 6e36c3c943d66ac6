"""Check digits: weights 7-3-1, modulus 10 (part 3, section 4.9)."""

from operator import mul

FILLER = "<"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WEIGHTS = bytes((7, 3, 1)) * 40

#: By code in Latin-1: digits count as they are, A to Z 10 to 35, the filler and whatever has no place in a zone 0.
_VALUES = bytes(
    int(chr(code)) if chr(code) in DIGITS else LETTERS.index(chr(code)) + 10 if chr(code) in LETTERS else 0
    for code in range(256)
)


def compute_check_digit(text: str) -> str:
    """The digit for up to 120 characters; the weights begin anew with each text, never with each part of it."""
    return DIGITS[sum(map(mul, text.encode("latin-1", "replace").translate(_VALUES), WEIGHTS)) % 10]


def value_of(character: str) -> int:
    """What one character counts, 0 to 35."""
    return _VALUES[character.encode("latin-1", "replace")[0]]
