"""The number that a national system knows a registration by: short, plain, and fit to stand in an address."""

import re

from django.utils.translation import gettext as _

from egnatia.base.errors import Problem

#: Letters, digits and . _ : - between them. Upper and lower case are the same number.
GRAMMAR = r"^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,62}[A-Za-z0-9])?$"
_NUMBER = re.compile(GRAMMAR)


def check_national_number(text: str) -> str:
    """The number as it came. Raises Problem `persons.national_number.malformed`.

    >>> check_national_number("MK-2026/17")
    Traceback (most recent call last):
    egnatia.base.errors.Problem: persons.national_number.malformed: ...
    >>> check_national_number("MK-2026-17")
    'MK-2026-17'
    """
    if not _NUMBER.fullmatch(text):
        raise Problem(
            "persons.national_number.malformed",
            _("This can't be a national number."),
            _("Use 1 to 64 letters A to Z, digits, and . _ : - between them."),
            status=422,
            field="national_number",
        )
    return text
