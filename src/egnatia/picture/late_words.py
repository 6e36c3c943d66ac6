"""What pages say and draw of late reports."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext, ngettext

from egnatia.picture.lateness import Nowcast
from egnatia.ui import charts


def open_ones(nowcasts: Mapping[date, Nowcast], shown: Sequence[date]) -> list[Nowcast]:
    """Those of the periods shown of which something is to come."""
    return [nowcasts[period] for period in shown if period in nowcasts and nowcasts[period].is_open]


def expected_line(
    points: Sequence[tuple[date, float | None]], nowcasts: Mapping[date, Nowcast], *, unit: str
) -> charts.Line | None:
    """What the newest of these points will come to, from the last one on that has settled; None where all is in."""
    found = open_ones(nowcasts, [period for period, _value in points])
    if not found:
        return None
    before = [(period, value) for period, value in points if value is not None and period < found[0].period]
    return charts.Line(
        gettext("Expected in the end"),
        [(one.period, round(one.expected)) for one in found],
        unit=unit,
        band=[(one.period, round(one.low), round(one.high)) for one in found],
        begins=before[-1] if before else None,
    )


def reported_name(name: str, expected: charts.Line | None) -> str:
    """What the counts themselves are called beside it."""
    return gettext("Reported so far") if expected else name


def late_caption(nowcasts: Mapping[date, Nowcast], shown: Sequence[date], every: str) -> str:
    """How it is known; nothing where all is in."""
    found = open_ones(nowcasts, shown)
    if not found:
        return ""
    learned = min(one.learned for one in found)
    if every == "month":
        how = ngettext(
            "how late the reports of %(n)s earlier month came", "how late the reports of %(n)s earlier months came", learned
        )
    else:
        how = ngettext(
            "how late the reports of %(n)s earlier day came", "how late the reports of %(n)s earlier days came", learned
        )
    return gettext(
        "Reports of the newest periods still come in. What they will have counted is reckoned from %(how)s; "
        "four times in five it lies in the range given."
    ) % {"how": how % {"n": learned}}
