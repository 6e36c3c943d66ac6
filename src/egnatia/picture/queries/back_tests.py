"""Back-tests that a job has computed, and the series there are to test."""

from dataclasses import asdict

from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.picture.alarms.rules import AlarmRule, SeriesKey, find_rule, rules
from egnatia.picture.models import BackTest
from egnatia.picture.queries.watched import Watched, find_watched, series_of


def find_back_test(key: SeriesKey) -> BackTest | None:
    """What was computed last of a series, perhaps of fewer figures than there are now."""
    return BackTest.objects.filter(**asdict(key)).first()


def get_watched(key: SeriesKey) -> Watched:
    """The series as it is judged.

    Raises Problem `picture.series.not_watched` where no rule watches it or nothing was reported.
    """
    rule = find_rule(key)
    found = find_watched(key, rule) if rule is not None else None
    if found is None:
        raise Problem(
            "picture.series.not_watched",
            gettext("This series is not watched for alarms, or nothing of it was reported."),
            gettext("Choose one of the series in the list."),
            status=404,
        )
    return found


def series_by_rule() -> list[tuple[AlarmRule, list[SeriesKey]]]:
    """Every rule that has something to watch, with its series in order of source and cell."""
    pairs = ((rule, sorted(series_of(rule), key=lambda key: (key.source, key.key))) for rule in rules().values())
    return [(rule, keys) for rule, keys in pairs if keys]


def summaries() -> dict[SeriesKey, BackTest]:
    """All that was computed, by series."""
    return {SeriesKey(one.source, one.indicator, one.cut, one.key, one.every): one for one in BackTest.objects.all()}
