"""Whether the quality score predicts errors: misses left when the worst captures are discarded, on the four shared sets.

A good score discards first what doesn't match. For each set, the false non-match rate is taken at a fixed threshold while
the worst 0 to 20 % of the captures go; the area below that curve, relative to discarding at random, is 100 % for a score that
says nothing. `ideal` discards, one after the other, the capture with the most misses. Thresholds: each set's at a false match
rate of 0.1 % (two sets have no miss there and say nothing, one has one), the program's own for one finger, and where 5 % of a
set's comparisons miss, which gives every set the same say.

Beside the score: its powers fitted without the judged set (non-negative least squares on the logarithms of its parts, against
the rank of a print's three weakest comparisons with its finger's others); the former formula; NFIQ 2 (nfiq2_scores.json).
Which parts the score has was chosen by looking at all four sets, among some twenty; only the powers are cross-validated.

Also writes `engines/fingerprint/expected_errors.json`: errors by quality, for the table in docs/fingerprints.md.

    python -m benches.fingerprint_quality
"""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.stats import rankdata

import egnatia
from benches import _expected_errors
from benches._fvc import DATA, FINGERS, IMPRESSIONS, SETS, compare_all, read_set
from benches._record import keep_curves, record
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.comparison import compare_many
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.quality import DIRECTIONS, DRAGGED, EVENNESS, SURE_MINUTIAE, find_score, measure, rate
from egnatia.engines.fingerprint.ridges import RidgeMap, map_ridges
from egnatia.engines.fingerprint.template import build_template
from egnatia.engines.fingerprint.thresholds import possible_match_threshold

DISCARDED = (1, 2, 5, 10, 20)
AREA = np.arange(21)  # per cent of the captures
SYNTHETIC = Path(next(iter(egnatia.__path__))) / "site" / "demo_data" / "prints"
SLIDES = (6, 10, 16, 24)  # pixels
PARTS = (SURE_MINUTIAE, EVENNESS, DIRECTIONS)
SCORES = ("present", "present, powers fitted without the set", "former", "NFIQ 2")
IDEAL = "ideal"
ONE_FINGER = "threshold of one finger"
_NAMES = {"present": "score", "former": "former score"}  # in the figure

Values = NDArray[np.float64]


@dataclass(frozen=True)
class PrintSet:
    """80 captures of a set: scores float64[80, 80] of every two; parts float64[80, 3] of the score, logarithms; what each
    score says; reasons given.
    """

    name: str
    scores: Values
    parts: Values
    says: dict[str, Values]
    reasons: list[tuple[str, ...]]


def read(name: str, nfiq2: dict[str, int]) -> PrintSet:
    prints = read_set(name)
    ridges = [read_image((DATA / name / f"{finger}_{impression}.png").read_bytes()).ridges for finger, impression in prints]
    both = list(zip(prints.values(), ridges, strict=True))
    says = {
        "present": [find_score(*one) for one in both],
        "former": [former_score(*one) for one in both],
        "NFIQ 2": [nfiq2[f"{name}/{finger}_{impression}"] for finger, impression in prints],
    }
    scores = compare_all([build_template(minutiae) for minutiae in prints.values()], compare_many)
    parts = [[min(value / part.full, part.most) for value, part in zip(measure(*one), PARTS, strict=True)] for one in both]
    return PrintSet(
        name,
        scores.astype(np.float64),
        np.log(np.maximum(parts, 1e-3)),
        {score: np.array(values, np.float64) for score, values in says.items()},
        [rate(*one).reasons for one in both],
    )


def former_score(minutiae: Minutiae, ridges: RidgeMap) -> float:
    """Area, sure minutiae and the share of clear ridges, in equal parts."""
    clear = float(ridges.is_ridged.sum() / max(1, ridges.is_printed.sum()))
    parts = (ridges.area_mm2() / 180, float(minutiae.quality.sum()) / 100 / 45, clear / 0.75)
    return round(100 * math.prod(min(1.0, part) for part in parts) ** (1 / 3))


_FINGER = np.repeat(np.arange(len(FINGERS)), len(IMPRESSIONS))
_FIRST, _SECOND = np.triu_indices(len(_FINGER), 1)
_SAME = _FINGER[_FIRST] == _FINGER[_SECOND]
_A, _B = _FIRST[_SAME], _SECOND[_SAME]


