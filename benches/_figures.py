"""Draws docs/figures from benches/results: nothing in them is drawn by hand.

Each picture begins with a comment that names its data and their digest, by which a test tells that it isn't older than
they are. A picture whose data aren't there isn't drawn.

    python -m benches._figures
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair as alt

from benches._figure_style import COLOURS, INK, SOFT, by_name, chart, log_axis, to_svg
from benches._record import RESULTS
from egnatia.engines.fingerprint import parameters as p

FOLDER = Path(__file__).parent.parent / "docs" / "figures"
Curves = dict[str, Any]

_PERCENT = "datum.value + ' %'"
_FMR_LOW, _FMR_HIGH, _FNMR_LOW, _FNMR_HIGH = 0.03, 20, 0.1, 50
_SHARE_LOW = 5e-7  # %
_LARGEST = 50_000_000  # persons, where extrapolation ends
_SETS = {
    "fvc2002/DB1_B": "FVC2002 DB1",
    "fvc2002/DB2_B": "FVC2002 DB2",
    "fvc2004/DB1_B": "FVC2004 DB1",
    "fvc2004/DB2_B": "FVC2004 DB2",
    "mean": "mean of the four",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A file of docs/figures, the files that it shows (curves first), what stands above it, and how it is drawn."""

    name: str
    data: tuple[str, ...]
    title: str
    subtitle: list[str]
    draw: Callable[..., Any]

    @property
    def sources(self) -> list[Path]:
        return [RESULTS / f"{name}.json" for name in self.data]

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.svg"


def head(figure: Figure) -> str:
    """The first line of a picture."""
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in figure.sources)).hexdigest()
    return f"<!-- drawn by benches/_figures.py from {' and '.join(figure.data)}, SHA-256 {digest} -->\n"


def draw(figure: Figure) -> str:
    found = [json.loads(source.read_text(encoding="utf-8")) for source in figure.sources]
    return head(figure) + to_svg(figure.draw(*found), figure.title, figure.subtitle)


def draw_det(curves: Curves) -> Any:
    """A curve for each name: misses against false matches, both logarithmic, in steps as they were counted."""
    rows = [row for name, points in curves.items() if points[0][1] for row in _det_rows(_SETS.get(name, name), points)]
    names = [_SETS.get(name, name) for name, points in curves.items() if points[0][1]]
    names.sort(key=lambda name: not name.startswith(("mean", "Egnatia")))
    lines = chart(rows).mark_line(interpolate="step-after", strokeWidth=2, clip=True)
    lines = lines.encode(
        x=log_axis(alt.X, "fmr", "false match rate", _FMR_LOW, _FMR_HIGH, [0.03, 0.1, 0.3, 1, 3, 10], _PERCENT),
        y=log_axis(alt.Y, "fnmr", "false non-match rate", _FNMR_LOW, _FNMR_HIGH, [0.1, 0.3, 1, 3, 10, 30], _PERCENT),
        order="step:Q",
        **by_name("name", names),
    )
    ends = [{"fmr": _FNMR_LOW, "fnmr": _FNMR_LOW}, {"fmr": _FMR_HIGH, "fnmr": _FMR_HIGH}]
    equal = chart(ends).mark_line(color=SOFT, strokeWidth=1, strokeDash=[1, 3]).encode(x="fmr:Q", y="fnmr:Q")
    word = chart([{"fmr": 0.2, "fnmr": 0.2}]).mark_text(text="equal rates", align="left", dx=8, dy=6, color=SOFT, fontSize=12)
    return equal + word.encode(x="fmr:Q", y="fnmr:Q") + lines


def draw_peers(curves: Curves) -> Any:
    """As `draw_det`, without the minutiae of an extractor that isn't here itself."""
    return draw_det({name: points for name, points in curves.items() if not name.startswith("SecuGen")})


def _det_rows(name: str, points: list[list[float]]) -> list[dict[str, Any]]:
    """To where nobody is missed: there the line falls to the lower edge."""
    rows = []
    for step, (fmr, fnmr) in enumerate(points):
        rows.append({"name": name, "step": step, "fmr": max(fmr, _FMR_LOW), "fnmr": max(fnmr, _FNMR_LOW / 2)})
        if fnmr == 0:
            break
    else:
        rows.append(rows[-1] | {"step": len(rows), "fmr": _FMR_HIGH})
    return rows


