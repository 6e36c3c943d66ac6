"""How the figures of the documentation look: one size, colours that colour-blind people tell apart, a dash to each."""

import re
from typing import Any

import altair as alt

#: Of Okabe and Ito's palette those that are dark enough on white; black first. A dash and a shape to each.
COLOURS = ("#000000", "#0072b2", "#d55e00", "#009e73", "#a35a86", "#7a7a7a")
DASHES = ((1, 0), (8, 3), (2, 2), (10, 3, 2, 3), (5, 5), (14, 4))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
WIDTH, HEIGHT = 560, 330
_COLUMNS = 3  # of a legend with many names
INK, SOFT, LINE = "#1a1a1a", "#5c5c5c", "#dddddd"
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_PLACE = re.compile(r' (?:d|transform)="[^"]*"')
_CLIP = re.compile(r"\bclip(\d+)\b")
_NUMBER = re.compile(r"\d+\.\d{3,}")


def chart(rows: list[dict[str, Any]], **size: int) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows)).properties(**{"width": WIDTH, "height": HEIGHT} | size)


def by_name(field: str, names: list[str], *, title: str | None = None, dashes: bool = True) -> dict[str, Any]:
    """Encodings that tell the lines of `field` apart by colour and by dash or shape, with one legend for both."""
    legend = alt.Legend(title=title, columns=_COLUMNS if len(names) > _COLUMNS + 1 else 0)
    second = alt.StrokeDash if dashes else alt.Shape
    values = [list(dash) for dash in DASHES] if dashes else list(SHAPES)
    return {
        "color": alt.Color(f"{field}:N", scale=alt.Scale(domain=names, range=list(COLOURS[: len(names)])), legend=legend),
        "strokeDash" if dashes else "shape": second(
            f"{field}:N", scale=alt.Scale(domain=names, range=values[: len(names)]), legend=legend
        ),
    }


def log_axis(
    channel: Any, field: str, title: str, low: float, high: float, values: list[float], labels: str | None = None
) -> Any:
    """A logarithmic axis with these labels; `labels` is Vega's expression for their text, the number itself unless given."""
    axis = alt.Axis(values=values, title=title, labelExpr=labels or "datum.value + ''", grid=True)
    return channel(f"{field}:Q", scale=alt.Scale(type="log", domain=[low, high], nice=False, clamp=False), axis=axis)


def to_svg(figure: Any, title: str, subtitle: list[str]) -> str:
    """The picture with its title, in bytes that are the same whenever data and versions are."""
    import vl_convert  # starts a JavaScript engine

    heading = alt.TitleParams(text=title, subtitle=subtitle, anchor="start", frame="group", fontSize=15, offset=12)
    spec = figure.properties(title=heading).configure(**_configuration()).to_dict(validate=False)
    svg = vl_convert.vegalite_to_svg(spec)
    svg = _PLACE.sub(lambda place: _NUMBER.sub(lambda number: f"{float(number[0]):.2f}", place[0]), svg)
    first = min((int(number) for number in _CLIP.findall(svg)), default=0)  # they count on from one picture to the next
    svg = _CLIP.sub(lambda clip: f"clip{int(clip[1]) - first}", svg)
    return re.sub(r"(<svg[^>]*>)", lambda head: f"{head[1]}\n<title>{title}</title>", svg, count=1) + "\n"


def _configuration() -> dict[str, Any]:
    return {
        "font": _FONT,
        "aria": False,  # the picture as a whole has its text beside it
        "background": "white",
        "padding": 12,
        "title": {"subtitleFontSize": 12, "subtitleColor": SOFT, "color": INK, "subtitlePadding": 6, "subtitleLineHeight": 16},
        "view": {"stroke": LINE},
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "titleColor": INK,
            "labelColor": INK,
            "gridColor": LINE,
            "domainColor": SOFT,
            "tickColor": SOFT,
            "titlePadding": 10,
        },
        "legend": {"labelFontSize": 12, "symbolSize": 160, "symbolStrokeWidth": 2, "labelLimit": 300, "orient": "bottom"},
        "header": {"labelFontSize": 13, "titleFontSize": 12, "labelColor": INK},
    }
