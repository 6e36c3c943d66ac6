"""Whether public programs find in our files what we put there, for `fingerprint_peers`. What isn't here is skipped."""

import io
import os
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


def check_converted(folders: dict[str, Path], sets: dict[str, Prints]) -> tuple[int, int]:
    """NIST's converters turn a record into a file with type 9 in the standard's older fields, which this program reads again.

    The older fields have hundredths of a millimetre from the lower edge and whole degrees, so places may be off by a pixel and
    directions by a step of INCITS 378, two degrees.
    """
    good = count = 0
    for name, prints in sets.items():
        for (finger, impression), minutiae in prints.items():
            file = folders[name] / f"{finger}_{impression}.iso"
            run("fmr2fmr", "-i", file, "-ti", "ISO", "-o", file.with_suffix(".fmr"), "-to", "ANSI")
            run("fmr2an2k", "-i", file.with_suffix(".fmr"), "-o", file.with_suffix(".an2"))
            (found,) = read_nist(file.with_suffix(".an2").read_bytes()).minutiae
            good += _are_alike(found.minutiae, minutiae)
            count += 1
    return good, count


def _are_alike(found: Minutiae, ours: Minutiae) -> bool:
    """Without a picture in the file nothing says where its lower edge is: places are compared from the lowest minutia up."""
    if len(found) != len(ours):
        return False
    apart = found.points.astype(int) - ours.points
    apart[:, 1] -= int(np.median(apart[:, 1]))
    turned = (apart[:, 2] + 128) % 256 - 128
    return bool((abs(apart[:, :2]) <= 1).all() and (abs(turned) <= 2).all() and (apart[:, 3] == 0).all())


def check_wsq(folders: dict[str, Path], _: dict[str, Prints]) -> tuple[int, int]:
    """Pictures as WSQ, decoded by NBIS and by this program: the same pixels."""
    good = count = 0
    for file in _pictures(folders):
        packed = file.with_suffix(".wsq")
        Image.open(file).save(packed, "WSQ")
        run("dwsq", "raw", packed, "-raw")
        raw = np.frombuffer(file.with_suffix(".raw").read_bytes(), np.uint8)
        good += np.array_equal(raw, decode_picture(packed.read_bytes()).pixels.ravel())
        count += 1
    return good, count


def check_jpeg2000(folders: dict[str, Path], _: dict[str, Prints]) -> tuple[int, int]:
    """Pictures as JPEG 2000 at 10 to 1, decoded by OpenJPEG's own program and by this one: the same pixels."""
    good = count = 0
    for file in _pictures(folders):
        packed = file.with_suffix(".jp2")
        packed.write_bytes(_as_jpeg2000(file))
        run("opj_decompress", "-i", packed, "-o", file.with_suffix(".pgm"))
        with Image.open(file.with_suffix(".pgm")) as decoded:
            good += np.array_equal(np.asarray(decoded), decode_picture(packed.read_bytes()).pixels)
        count += 1
    return good, count


def check_nist(folders: dict[str, Path], sets: dict[str, Prints]) -> tuple[int, int]:
    """NIST's parser of ANSI/NIST files prints every value, and the pictures that it takes out are those that were put in."""
    good = 0
    for number, (file, pictures) in enumerate(files := _write_files(folders, sets)):
        scratch = file.parent / f"taken-{number}"
        scratch.mkdir()
        said = run("an2ktool", "-print", "all", file, cwd=scratch).stdout
        taken = sorted(picture.read_bytes() for picture in scratch.glob("fld_*.tmp"))
        (minutiae,) = read_nist(file.read_bytes()).minutiae
        points = re.findall(r"\[9\.137\]=(\d+)", said)
        good += taken == sorted(pictures) and len(points) == 6 * len(minutiae.minutiae)
    return good, len(files)


def check_rules(folders: dict[str, Path], sets: dict[str, Prints]) -> tuple[int, int]:
    """NIST's checker finds nothing against the standard.

    Passed over is one complaint of its rules: that a resolution (9.131, 9.132) must have a single digit.
    """
    rules = Path(os.environ["CHKAN2K_RULES"]) if "CHKAN2K_RULES" in os.environ else None
    good = 0
    for file, _ in (files := _write_files(folders, sets)):
        said = run("chkan2k", *(["-b", rules] if rules else []), file).stderr
        errors = [line for line in said.splitlines() if line.startswith(("ERROR", "FATAL"))]
        good += not [line for line in errors if not re.search(r"M1-[HV]PS item size \d bytes, not 1", line)]
    return good, len(files)


def _write_files(folders: dict[str, Path], sets: dict[str, Prints]) -> list[tuple[Path, list[bytes]]]:
    """A file a set with records of types 1, 2, 4, 9, 10 and 14 in every compression, and the pictures in it."""
    files = []
    for name, folder in folders.items():
        picture = folder / "101_1.png"
        packed, jpeg2000 = io.BytesIO(), _as_jpeg2000(picture)
        with Image.open(picture) as image:
            image.save(packed, "WSQ")
            bare = image.tobytes()
        face = io.BytesIO()
        Image.new("RGB", (480, 640), "grey").save(face, "JPEG")
        fingers = [
            NistFinger(1, "rolled", packed.getvalue(), 500, 4),
            NistFinger(2, "plain", picture.read_bytes(), 500, 4),
            NistFinger(3, "rolled", packed.getvalue(), 500, 14),
            NistFinger(4, "plain", picture.read_bytes(), 500, 14),
            NistFinger(5, "plain", jpeg2000, 500, 14),
        ]
        data = write_nist(
            fingers,
            sender="RS/BORDER",
            receiver="MK/ASYLUM",
            transaction="0200000004F",
            made_on=date(2026, 11, 29),
            minutiae=[NistMinutiae(3, "rolled", sets[name][101, 1], 60)],
            face=face.getvalue(),
            fields={30: "Petrovski"},
        )
        file = folder / "ten-print.an2"
        file.write_bytes(data)
        files.append((file, [*(finger.data for finger in fingers if finger.position != 2), bare, face.getvalue()]))
    return files


def _pictures(folders: dict[str, Path]) -> list[Path]:
    return [file for folder in folders.values() for file in sorted(folder.glob("*.png"))[::4]]


def _as_jpeg2000(picture: Path) -> bytes:
    file = io.BytesIO()
    with Image.open(picture) as image:
        image.save(file, "JPEG2000", irreversible=True, quality_mode="rates", quality_layers=[10])
    return file.getvalue()