def draw_scores(curves: Curves) -> Any:
    """Two panels, same finger and different fingers; in each the real as an area and the synthetic as a line."""
    panels = []
    low, high = curves["borders"][0], curves["borders"][-1]
    for kind, label in (("impostor", "two different fingers"), ("genuine", "two captures of one finger")):
        rows = [
            {"who": f"{who} prints", "score": start, "share": share}
            for who in ("real", "synthetic")
            for start, share in zip(curves["borders"], [*curves[f"{who} {kind}"], 0], strict=True)
        ]
        base = chart(rows, height=150).encode(
            x=log_axis(alt.X, "score", "score of one finger", low, high, [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]),
            y=alt.Y("share:Q", title="share of comparisons, %"),
        )
        names = ["real prints", "synthetic prints"]
        tone = alt.Color("who:N", scale=alt.Scale(domain=names, range=["#9a9a9a", COLOURS[0]]), legend=alt.Legend(title=None))
        real = base.transform_filter("datum.who == 'real prints'").mark_area(interpolate="step-after", opacity=0.8)
        synthetic = base.transform_filter("datum.who != 'real prints'").mark_line(interpolate="step-after", strokeWidth=1.7)
        panels.append((real.encode(color=tone) + synthetic.encode(color=tone)).properties(title=_panel_title(label)))
    return alt.vconcat(*panels, spacing=16).resolve_scale(x="shared")


def _panel_title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text=text, anchor="start", frame="group", fontSize=12, fontWeight="normal", color=INK, offset=4)


