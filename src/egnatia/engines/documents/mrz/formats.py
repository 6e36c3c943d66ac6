"""The five formats and where their fields lie (parts 4 to 7, sections 4.2.2 and, of MRV-B, 5.2.2)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One format. Every field is a slice of all lines put one after the other, counted from 0.

    initials   first letters of its document codes
    shortest   how many characters of each line must be there for it to be tried at all; typists leave out fillers at the end
    composite  what the composite check digit is over, in order; none in visas, which have no such digit
    """

    name: str
    lines: int
    width: int
    initials: str
    shortest: tuple[int, ...]
    document_code: slice
    issuing_state: slice
    names: slice
    document_number: slice
    nationality: slice
    birth_date: slice
    sex: int
    expiry_date: slice
    optional_data: slice
    optional_check: int | None = None
    second_optional_data: slice | None = None
    composite: tuple[slice, ...] = ()
    composite_check: int | None = None

    @property
    def has_long_numbers(self) -> bool:
        """May a document number go on in the optional data (part 5, note j; part 6, note j)?"""
        return self.name in ("TD1", "TD2")

    def place(self, position: int) -> tuple[int, int]:
        """Line and character position, both from 1 as Doc 9303 counts."""
        return position // self.width + 1, position % self.width + 1


def _with_data_in_second_line(name: str, width: int, initials: str, optional_end: int, *, composite: bool) -> Format:
    """TD2, TD3, MRV-A and MRV-B: names in the first line; the second is alike in all up to the optional data.

    optional_end  where the optional data end in the second line
    """

    def second(start: int, end: int) -> slice:
        return slice(width + start, width + end)

    return Format(
        name=name,
        lines=2,
        width=width,
        initials=initials,
        shortest=(6, 28),
        document_code=slice(0, 2),
        issuing_state=slice(2, 5),
        names=slice(5, width),
        document_number=second(0, 9),
        nationality=second(10, 13),
        birth_date=second(13, 19),
        sex=width + 20,
        expiry_date=second(21, 27),
        optional_data=second(28, optional_end),
        optional_check=width + 42 if name == "TD3" else None,
        composite=(second(0, 10), second(13, 20), second(21, width - 1)) if composite else (),
        composite_check=2 * width - 1 if composite else None,
    )


TD1 = Format(
    name="TD1",
    lines=3,
    width=30,
    initials="ACI",
    shortest=(14, 18, 1),
    document_code=slice(0, 2),
    issuing_state=slice(2, 5),
    names=slice(60, 90),
    document_number=slice(5, 14),
    nationality=slice(45, 48),
    birth_date=slice(30, 36),
    sex=37,
    expiry_date=slice(38, 44),
    optional_data=slice(15, 30),
    second_optional_data=slice(48, 59),
    composite=(slice(5, 37), slice(38, 45), slice(48, 59)),
    composite_check=59,
)
TD2 = _with_data_in_second_line("TD2", 36, "ACI", 35, composite=True)
TD3 = _with_data_in_second_line("TD3", 44, "P", 42, composite=True)
MRV_A = _with_data_in_second_line("MRV-A", 44, "V", 44, composite=False)
MRV_B = _with_data_in_second_line("MRV-B", 36, "V", 36, composite=False)
FORMATS: Sequence[Format] = (TD1, TD2, TD3, MRV_A, MRV_B)
