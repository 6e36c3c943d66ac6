"""Other people's fingerprint programs, called as anyone would call them, for `fingerprint_peers`.

They are looked for on PATH; SourceAFIS, a library, by its class path in SOURCEAFIS_CLASSPATH. Where to get them is said in
docs/fingerprints.md. Nothing of them is in this repository.
"""

import os
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.minutiae import Minutiae

SOURCEAFIS = "SourceAFIS"
_DRIVER = Path(__file__).parent / "peers" / "SourceAfisScores.java"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program says of every two prints of some sets.

    scores: float64[n, n] by set, the first of a pair the probe; match: CPU seconds a pair; template: CPU seconds a file, of
    extraction where it was given pictures
    """

    scores: dict[str, NDArray[np.float64]]
    match: float
    template: float = float("nan")


def find_lacking(*programs: str) -> list[str]:
    """Those that aren't here."""
    lacking = [name for name in programs if name != SOURCEAFIS and not shutil.which(name)]
    if SOURCEAFIS in programs and not (os.environ.get("SOURCEAFIS_CLASSPATH") and shutil.which("java")):
        lacking.append(f"{SOURCEAFIS} (java, SOURCEAFIS_CLASSPATH)")
    return lacking


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """On one core, output as text; raises where the program fails."""
    on_one_core = ["taskset", "-c", "0", *map(str, command)]
    return subprocess.run(on_one_core, cwd=cwd, capture_output=True, text=True, errors="replace", check=True)


def run_sourceafis(sets: dict[str, Path], ending: str) -> tuple[str, Answer]:
    """SourceAFIS's version, and its answer on folders of png or iso files."""
    classes = os.environ["SOURCEAFIS_CLASSPATH"]
    lines = run("java", "-XX:+UseSerialGC", "-cp", classes, _DRIVER, ending, *sets.values()).stdout.splitlines()
    said = [line.split() for line in lines]
    rows = np.array([[float(score) for score in line[1:]] for line in said if line[0] == "scores"])
    means = {word: float(np.mean([float(line[1]) for line in said if line[0] == word])) for word in ("match", "template")}
    scores = dict(zip(sets, rows.reshape(len(sets), -1, rows.shape[1]), strict=True))
    return said[0][1], Answer(scores, means["match"], means["template"])


def run_openafis(sets: dict[str, Path]) -> Answer:
    """OpenAFIS's command line on folders of iso files: whole percents of every two; its time includes reading them."""
    scores: dict[str, NDArray[np.float64]] = {}
    began = _children_seconds()
    for name, folder in sets.items():
        with tempfile.TemporaryDirectory() as scratch:
            run("openafis-cli", "many-many", "--path", folder, cwd=Path(scratch))
            (table,) = Path(scratch).glob("*.csv")
            head, *lines = [line.split(",") for line in table.read_text().splitlines()]
        order = np.argsort([Path(label).stem for label in head[1:]])
        found = np.array([[float(score) for score in line[1:]] for line in lines])
        scores[name] = found[np.ix_(order, order)]
    return Answer(scores, (_children_seconds() - began) / sum(found.size for found in scores.values()))


def run_mindtct(sets: dict[str, Path], into: Path) -> tuple[dict[str, Path], float]:
    """NBIS's minutiae of png files as folders of xyt files, and CPU seconds a picture."""
    folders = {name: into / name.replace("/", "-") for name in sets}
    began, count = _children_seconds(), 0
    for name, folder in sets.items():
        folders[name].mkdir(parents=True)
        for picture in sorted(folder.glob("*.png")):
            run("mindtct", picture, folders[name] / picture.stem)
            count += 1
    return folders, (_children_seconds() - began) / count


def write_xyt(minutiae: Minutiae, file: Path) -> None:
    """Ours in NIST's own form: x, y from the lower left corner, angle in degrees and off the ridge's end, quality."""
    x, y, direction, _ = minutiae.points.T.astype(int)
    angle = (np.rint(direction * 360 / 256).astype(int) + 180) % 360
    rows = zip(x, minutiae.height - y, angle, minutiae.quality.tolist(), strict=True)
    lines = [" ".join(map(str, row)) for row in rows]
    file.write_text("\n".join(lines) + "\n")


def run_bozorth3(sets: dict[str, Path]) -> Answer:
    """NBIS's matcher on folders of xyt files; each print with itself and those after it. Its time includes reading them."""
    scores: dict[str, NDArray[np.float64]] = {}
    began, pairs = _children_seconds(), 0
    for name, folder in sets.items():
        files = sorted(folder.glob("*.xyt"))
        gallery = folder / "gallery.lis"
        scores[name] = np.zeros((len(files), len(files)))
        for row, probe in enumerate(files):
            gallery.write_text("".join(f"{file}\n" for file in files[row:]))
            said = run("bozorth3", "-p", probe, "-G", gallery).stdout.split()
            scores[name][row, row:] = [float(score) for score in said]
            pairs += len(said)
    return Answer(scores, (_children_seconds() - began) / pairs)


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
