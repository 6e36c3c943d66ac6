"""Sex and nationality as the candidate index keeps them: one number for both, and what two of them say for one person, in bits.

The weights are the logarithms of how much more often one person's two records agree or differ than do two persons' who have
names and birth dates alike, fitted to synthetic registers. Whatever isn't known says nothing,
and neither does what stands in the place of a nationality (stateless, refugee, unspecified).
"""

from collections.abc import Iterable
from enum import StrEnum

from egnatia.engines.documents.codes import find_special_code, iso_code
from egnatia.engines.names.compiling import kernel

UNKNOWN = 0
_LETTER, _STATE = 5, 15  # bits of a letter, and of a state of three letters
_STATE_MASK = (1 << _STATE) - 1
_SEX = 2 * _STATE  # below these bits stand two nationalities
_NOT_OF_A_STATE = ("status", "organization", "icao", "specimen")


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


_NUMBERS = {Sex.UNKNOWN: 0, Sex.MALE: 1, Sex.FEMALE: 2}

SAME_SEX = 0.5  # bits
OTHER_SEX = -5.0
SAME_NATIONALITY = 1.0
OTHER_NATIONALITY = -5.0


def find_states(codes: Iterable[str]) -> list[str]:
    """Nationalities by the codes of ISO 3166-1, each once; without what stands in the place of one."""
    special = {code: find_special_code(code) for code in codes}
    stays = {iso_code(code) for code, found in special.items() if found is None or found.kind not in _NOT_OF_A_STATE}
    return sorted(stays)


def pack(sex: Sex = Sex.UNKNOWN, nationalities: Iterable[str] = ()) -> int:
    """A number for sex and nationalities; of these the first two by letter."""
    packed = _NUMBERS[sex] << _SEX
    for place, state in enumerate(find_states(nationalities)[:2]):
        for at, letter in enumerate(state[:3]):
            packed |= (ord(letter) - ord("A") + 1) << (_STATE * place + _LETTER * at)
    return packed


@kernel
def find_first_state(packed):  # type: ignore[no-untyped-def]
    """The number of the first nationality, 0 where none is known."""
    return packed & _STATE_MASK


@kernel
def weigh_traits(one, other):  # type: ignore[no-untyped-def]
    """Bits for two packed numbers; the order of the two doesn't matter."""
    bits = 0.0
    if one >> _SEX and other >> _SEX:
        bits += SAME_SEX if one >> _SEX == other >> _SEX else OTHER_SEX
    if one & _STATE_MASK and other & _STATE_MASK:
        bits += SAME_NATIONALITY if share_nationality(one, other) else OTHER_NATIONALITY
    return bits


@kernel
def share_nationality(one, other):  # type: ignore[no-untyped-def]
    """Whether one of the nationalities is the same, or one side's isn't known."""
    first, second = one & _STATE_MASK, (one >> _STATE) & _STATE_MASK
    third, fourth = other & _STATE_MASK, (other >> _STATE) & _STATE_MASK
    if not first or not third:
        return True
    return first == third or first == fourth or (second != 0 and (second == third or second == fourth))
