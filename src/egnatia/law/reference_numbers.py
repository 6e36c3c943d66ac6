"""Reference numbers: partner, category digit, serial, check character (Eurodac art. 37(3)-(4); ISO 7064 MOD 37,36)."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.law.categories import category as get_category
from egnatia.law.partners import partner as get_partner
from egnatia.law.partners import partners

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(r"([A-Z]{2})([0-9])([0-9A-Z]{1,24})([0-9A-Z])", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-./]+")


@dataclass(frozen=True, slots=True)
class ReferenceNumber:
    """A reference number taken apart; str() gives it whole.

    >>> str(check_reference_number("mk1 0000 0001 8"))  # doctest: +SKIP
    'MK1000000018'
    """

    partner: str
    category: int
    serial: str
    check: str

    def __str__(self) -> str:
        return f"{self.partner}{self.category}{self.serial}{self.check}"


def make_reference_number(partner: str, category: int, serial: str) -> str:
    """The reference number for a serial of 1 to 24 letters A–Z and digits, with its check character."""
    get_partner(partner)
    get_category(category)
    body = f"{partner}{category}{serial}"
    if not _SHAPE.fullmatch(body + "0"):
        raise ValueError("a serial is 1 to 24 characters of 0-9 and A-Z")
    return body + check_character(body)


def check_reference_number(text: str) -> ReferenceNumber:
    """Take a reference number apart; spaces, hyphens, dots and small letters are forgiven.

    Problem `law.reference.not_a_reference_number`, or `law.reference.mistyped` where the check character doesn't fit.
    """
    compact = _SEPARATORS.sub("", text[:200]).upper()
    match = _SHAPE.fullmatch(compact)
    if match is None or match[1] not in partners():
        raise Problem(
            "law.reference.not_a_reference_number",
            gettext("This is not a reference number."),
            gettext("A reference number begins with two letters of the partner and one digit, for instance MK1."),
            field="reference_number",
        )
    if check_character(compact[:-1]) != compact[-1]:
        raise Problem(
            "law.reference.mistyped",
            gettext("The reference number has a typing error."),
            gettext("Compare it with the receipt, character by character."),
            field="reference_number",
        )
    return ReferenceNumber(match[1], int(match[2]), match[3], match[4])


def check_character(body: str) -> str:
    """The check character of ISO/IEC 7064 MOD 37,36 over the characters of `body` (hybrid system, section 8)."""
    product = 36
    for character in body:
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHABET[(37 - product) % 36]
