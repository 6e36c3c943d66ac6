"""Whether other people's programs read what this one writes, and how well and how fast they recognise fingers beside it.

On the four shared FVC sets, brought to 500 dpi, every two impressions of a set: 280 genuine and 2,880 impostors each, the
protocol of `fingerprint_accuracy`. Programs compare once from pictures with their own minutiae, and once from this program's
minutiae, given to them as ISO/IEC 19794-2 records (NBIS's bozorth3: as the xyt text that it reads). OpenAFIS has no
extraction; if OPENAFIS_DATA names the `data/valid` folder of its repository, the records that SecuGen's extractor made of the
same prints are there. CHKAN2K_RULES names the rules of NBIS's checker where it isn't installed in its own place.

What isn't on the machine is skipped and says so.

    python -m benches.fingerprint_peers
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benches import _peer_files
from benches._det import find_curve
from benches._fvc import DATA, SETS, compare_all, find_equal_error_rate, find_misses_at, read_set, split_scores
from benches._peers import (
    SOURCEAFIS,
    Answer,
    find_lacking,
    run_bozorth3,
    run_mindtct,
    run_openafis,
    run_sourceafis,
    write_xyt,
)
from benches._record import keep_curves, record
from egnatia.engines.fingerprint import iso19794
from egnatia.engines.fingerprint.comparison import compare_many
from egnatia.engines.fingerprint.extraction import extract
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.template import build_template

FMR = 0.001
TIMED = "fvc2002/DB1_B"  # 388x374 pixels
OURS = "Egnatia"
_POSITION = 24  # of a record's bytes, the one that says which finger it is
Prints = dict[tuple[int, int], Minutiae]


def write_prints(sets: dict[str, Prints], into: Path) -> dict[str, Path]:
    """A folder a set, in it each print as picture (png, 500 dpi), as record of this program's minutiae (iso) and as xyt."""
    folders = {name: into / name.replace("/", "-") for name in sets}
    for name, prints in sets.items():
        folders[name].mkdir()
        for (finger, impression), minutiae in prints.items():
            file = folders[name] / f"{finger}_{impression}"
            image = read_image((DATA / name / f"{file.name}.png").read_bytes())
            Image.fromarray(image.pixels).save(file.with_suffix(".png"), dpi=(500, 500))
            file.with_suffix(".iso").write_bytes(iso19794.encode(minutiae, 2, 60))
            write_xyt(minutiae, file.with_suffix(".xyt"))
    return folders


def compare_ours(sets: dict[str, Prints]) -> Answer:
    """Ours, with the CPU seconds of templates and comparisons; extraction is timed apart."""
    templates = {name: [build_template(minutiae) for minutiae in prints.values()] for name, prints in sets.items()}
    compare_all(templates[TIMED][:2], compare_many)
    began = time.process_time()
    scores = {name: compare_all(of_set, compare_many).astype(np.float64) for name, of_set in templates.items()}
    pairs = sum(len(of_set) ** 2 for of_set in templates.values())
    return Answer(scores, (time.process_time() - began) / pairs)


def time_extraction(folder: Path) -> float:
    """CPU seconds a picture, from bytes to template."""
    files = [file.read_bytes() for file in sorted(folder.glob("*.png"))]
    build_template(extract(read_image(files[0])).minutiae)
    began = time.process_time()
    for data in files:
        build_template(extract(read_image(data)).minutiae)
    return (time.process_time() - began) / len(files)


def read_records(folder: Path) -> dict[str, Prints] | None:
    """Another extractor's records of the shared sets. They leave open which finger it is, which this program wants to know."""
    found: dict[str, Prints] = {}
    for name in SETS:
        files = sorted((folder / name).glob("*.iso"))
        if not files:
            return None
        keys = [(int(finger), int(impression)) for finger, _, impression in (file.stem.partition("_") for file in files)]
        records = [file.read_bytes() for file in files]
        named = [record[:_POSITION] + b"\x02" + record[_POSITION + 1 :] for record in records]
        found[name] = {key: iso19794.decode(record)[1] for key, record in zip(keys, named, strict=True)}
    return found


