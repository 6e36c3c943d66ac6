"""A person who doesn't exist, with ten fingers that can be pressed again and again."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.engines.fingerprint.synthetic.growth import grow_master
from egnatia.engines.fingerprint.synthetic.impression import press_finger
from egnatia.engines.fingerprint.synthetic.orientation import PATTERNS, FingerShape, draw_shape


@dataclass(frozen=True)
class SyntheticPerson:
    """Ten fingers grown from one number: related in pattern and ridge width as one person's are, each its own.

    >>> person = SyntheticPerson(7)
    >>> person.impression(2, 0).shape
    (400, 300)

    The same seed gives the same person, and the same take the same picture. A finger is grown when it is first asked for
    (about a second) and kept.
    """

    seed: int
    _masters: dict[int, NDArray[np.float32]] = field(default_factory=dict, repr=False, compare=False)

    def shape(self, position: int) -> FingerShape:
        """Pattern, singularities and ridge width of the finger at `position` (1 to 10)."""
        if position not in POSITIONS:
            raise ValueError(f"a finger position is 1 to 10, not {position}")
        return draw_shape(self.seed, position)

    def pattern(self, position: int) -> str:
        """The finger's class in plain words: arch, tented arch, left loop, right loop or whorl."""
        return PATTERNS[self.shape(position).pattern]

    def master(self, position: int) -> NDArray[np.float32]:
        """The finger's whole ridge pattern, float32[460, 344] from -1 (valley) to 1 (ridge), 500 dpi."""
        if position not in self._masters:
            self._masters[position] = grow_master(self.shape(position), self.seed, position)
        return self._masters[position]

    def impression(self, position: int, take: int) -> NDArray[np.uint8]:
        """One take of a finger as a live scanner gives it: uint8[400, 300], 500 dpi, dark ridges on light ground.

        take   from 0; each is pressed anew: turned, shifted, stretched, drier or wetter, never wholly in contact
        """
        return press_finger(self.master(position), self.shape(position).pad, self.seed, position, take)


def make_person(seed: int) -> SyntheticPerson:
    """The person grown from `seed` (any number from 0)."""
    return SyntheticPerson(seed)


def impression(person: SyntheticPerson, position: int, take: int) -> NDArray[np.uint8]:
    """One take of a finger of `person`; see `SyntheticPerson.impression`."""
    return person.impression(position, take)
