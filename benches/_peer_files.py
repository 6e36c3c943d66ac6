"""Whether public programs find in our files what we put there, for `fingerprint_peers`. What isn't here is skipped, and says so."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import wsq  # noqa: F401  registers the format with Pillow
from PIL import Image

from benches._peers import find_lacking, run
from egnatia.engines.fingerprint.decoding import decode_picture
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.nist import NistFinger, NistMinutiae, read_nist, write_nist

Prints = dict[tuple[int, int], Minutiae]
_POINT = re.compile(r"Type\s*: (0x\w).*?\n\s*Coordinate\s*: \((\d+),(\d+)\)\n\s*Angle\s*: (\d+) .*?\n\s*Quality\s*: (\d+)")


def check_all(folders: dict[str, Path], sets: dict[str, Prints]) -> list[dict[str, Any]]:
    """A row for each kind of file: how many were read with everything in them as it was written."""
    return [
        _check("ISO/IEC 19794-2, NIST BiomDI prfmr", ("prfmr",), check_records, folders, sets),
        _check("ISO/IEC 19794-2 to type 9, NIST BiomDI", ("fmr2fmr", "fmr2an2k"), check_converted, folders, sets),
        _check("WSQ, NBIS dwsq", ("dwsq",), check_wsq, folders, sets),
        _check("JPEG 2000, OpenJPEG", ("opj_decompress",), check_jpeg2000, folders, sets),
        _check("ANSI/NIST types 1, 2, 4, 9, 10, 14, NBIS an2ktool", ("an2ktool",), check_nist, folders, sets),
        _check("ANSI/NIST types 1, 2, 4, 9, 10, 14, NBIS chkan2k", ("chkan2k",), check_rules, folders, sets),
    ]


def _check(
    what: str,
    programs: tuple[str, ...],
    check: Callable[[dict[str, Path], dict[str, Prints]], tuple[int, int]],
    folders: dict[str, Path],
    sets: dict[str, Prints],
) -> dict[str, Any]:
    row = {"metric": f"fingerprint.peer_reads {what}"}
    if lacking := find_lacking(*programs):
        return row | {"value": "skipped", "unit": f"{', '.join(lacking)}: not on this machine"}
    good, count = check(folders, sets)
    return row | {"value": good, "unit": f"of {count} files", "target": str(count)}


def check_records(folders: dict[str, Path], sets: dict[str, Prints]) -> tuple[int, int]:
    """NIST's reader of minutiae records, with its own checks on (-v): every value of every minutia."""
    good = count = 0
    for name, prints in sets.items():
        for (finger, impression), minutiae in prints.items():
            said = run("prfmr", "-v", "-ti", "ISO", folders[name] / f"{finger}_{impression}.iso").stdout
            found = [[int(item, 0) for item in point] for point in _POINT.findall(said)]
            x, y, direction, kind = minutiae.points.T.astype(int)
            ours = np.stack([kind, x, y, direction, minutiae.quality], axis=1).tolist()
            good += found == ours and f"Image Size\t\t: {minutiae.width}x{minutiae.height}" in said
            count += 1
    return good, count
