"""The holder's name in the name field: read, and written with truncation (part 3, section 4.6; parts 4 to 7, section 4.2.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from egnatia.engines.documents.mrz.check_digits import FILLER


@dataclass(frozen=True, slots=True)
class HolderName:
    """Primary and secondary identifier, each as its components.

    may_be_truncated  the field's last position is a letter; a name that just fits looks the same, and Doc 9303 has it taken for
                      truncated
    """

    primary: tuple[str, ...]
    secondary: tuple[str, ...] = ()
    may_be_truncated: bool = False

    def __str__(self) -> str:
        return " ".join((*self.primary, *self.secondary))


def read_name(field: str) -> HolderName | None:
    """None where the field is empty. A second `<<` separates components like `<`, for some states print it so."""
    primary, _, secondary = field.strip(FILLER).partition(FILLER * 2)
    if not primary:
        return None
    if field.startswith(FILLER * 2):  # nothing but a secondary identifier
        return HolderName((), _components(field), not field.endswith(FILLER))
    return HolderName(_components(primary), _components(secondary), not field.endswith(FILLER))


def write_name(primary: Sequence[str], secondary: Sequence[str], width: int) -> str:
    """The name field, truncated where it must be.

    The secondary identifier is cut at the end of the field. Where there is no room for even its first letter, characters are
    taken from the primary identifier's longest components until there is. A truncated name ends in a letter at the last
    position, save where components of one letter leave no way to do that.
    """
    whole = FILLER.join(primary) + (FILLER * 2 + FILLER.join(secondary) if secondary else "")
    if len(whole) <= width:
        return whole.ljust(width, FILLER)
    if not secondary:
        return _shorten(primary, width).ljust(width, FILLER)
    field = _truncate(primary, secondary, width, width - 3)
    if field.endswith(FILLER):  # components of one letter: the primary identifier pays for one letter more
        field = _truncate(primary, secondary, width, len(field.partition(FILLER * 2)[0]) - 1)
    return field


def _components(identifier: str) -> tuple[str, ...]:
    return tuple(filter(None, identifier.split(FILLER)))


def _truncate(primary: Sequence[str], secondary: Sequence[str], width: int, room: int) -> str:
    """The primary identifier in `room` characters at most, the secondary in what is left."""
    start = _shorten(primary, max(room, 1)) + FILLER * 2
    return (start + _cut(secondary, width - len(start))).ljust(width, FILLER)


def _cut(components: Sequence[str], width: int) -> str:
    cut = FILLER.join(components)[:width]
    if not cut.endswith(FILLER):
        return cut
    begun = cut.count(FILLER) + 1  # the next component's first letter instead of the filler, paid for by the longest before it
    return _shorten([*components[: begun - 1], components[begun - 1][0]], width)


def _shorten(components: Sequence[str], width: int) -> str:
    left = list(components)
    while len(joined := FILLER.join(left)) > width:
        longest = max(range(len(left)), key=lambda at: (len(left[at]), at))
        if len(left[longest]) == 1:
            left.pop()
        else:
            left[longest] = left[longest][:-1]
    return joined
