"""People's own words in a report beside those of the report before, older than its figures, or missing in a language."""

from dataclasses import dataclass

from egnatia.reports.models import Report
from egnatia.reports.queries.reports import passages_of, report_before


@dataclass(frozen=True, slots=True)
class PassageChange:
    """One place where this report or the one before has words of a person's.

    before, now   the words, "" where the data's own stand
    """

    place: str
    before: str
    now: str

    @property
    def is_same(self) -> bool:
        return self.before == self.now


def passage_changes(report: Report, language: str) -> list[PassageChange]:
    """By place; nothing where no report was issued before this one."""
    earlier = report_before(report)
    if earlier is None:
        return []
    before, now = passages_of(earlier, language), passages_of(report, language)
    return [PassageChange(place, before.get(place, ""), now.get(place, "")) for place in sorted({*before, *now})]


def older_than_figures(report: Report, language: str) -> set[str]:
    """Places whose words were written before the figures were last brought up to date: to be looked at again."""
    found = report.passages.filter(language=language, edited_at__lt=report.vintage)
    return set(found.values_list("code", flat=True))


def told_in_some_languages(report: Report, languages: list[str]) -> dict[str, list[str]]:
    """Place → the languages in which the data's own words stand, of places that a person has written in another one."""
    told: dict[str, set[str]] = {}
    for place, language in report.passages.order_by("code").values_list("code", "language"):
        told.setdefault(place, set()).add(language)
    missing = {place: [one for one in languages if one not in spoken] for place, spoken in told.items()}
    return {place: lacking for place, lacking in missing.items() if lacking}
