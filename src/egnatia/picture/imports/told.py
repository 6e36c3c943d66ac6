"""What is told about a row: where it is, what is wrong, and how to mend it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext

from egnatia.base.errors import Problem

MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One remark about a file.

    row      its number in the spreadsheet, 0 for the file as a whole; `column` its name, or ""
    code     stable: which kind of fault
    is_error the file isn't taken in; otherwise it is a remark
    """

    row: int
    column: str
    code: str
    message: str
    cure: str
    is_error: bool = True

    def __str__(self) -> str:
        where = gettext("Row %(row)s") % {"row": self.row} if self.row else gettext("File")
        return f"{where}{', ' + self.column if self.column else ''}: {self.message} {self.cure}".strip()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def refused(errors: list[Told]) -> Problem:
    """Nothing of the file was taken in; `errors` says why, row by row."""
    return Problem(
        "picture.import.refused",
        gettext("The file was not taken in: %(n)s things in it have to be mended.") % {"n": len(errors)},
        gettext("Mend the rows that are named and import the whole file again."),
        status=422,
        errors=[one.as_dict() for one in errors[:MOST_TOLD]],
        in_all=len(errors),
    )