def draw_cascade(curves: Curves) -> Any:
    """Who goes on, in percent of everybody, by number of common fingers."""
    least = 100 / curves["drawn"][0]
    names = {
        "codes": "after the codes",
        "filter": "after the filter, if it left only whom it must",
        "exact": "at most compared exactly, of a million",
    }
    exact = [max(p.EXACT_LEAST, p.EXACT_PAIRS // fingers) / 10_000 for fingers in range(1, 11)]
    rows = [
        {"name": names[step], "fingers": fingers, "share": share or least, "none": not share}
        for step, shares in (("codes", curves["codes"]), ("filter", curves["filter"]), ("exact", exact))
        for fingers, share in enumerate(shares, 1)
        if step != "filter" or share > _SHARE_LOW
    ]
    return _dotted(
        rows,
        list(names.values()),
        x=alt.X("fingers:O", title="fingers that probe and person have in common", axis=alt.Axis(labelAngle=0)),
        y=log_axis(alt.Y, "share", "share of all other persons", _SHARE_LOW, 100, [100, 1, 0.01, 1e-4, 1e-6], _PERCENT),
    )


def draw_sizes(curves: Curves, gallery: list[dict[str, Any]]) -> Any:
    """Measured sizes as points with lines; beyond the largest, dashes along the line through the last two."""
    measured, beyond = [], []
    larger = {row["metric"]: row["value"] for row in gallery}
    for name, small in curves.items():
        label = f"{name} finger{'s' * (name != 'one')}"
        million = larger.get(f"fingerprint.search_1m_p95_s, {name} fingers")
        seven = larger.get("fingerprint.search_7m_p95_s") if name == "ten" else None
        points = [*small, *([(1_000_000, million)] if million else []), *([(7_000_000, seven)] if seven else [])]
        measured += [{"name": label, "persons": size, "seconds": seconds} for size, seconds in points]
        (size_a, a), (size_b, b) = points[-2:]
        far = b + (b - a) / (size_b - size_a) * (_LARGEST - size_b)
        beyond += [{"name": label, "persons": size_b, "seconds": b}, {"name": label, "persons": _LARGEST, "seconds": far}]
    names = list(dict.fromkeys(row["name"] for row in measured))
    sizes = [1_000, 10_000, 100_000, 1_000_000, 7_000_000, 50_000_000]
    words = "datum.value >= 1e6 ? datum.value / 1e6 + ' million' : format(datum.value, ',')"
    x = log_axis(alt.X, "persons", "persons in the gallery", 700, 80_000_000, sizes, words)
    y = log_axis(alt.Y, "seconds", "processor seconds, one core", 0.003, 2000, [0.01, 0.1, 1, 10, 100, 1000])
    solid = _dotted(measured, names, x=x, y=y)
    colour = by_name("name", names)["color"]
    dashed = chart(beyond).mark_line(strokeDash=[3, 4], strokeWidth=1.6, opacity=0.75).encode(x=x, y=y, color=colour)
    return solid + dashed


def _dotted(rows: list[dict[str, Any]], names: list[str], *, x: Any, y: Any) -> Any:
    """Lines with a mark at each measured point, hollow where `none` says that nothing was found."""
    line = chart(rows).mark_line(strokeWidth=1.8).encode(x=x, y=y, color=by_name("name", names)["color"])
    marks = chart(rows).mark_point(size=60, strokeWidth=1.8, opacity=1, fill="white")
    marks = marks.encode(x=x, y=y, **by_name("name", names, dashes=False))
    found = chart(rows).mark_point(size=60, strokeWidth=1.8, opacity=1, filled=True).transform_filter("!datum.none")
    return line + marks + found.encode(x=x, y=y, **by_name("name", names, dashes=False))


def draw_tails(curves: Curves) -> Any:
    """False match rate by threshold, for some numbers of fingers: drawn persons, their extrapolation, and the convolution."""
    shown = {"1": "one finger", "2": "two fingers", "4": "four fingers", "10": "ten fingers"}
    ways = {"measured": "drawn persons", "extrapolated": "extrapolated", "convolved": "convolution"}
    rows = []
    for fingers, label in shown.items():
        tail = curves[fingers]
        joined = tail | {"extrapolated": [*tail["measured"][-1:], *tail["extrapolated"]]}
        for way, name in ways.items():
            points = [] if way == "convolved" and fingers == "1" else joined[way]
            rows += [{"name": label, "way": name, "score": score, "rate": rate} for score, rate in points]
    words = "datum.value >= 0.01 ? '1 in ' + round(1 / datum.value) : '1 in 10^' + round(-log(datum.value) / log(10))"
    names, rates = list(shown.values()), [10.0**-n for n in range(1, 10)]
    base = chart(rows).encode(
        x=alt.X("score:Q", title="threshold of the person's score", scale=alt.Scale(domain=[0, 0.8], nice=False)),
        y=log_axis(alt.Y, "rate", "share of other persons who reach it", 1e-9, 0.1, rates, words),
        color=by_name("name", names)["color"],
    )
    dashes = alt.Scale(domain=list(ways.values()), range=[[1, 0], [2, 4], [9, 3]])
    lines = base.mark_line(strokeWidth=1.8, clip=True)
    lines = lines.encode(strokeDash=alt.StrokeDash("way:N", scale=dashes, legend=alt.Legend(title=None)))
    marks = base.mark_point(size=45, strokeWidth=1.6, clip=True).transform_filter("datum.way == 'drawn persons'")
    return lines + marks.encode(shape=by_name("name", names, dashes=False)["shape"])


def draw_discard(curves: Curves) -> Any:
    """Misses against the share of prints left out, worst by quality first: a curve for each score of quality."""
    rows = [
        {"name": name, "discarded": discarded, "fnmr": fnmr} for name, points in curves.items() for discarded, fnmr in points
    ]
    return (
        chart(rows)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("discarded:Q", title="captures discarded, those of lowest quality first, %"),
            y=alt.Y("fnmr:Q", title="false non-match rate of the others, %"),
            **by_name("name", list(curves)),
        )
    )


FIGURES = [
    Figure(
        "fingerprint-det",
        ("curves/fingerprint_accuracy",),
        "Errors of one finger on the shared prints",
        ["Each set: 280 comparisons of the same finger, 2,880 of different ones. FVC2002 DB2 made no error: no curve."],
        draw_det,
    ),
    Figure(
        "fingerprint-scores",
        ("curves/fingerprint_synthetic",),
        "Scores of one finger, real prints beside synthetic ones",
        ["Steps of equal width on a logarithmic scale."],
        draw_scores,
    ),
    Figure(
        "fingerprint-tails",
        ("curves/fingerprint_thresholds",),
        "How often other persons reach a score",
        ["Marks: counted, down to 1 in 20,000. Below, thresholds rest on the dots; long dashes are a second way."],
        draw_tails,
    ),
    Figure(
        "fingerprint-cascade",
        ("curves/fingerprint_cascade",),
        "How many other persons each step of a search leaves",
        ["Shared prints; codes and filter taken as independent. Hollow: none of a million drawn."],
        draw_cascade,
    ),
    Figure(
        "fingerprint-sizes",
        ("curves/fingerprint_sizes", "fingerprint_gallery"),
        "What a search costs by size of the gallery",
        ["19 of 20 searches take less. Marks are measured; dashes beyond them are extrapolated."],
        draw_sizes,
    ),
    Figure(
        "fingerprint-peers",
        ("curves/fingerprint_peers",),
        "Errors of one finger beside public programs, mean of the four sets",
        ["Measured in one run on the same pictures. Each from its own minutiae, and from those of this program."],
        draw_peers,
    ),
    Figure(
        "fingerprint-discard",
        ("curves/fingerprint_discard",),
        "Errors that quality tells beforehand",
        ["Shared prints, mean of the four sets, at the threshold for one finger. Ideal: always the capture with most misses."],
        draw_discard,
    ),
]


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for figure in FIGURES:
        if all(source.exists() for source in figure.sources):
            figure.path.write_text(draw(figure), encoding="utf-8")


if __name__ == "__main__":
    main()
