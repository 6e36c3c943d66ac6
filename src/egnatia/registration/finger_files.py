"""Which finger is this file? Scanners and people name files by number or by word; both are read."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from egnatia.base.errors import Problem

_WORDS = ("thumb", "index", "middle", "ring", "little")
_ALSO = {"fore": "index", "forefinger": "index", "pinky": "little", "small": "little", "long": "middle", "pinkie": "little"}
_SHORT = {"t": 1, "i": 2, "m": 3, "r": 4, "l": 5}
_NUMBER = re.compile(r"(?<!\d)0*([1-9]|10)(?!\d)")
_PARTS = re.compile(r"[a-z]+")
_COMPACT = re.compile(r"([rl])([timrl])")

#: What is looked for in a folder of images.
IMAGE_ENDINGS = (".png", ".tif", ".tiff", ".bmp", ".wsq", ".jp2", ".j2k", ".jpg", ".jpeg")
NIST_ENDINGS = (".nst", ".nist", ".eft", ".an2", ".an3", ".int")


def find_position(file_name: str) -> int | None:
    """The position, 1 right thumb … 10 left little, that a file's name says.

    >>> [find_position(name) for name in ("7.png", "finger-03.wsq", "right_thumb.png", "Left Ring.tif", "LI.bmp", "scan.png")]
    [7, 3, 1, 9, 7, None]
    """
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    words = [_ALSO.get(word, word) for word in _PARTS.findall(stem)]
    side = 5 if "left" in words else 0 if "right" in words else None
    finger = next((number for number, word in enumerate(_WORDS, start=1) if word in words), None)
    if side is not None and finger is not None:
        return side + finger
    if compact := _COMPACT.fullmatch(stem):
        return (5 if compact[1] == "l" else 0) + _SHORT[compact[2]]
    numbers = _NUMBER.findall(stem)
    return int(numbers[-1]) if numbers else None


def by_position(files: Iterable[tuple[str, bytes]]) -> Mapping[int, bytes]:
    """Images by the position that their names say. Raises Problem `registration.file_name.unclear` and `.twice`."""
    found: dict[int, bytes] = {}
    for name, content in files:
        position = find_position(name)
        if position is None:
            raise Problem(
                "registration.file_name.unclear",
                _("The name of a file doesn't say which finger it is."),
                _("Name the files 1 to 10 (1 right thumb, 6 left thumb), or right_thumb, left_index and so on."),
                status=422,
                field="images",
                file=name[:100],
            )
        if position in found:
            raise Problem(
                "registration.file_name.twice",
                _("Two files have the name of the same finger."),
                _("Choose one image for each finger."),
                status=422,
                field="images",
                position=position,
            )
        found[position] = content
    return found


def is_nist(file_name: str, content: bytes) -> bool:
    """Whether it is an ANSI/NIST-ITL file: by its ending, or by how its first record begins."""
    return file_name.lower().endswith(NIST_ENDINGS) or content[:6] == b"1.001:"
