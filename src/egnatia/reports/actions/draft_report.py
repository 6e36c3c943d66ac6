"""Draft the report for a due date, or bring a draft's figures up to now; what people wrote in it stays."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.reports.models import Report
from egnatia.reports.quarters import check_due, number_of, quarter_before
from egnatia.reports.queries.counted import Scope
from egnatia.reports.queries.deliveries import has_own_counts
from egnatia.reports.queries.gather import gather
from egnatia.reports.texts import get_texts, main_language


@transaction.atomic
def draft_report(officer: Officer, partner: str, due_on: date, *, language: str = "") -> Report:
    """The draft of this node's report with all figures as known now.

    language   in which it is signed; the partner's first one by default
    Raises Problem `accounts.not_allowed`, `reports.not_a_due_date`, `reports.other_partner`, `reports.issued`,
    `reports.not_begun`, `reports.no_data`, `reports.language_unknown`.
    """
    policy.require(officer, "picture.report")
    scope = Scope(_own(partner), quarter_before(check_due(due_on)), clock.now())
    report = Report.objects.filter(due_on=due_on).first()
    if report is not None and report.is_issued:
        raise already_issued(report)
    _check_data(scope)
    values = {"vintage": scope.as_of, "facts": gather(scope, due_on), "drafted_at": scope.as_of, "drafted_by": officer}
    if language or report is None:
        values["language"] = get_texts(language or main_language(scope.partner)).language
    if report is None:
        report = Report(number=number_of(scope.partner, due_on), partner=scope.partner, due_on=due_on)
    for name, value in values.items():
        setattr(report, name, value)
    report.save()
    audit.record("reports.report.drafted", subject=report, officer=officer, number=report.number)
    return report


def already_issued(report: Report) -> Problem:
    """An issued report stays as it is."""
    return Problem(
        "reports.issued",
        _("Report %(number)s has been issued and never changes.") % {"number": report.number},
        _("Say what has changed since in the next report."),
        status=409,
    )


def _own(partner: str) -> str:
    own = node.current().partner
    if partner.upper() != own:
        raise Problem(
            "reports.other_partner",
            _("This node makes the reports of %(partner)s only.") % {"partner": own},
            _("Each partner's report is made on its own node."),
            field="for",
        )
    return own


def _check_data(scope: Scope) -> None:
    """A report without any own figure isn't made: nothing is filled in silently."""
    if scope.as_of.date() < scope.quarter.start:
        raise Problem(
            "reports.not_begun",
            _("The quarter that this report is about has not begun."),
            _("Draft it once the quarter has begun; issue it when the quarter is over."),
            field="due",
        )
    if not has_own_counts(scope):
        raise Problem(
            "reports.no_data",
            _("No count of %(partner)s is known for %(start)s to %(end)s.")
            % {"partner": scope.partner, "start": scope.quarter.start.isoformat(), "end": scope.quarter.end.isoformat()},
            _("Import the quarter's counts (egnatia picture import FILE) or enter events, then draft again."),
            field="due",
        )
