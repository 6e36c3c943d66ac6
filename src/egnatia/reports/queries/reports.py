"""Reports: all due dates with what became of them, one by its number, its passages and editions."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.errors import not_found
from egnatia.picture.models import Coverage
from egnatia.reports.models import Edition, Report
from egnatia.reports.quarters import Quarter, number_of, quarter_before
from egnatia.reports.queries.counted import Scope


@dataclass(frozen=True, slots=True)
class Due:
    """One due date: the report it asks for, how far it is (`report` None: nothing yet), and how many days are left.

    was_before   it was due before this node knew any count of its partner: whoever made it made it elsewhere
    """

    due_on: date
    number: str
    quarter: Quarter
    report: Report | None
    days_left: int
    was_before: bool = False

    @property
    def has_begun(self) -> bool:
        """Whether there can be figures yet."""
        return self.quarter.start <= law.local_day(clock.now(), node.current().partner)

    @property
    def is_late(self) -> bool:
        return self.days_left < 0 and not self.was_before and (self.report is None or not self.report.is_issued)


def due_reports(*, ahead: int = 2) -> list[Due]:
    """The next dates and those before, the latest first; one from before this partner's first counts only if it was made."""
    partner = node.current().partner
    today = law.local_day(clock.now(), partner)
    dates = law.report_dates()
    days = [*dates.between(dates.first, today - timedelta(days=1))]
    upcoming = dates.next_on_or_after(today)
    for _number in range(ahead):
        days.append(upcoming)
        upcoming = dates.next_on_or_after(upcoming + timedelta(days=1))
    kept = {report.due_on: report for report in Report.objects.defer("facts")}
    own = Coverage.objects.filter(source=partner).aggregate(first=Min("first"), known=Min("known_since"))
    first = own["first"] or today
    since = law.local_day(own["known"], partner) if own["known"] else today
    shown = [day for day in reversed(days) if day >= today or day in kept or quarter_before(day).end >= first]
    return [
        Due(day, number_of(partner, day), quarter_before(day), kept.get(day), (day - today).days, was_before=day < since)
        for day in shown
    ]


def find_report(due_on: date) -> Report | None:
    """The report of a due date, where it was drafted."""
    return Report.objects.filter(due_on=due_on).first()


def get_report(number: str) -> Report:
    """Raises Problem `reports.report.not_found`."""
    report = Report.objects.select_related("drafted_by", "issued_by").filter(number=number.upper()).first()
    if report is None:
        raise not_found("reports.report")
    return report


def report_before(report: Report) -> Report | None:
    """The last one issued for an earlier date."""
    issued = Report.objects.filter(state=Report.State.ISSUED, due_on__lt=report.due_on)
    return issued.order_by("-due_on").first()


def passages_of(report: Report, language: str) -> dict[str, str]:
    """People's own words in this language, by place."""
    return dict(report.passages.filter(language=language).values_list("code", "text"))


def find_edition(report: Report, language: str) -> Edition | None:
    """The frozen words of an issued report in one language."""
    return report.editions.filter(language=language).first()


def scope_of(report: Report) -> Scope:
    """What a report's facts were gathered by."""
    return Scope(report.partner, quarter_before(report.due_on), report.vintage)
