"""The next report to the ministers as the first screen and this week show it: when, who coordinates, and where it is made."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from egnatia.accounts import policy
from egnatia.cooperation.queries.reports import NextReport, next_report
from egnatia.reports.queries.reports import due_reports
from egnatia.reports.views import READ


@dataclass(frozen=True, slots=True)
class ReportBox:
    """The next report; `href`: its page, or the list where it isn't drafted yet, "" for who may not read reports.

    state   what has become of it: none, draft or issued; "" for who may not know
    late    numbers of earlier ones that were due here and weren't issued
    """

    next: NextReport
    href: str
    state: str
    late: tuple[str, ...]


def report_box(officer: Any) -> ReportBox:
    """As this visitor or officer may see it."""
    coming = next_report()
    if not any(policy.may(officer, permission) for permission in READ):
        return ReportBox(coming, "", "", ())
    dues = due_reports(ahead=1)
    report = next((due.report for due in dues if due.due_on == coming.due_on), None)
    href = reverse("report", args=(report.number,)) if report else reverse("reports")
    late = tuple(due.number for due in dues if due.is_late)
    return ReportBox(coming, href, report.state if report else "none", late)
