"""Counts a month: one small function for each letter of art. 12 that the node can know."""

from collections.abc import Callable, Mapping
from functools import partial

from egnatia import law
from egnatia.oversight.counting import marks, other, persons
from egnatia.oversight.counting.facts import Facts
from egnatia.oversight.figures import Figure, Statistics
from egnatia.oversight.months import Month

__all__ = ["COUNTS", "Facts", "count_facts", "count_month"]

#: By figure. A letter of `law.statistics()` has one here, or says what it needs: a test holds the two together.
COUNTS: Mapping[str, Callable[[Facts], Figure]] = {
    "a": persons.count_applicants,
    "c": partial(persons.count_persons, letter="c"),
    "d": partial(persons.count_persons, letter="d"),
    "f": persons.count_minors,
    "g": persons.count_admitted,
    "h": partial(persons.count_persons, letter="h"),
    "i": other.count_data_sets,
    other.HITS: other.count_hits,
    other.HITS_WHERE: other.count_where,
    "q": other.count_asked_again,
    "r": marks.count_marks,
    "s": marks.count_hits_on_marked,
    "t": other.count_requests,
    other.REQUESTS_BETWEEN: other.count_requests_between,
    "w": other.count_wrong_hits,
}


def count_month(month: Month) -> Statistics:
    """All figures of the month from the node's own rows, as they are now."""
    return count_facts(Facts(month))


def count_facts(facts: Facts) -> Statistics:
    unused = tuple(letter for letter in law.statistics() if _is_unused(facts, letter))
    figures = {code: count(facts) for code, count in COUNTS.items() if code not in unused}
    return Statistics(figures, unused)


def _is_unused(facts: Facts, letter: str) -> bool:
    """Whether the node registers none of the categories that the letter is about: nobody could be counted."""
    statistic = law.statistics()[letter]
    return not statistic.needs_en and bool(statistic.categories) and not facts.in_use & set(statistic.categories)
