"""The words of axes, labels, units and states of the statistics, in the reader's language."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from egnatia import law
from egnatia.lawenforcement.queries.statistics import ASKED, HIT, NO_HIT, OPEN, RECEIVED
from egnatia.oversight.counting import marks, other, persons
from egnatia.oversight.figures import TOTAL, UNKNOWN
from egnatia.oversight.release import OTHER

#: As in European statistics: not available.
HIDDEN = ":"
#: Why a letter has no count.
COUNTED, NOT_RECORDED, NOT_IN_USE = "counted", "not_recorded", "not_in_use"


def axis_name(axis: str) -> str:
    return {
        "category": _("Category"),
        "born": _("Year of birth"),
        "sex": _("Sex"),
        "standing": _("Applied before"),
        "minority": _("Under eighteen"),
        "searched": _("Searched with"),
        "found": _("Found as"),
        "where": _("Where"),
        "mark": _("What happened"),
        "wrong": _("Where, and who said so"),
        "law_enforcement": _("What came of it"),
        "between": _("Who asked whom"),
    }[axis]


def unit_name(unit: str) -> str:
    return {
        "persons": _("persons"),
        "data_sets": _("data sets"),
        "transmissions": _("transmissions"),
        "hits": _("hits"),
        "requests": _("requests"),
    }[unit]


def label_name(axis: str, label: str) -> str:
    """A label by the name people know; the sum over an axis is "all"."""
    if label == TOTAL:
        return _("all")
    if label == UNKNOWN:
        return _("not known")
    return _NAMES[axis](label)


def remark_of(statistic: law.Statistic, state: str) -> str:
    """Why there is no count."""
    if state == NOT_RECORDED:
        return _("not recorded yet: needs %(what)s") % {"what": statistic.needs}
    return _("this node registers nobody in this category") if state == NOT_IN_USE else ""


def _sex_name(code: str) -> str:
    return _("other and not known") if code == OTHER else law.sexes()[code].name


def _standing_name(code: str) -> str:
    return {
        persons.FIRST_TIME: _("for the first time"),
        persons.AGAIN: _("again"),
        persons.NOT_KNOWN: _("not known: a partner knows the person and hasn't said as what"),
    }[code]


def _minority_name(code: str) -> str:
    return {persons.CERTAIN: _("for certain"), persons.IN_DOUBT: _("in doubt")}[code]


def _mark_name(code: str) -> str:
    return {marks.MARKED: _("marked"), marks.UNMARKED: _("unmarked")}[code]


def _where_name(code: str) -> str:
    return {
        "own": _("in the own gallery"),
        "partner": _("at a partner"),
        other.OURS: _("at a partner, reported by us"),
        other.THEIRS: _("here, reported by a partner"),
    }[code]


def _law_enforcement_name(code: str) -> str:
    return {
        HIT: _("with a confirmed hit"),
        NO_HIT: _("without a hit"),
        OPEN: _("prints are still compared"),
    }[code]


def _between_name(code: str) -> str:
    return {ASKED: _("our police asked a partner"), RECEIVED: _("a partner's police asked here")}[code]


def _category_name(digit: str) -> str:
    return law.category(int(digit)).name


def _searched_name(digit: str) -> str:
    """As briefly as in the columns of the same table."""
    return next(column.name for column in law.statistics_columns().values() if column.category == int(digit))


def _as_it_is(label: str) -> str:
    return label


_NAMES: Mapping[str, Callable[[str], str]] = {
    "category": _category_name,
    "searched": _searched_name,
    "born": _as_it_is,
    "sex": _sex_name,
    "standing": _standing_name,
    "minority": _minority_name,
    "found": lambda code: law.statistics_columns()[code].name,
    "where": _where_name,
    "wrong": _where_name,
    "law_enforcement": _law_enforcement_name,
    "between": _between_name,
    "mark": _mark_name,
}