def thresholds(one: PrintSet) -> dict[str, float]:
    """A miss is whoever doesn't score above it."""
    pairs = one.scores[_FIRST, _SECOND]
    impostors, evidence = np.sort(pairs[~_SAME]), possible_match_threshold(1)
    return {
        "FMR 0.1 %": float(impostors[-1 - int(0.001 * len(impostors))]),
        ONE_FINGER: p.IMPOSTOR_SCORE - p.EVIDENCE_SCALE * math.log(1 - evidence),  # fusion.weigh
        "5 % miss": float(np.quantile(pairs[_SAME], 0.05)),
    }


def misses_left(one: PrintSet, order: NDArray[np.intp], threshold: float, percent: float) -> float:
    """False non-match rate when the first `percent` of the captures in `order` are discarded."""
    kept = np.ones(len(_FINGER), bool)
    kept[order[: round(percent / 100 * len(order))]] = False
    misses = one.scores[_A, _B] <= threshold
    return float(misses[kept[_A] & kept[_B]].mean())


def ideal_order(one: PrintSet, threshold: float) -> NDArray[np.intp]:
    """Captures, the one with the most misses among those still there first."""
    misses, order = one.scores[_A, _B] <= threshold, list[int]()
    while len(order) < len(_FINGER):
        counts = np.bincount(_A[misses], minlength=len(_FINGER)) + np.bincount(_B[misses], minlength=len(_FINGER))
        counts[order] = -1
        order.append(int(counts.argmax()))
        misses &= (_A != order[-1]) & (_B != order[-1])
    return np.array(order)


def fit(sets: list[PrintSet]) -> Values:
    """The powers of the parts, up to a common factor."""
    parts = np.concatenate([one.parts - one.parts.mean(axis=0) for one in sets])
    wanted = [rankdata(worth(one)) / len(_FINGER) for one in sets]
    return np.asarray(nnls(parts, np.concatenate([rank - rank.mean() for rank in wanted]))[0])


def worth(one: PrintSet) -> Values:
    """Mean logarithm of a capture's three weakest scores with the others of its finger."""
    scores = (one.scores + one.scores.T) / 2
    others = [
        np.sort(row[(finger == _FINGER) & (np.arange(len(row)) != at)])
        for at, (finger, row) in enumerate(zip(_FINGER, scores, strict=True))
    ]
    return np.log(np.array(others)[:, :3] + 0.01).mean(axis=1)


def find_curves(telling: list[PrintSet], kind: str) -> dict[str, Values]:
    """By score, float64[sets, 21]: false non-match rates while the worst 0 to 20 % of the captures go."""
    curves = {}
    for score in (*SCORES, IDEAL):
        curves[score] = np.zeros((len(telling), len(AREA)))
        for curve, one in zip(curves[score], telling, strict=True):
            threshold = thresholds(one)[kind]
            order = ideal_order(one, threshold) if score == IDEAL else np.argsort(one.says[score], kind="stable")
            curve[:] = [misses_left(one, order, threshold, at) for at in AREA]
    return curves


def measure_curves(sets: list[PrintSet], kind: str) -> list[dict[str, Any]]:
    """Rates and areas at one kind of threshold."""
    rows: list[dict[str, Any]] = []
    telling = [one for one in sets if misses_left(one, np.arange(len(_FINGER)), thresholds(one)[kind], 0)]
    for score, curves in find_curves(telling, kind).items():
        areas = 100 * curves.mean(axis=1) / curves[:, 0]
        by_set = {one.name: round(float(area)) for one, area in zip(telling, areas, strict=True)}
        rows.append(_row(f"quality_area, {kind}, {score}", float(areas.mean()), "% of random", by_set))
        if kind != "5 % miss":
            left = {f"{at} %": round(100 * float(curves[:, at].sum()) / len(sets), 2) for at in DISCARDED}
            rows.append(_row(f"quality_misses, {kind}, {score}", 100 * float(curves[:, 0].sum()) / len(sets), "% missed", left))
    return rows


def draw_curves(sets: list[PrintSet]) -> dict[str, list[list[float]]]:
    """Mean of the sets at the program's threshold for one finger: points (% discarded, % missed) by score, for the figure."""
    of_score = find_curves(sets, ONE_FINGER)
    return {
        _NAMES.get(score, score): [
            [int(at), round(100 * float(rate), 3)] for at, rate in zip(AREA, curves.mean(axis=0), strict=True)
        ]
        for score, curves in of_score.items()
        if score != SCORES[1]
    }


