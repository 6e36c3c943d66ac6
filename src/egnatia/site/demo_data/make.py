"""`python -m egnatia.site.demo_data.make`: draw the pictures of the demo's people again, byte for byte, from their seeds."""

import io
import sys

import numpy as np
import wsq  # noqa: F401  registers the format with Pillow
from numpy.typing import NDArray
from PIL import Image

from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.engines.fingerprint.synthetic import make_person
from egnatia.site.demo_data.cast import MEMBERS, Member
from egnatia.site.demo_data.faces import draw_face
from egnatia.site.demo_data.people import LAST_DAY
from egnatia.site.demo_data.story import identity_of


def encode_wsq(pixels: NDArray[np.uint8]) -> bytes:
    """A WSQ file at the format's usual rate (about 15 to 1)."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WSQ")
    return file.getvalue()


def draw_member(member: Member) -> bytes:
    """The face of one person, of the sex and age they are registered with."""
    identity = identity_of(member, LAST_DAY)
    born = int(identity["birth_date"]["value"][:4])
    return draw_face(member.seed, sex=identity["sex"], age=LAST_DAY.year - born)


def write_member(member: Member) -> int:
    """All pictures of one person; says how many bytes they take."""
    person = make_person(member.seed)
    size = 0
    for take in range(member.takes):
        member.prints_folder(take).mkdir(parents=True, exist_ok=True)
        for position in POSITIONS:
            size += member.print_file(position, take).write_bytes(encode_wsq(person.impression(position, take)))
    member.face_file.parent.mkdir(parents=True, exist_ok=True)
    return size + member.face_file.write_bytes(draw_member(member))


def main() -> None:
    """Write every picture, or those of the persons named on the command line."""
    wanted = set(sys.argv[1:])
    for member in MEMBERS:
        if not wanted or member.key in wanted:
            sys.stdout.write(f"{member.key}: {write_member(member):,} bytes\n")


if __name__ == "__main__":
    main()
