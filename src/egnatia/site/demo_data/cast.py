"""Who is in the demo with pictures: two persons a node, and the people of the story. All are grown from seeds."""

from dataclasses import dataclass
from pathlib import Path

from egnatia.engines.fingerprint.minutiae import POSITIONS

FOLDER = Path(__file__).parent
NODES = ("AL", "BA", "XK", "ME", "MK", "RS")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the demo whose fingers and face are in the repository.

    key     names the folder of prints and the face
    node    the partner at whose node the person is first registered
    seed    of the fingers, the face and, where the story doesn't write it out, the identity
    takes   how many takes of all ten fingers there are
    """

    key: str
    node: str
    seed: int
    takes: int = 1

    def print_file(self, position: int, take: int = 0) -> Path:
        """The WSQ picture of one finger (position 1 to 10) in one take."""
        return self.prints_folder(take) / f"{position:02d}.wsq"

    def prints_folder(self, take: int = 0) -> Path:
        """The folder with the ten pictures `01.wsq` to `10.wsq` of one take, named by finger position."""
        return FOLDER / "prints" / self.key / f"take-{take}"

    @property
    def face_file(self) -> Path:
        """The drawn face."""
        return FOLDER / "faces" / f"{self.key}.jpg"

    def files(self) -> list[Path]:
        """Every file of this person."""
        return [*(self.print_file(p, take) for take in range(self.takes) for p in POSITIONS), self.face_file]


# Seeds that end in 7 to 9 travel alone (people.py), so each of these is a grown-up of their own.
#: Drawn again: the first seed gave fingers so rich in minutiae that a stranger came out as a possible match.
_DRAWN_AGAIN = {("BA", 2): 9_170_019}
#: Two persons a node. The first of MK is the story's: registered there in take 0, and in RS in take 1.
RESIDENTS = tuple(
    Member(
        f"{node.lower()}-{number}",
        node,
        _DRAWN_AGAIN.get((node, number), 9_160_007 + 10 * index + number),
        takes=2 if (node, number) == ("MK", 1) else 1,
    )
    for index, node in enumerate(NODES)
    for number in (1, 2)
)
#: The story's person, known as one in MK and under another spelling in RS.
TRAVELLER = next(member for member in RESIDENTS if member.key == "mk-1")
#: Nobody knows this person.
STRANGER = Member("stranger", "BA", 9_000_199)
#: Says to be a national of Albania, so Albania is not asked.
FROM_ALBANIA = Member("from-albania", "ME", 9_000_279)

MEMBERS = (*RESIDENTS, STRANGER, FROM_ALBANIA)