def make_rows(way: str, answer: Answer, fingers: list[int]) -> list[dict[str, Any]]:
    eer = {name: find_equal_error_rate(scores, fingers) for name, scores in answer.scores.items()}
    misses = {name: find_misses_at(FMR, scores, fingers) for name, scores in answer.scores.items()}
    rows = [
        {"metric": f"fingerprint.peer_{metric}, {way}", "value": round(float(np.mean(list(rates.values()))), 2), "unit": "%"}
        | {"peers": {name: round(rate, 2) for name, rate in rates.items()}}
        for metric, rates in (("eer", eer), ("fnmr_fmr1000", misses))
    ]
    rows.append({"metric": f"fingerprint.peer_pairs_per_s, {way}", "value": round(1 / answer.match), "unit": "pairs/CPU-s"})
    if answer.template == answer.template:
        value = round(answer.template, 4)
        rows.append({"metric": f"fingerprint.peer_template_cpu_s, {way}", "value": value, "unit": "CPU-s a file"})
    return rows


def answer_all(sets: dict[str, Prints], folders: dict[str, Path], scratch: Path) -> tuple[dict[str, Answer], list[str]]:
    """Answers by way of extraction and comparison, and what was skipped."""
    ours = compare_ours(sets)
    answers = {OURS: Answer(ours.scores, ours.match, time_extraction(folders[TIMED]))}
    skipped = []
    if lacking := find_lacking(SOURCEAFIS):
        skipped += lacking
    else:
        version, answer = run_sourceafis(folders, "png")
        answers[f"{SOURCEAFIS} {version}"] = answer
        answers[f"our minutiae, {SOURCEAFIS} {version}"] = run_sourceafis(folders, "iso")[1]
    if lacking := find_lacking("mindtct", "bozorth3"):
        skipped += lacking
    else:
        minutiae, seconds = run_mindtct(folders, scratch / "mindtct")
        whole = run_bozorth3(minutiae)
        answers["NBIS mindtct and bozorth3"] = Answer(whole.scores, whole.match, seconds)
        answers["our minutiae, NBIS bozorth3"] = run_bozorth3(folders)
    if lacking := find_lacking("openafis-cli"):
        skipped += lacking
    else:
        answers["our minutiae, OpenAFIS"] = run_openafis(folders)
    return answers, skipped


def answer_foreign(data: Path) -> dict[str, Answer]:
    """SecuGen's minutiae, compared by this program and by OpenAFIS."""
    records = read_records(data)
    if records is None:
        return {}
    answers = {"SecuGen's minutiae, Egnatia": compare_ours(records)}
    if not find_lacking("openafis-cli"):
        answers["SecuGen's minutiae, OpenAFIS"] = run_openafis({name: data / name for name in SETS})
    return answers


def main() -> None:
    sets = {name: read_set(name) for name in SETS}
    fingers = [finger for finger, _ in sets[TIMED]]
    with tempfile.TemporaryDirectory() as folder:
        folders = write_prints(sets, Path(folder))
        answers, skipped = answer_all(sets, folders, Path(folder))
        if os.environ.get("OPENAFIS_DATA"):
            answers |= answer_foreign(Path(os.environ["OPENAFIS_DATA"]))
        rows = [row for way, answer in answers.items() for row in make_rows(way, answer, fingers)]
        rows += _peer_files.check_all(folders, sets)
    rows += [
        {"metric": f"fingerprint.peer, {name}", "value": "skipped", "unit": "it isn't on this machine"} for name in skipped
    ]
    ordered = {way: [split_scores(scores, fingers) for scores in answer.scores.values()] for way, answer in answers.items()}
    keep_curves("fingerprint_peers", {way: find_curve(of_sets) for way, of_sets in ordered.items()})
    record("fingerprint_peers", rows)


if __name__ == "__main__":
    main()