def _row(name: str, value: float, unit: str, beside: dict[str, Any]) -> dict[str, Any]:
    return {"metric": f"fingerprint.{name}", "value": round(value, 2), "unit": unit, "peers": beside}


def expected_by_quality(sets: list[PrintSet]) -> list[dict[str, Any]]:
    """Errors at the threshold of one finger, by the score of the poorer print of a comparison."""
    rows = []
    for low, high in _expected_errors.BANDS:
        misses, false, genuine, different, captures = 0, 0, 0, 0, 0
        for one in sets:
            poorer = np.minimum(one.says["present"][_FIRST], one.says["present"][_SECOND])
            inside, matches = (
                (poorer >= low) & (poorer <= high),
                one.scores[_FIRST, _SECOND] > thresholds(one)[ONE_FINGER],
            )
            genuine, different = genuine + int((inside & _SAME).sum()), different + int((inside & ~_SAME).sum())
            misses, false = misses + int((inside & _SAME & ~matches).sum()), false + int((inside & ~_SAME & matches).sum())
            captures += int(((one.says["present"] >= low) & (one.says["present"] <= high)).sum())
        rows.append(
            {
                "low": low,
                "high": high,
                "captures": captures,
                "comparisons": genuine,
                "missed": misses,
                "different": different,
                "false": false,
            }
        )
    return rows


def count_refused() -> dict[str, Any]:
    """How many of the demo's synthetic prints are taken for no finger."""
    prints, refused = sorted(SYNTHETIC.glob("*/*/*.wsq")), 0
    for file in prints:
        try:
            read_image(file.read_bytes(), dpi=500)
        except EngineError:
            refused += 1
    return _row("synthetic_prints_refused", refused, f"of {len(prints)}", {})


def measure_smears() -> list[dict[str, Any]]:
    """How many prints are called smeared that slid while the scanner looked: the mean of their shifted copies."""
    pictures = [read_image((DATA / name / f"{finger}_1.png").read_bytes()).pixels for name in SETS for finger in FINGERS]
    random, rows = np.random.default_rng(3), []
    for far in SLIDES:
        maps = [map_ridges(slide(pixels, far, random.uniform(0, np.pi))) for pixels in pictures]
        share = np.mean([ridges.drag() > DRAGGED for ridges in maps])
        rows.append(_row(f"smear_told, slid {far * 25.4 / 500:.1f} mm", 100 * float(share), "% of the prints", {}))
    return rows


def slide(pixels: NDArray[np.uint8], far: int, direction: float) -> NDArray[np.uint8]:
    ways = np.linspace(0, far, far)
    copies = [np.roll(pixels, (round(way * math.sin(direction)), round(way * math.cos(direction))), (0, 1)) for way in ways]
    return np.mean(copies, axis=0).astype(np.uint8)


def main() -> None:
    nfiq2 = json.loads((Path(__file__).parent / "nfiq2_scores.json").read_text(encoding="utf-8"))["scores"]
    sets = [read(name, nfiq2) for name in SETS]
    for one in sets:
        one.says[SCORES[1]] = one.parts @ fit([other for other in sets if other is not one])
    powers = dict(
        zip(("sure minutiae", "evenness", "directions"), (round(float(power), 3) for power in fit(sets)), strict=True)
    )
    print("powers fitted on all four sets:", powers)
    given = [reason for one in sets for reasons in one.reasons for reason in reasons]
    captures = len(sets) * len(_FINGER)
    rows = [row for kind in thresholds(sets[0]) for row in measure_curves(sets, kind)]
    for reason in sorted(set(given)):
        rows.append(_row(f"{reason}, shared prints", 100 * given.count(reason) / captures, "% of the prints", {}))
    rows += [_row("real_prints_refused", 0, f"of {captures} (one refused would have ended the run)", {}), count_refused()]
    rows += measure_smears()
    record("fingerprint_quality", rows)
    keep_curves("fingerprint_discard", draw_curves(sets))
    _expected_errors.write(expected_by_quality(sets), datetime.now(UTC).date().isoformat())


if __name__ == "__main__":
    main()
