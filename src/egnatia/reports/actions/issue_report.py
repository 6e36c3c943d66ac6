"""Sign a report off and issue it: frozen, in every language, under its number."""

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.law.characters import clean_text
from egnatia.reports.actions.draft_report import already_issued
from egnatia.reports.compose import compose
from egnatia.reports.models import Edition, Report
from egnatia.reports.quarters import quarter_before
from egnatia.reports.queries.gather import canonical, digest_of
from egnatia.reports.texts import languages

_MOST_LETTERS = 300


@transaction.atomic
def issue_report(officer: Officer, report: Report, *, signatory: str) -> Report:
    """The partner's representative signs: from now on the report and its editions never change.

    signatory   name and office as they are to stand in the report
    Raises Problem `accounts.not_allowed`, `reports.issued`, `reports.quarter_not_over`, `reports.no_signatory`,
    `law.text.*`.
    """
    policy.require(officer, "cooperation.write")
    _check(report)
    moment = clock.now()
    digest = digest_of(canonical(report.facts))
    signed = {
        "state": Report.State.ISSUED, "issued_at": moment, "issued_by": officer, "signatory": _signatory(signatory),
        "digest": digest,
    }  # fmt: skip
    as_read = Report.objects.filter(pk=report.pk, state=Report.State.DRAFT, vintage=report.vintage)
    if not as_read.update(**signed):  # two who sign at once, or figures brought up to date meanwhile
        raise _changed_meanwhile()
    report.refresh_from_db()
    editions = {language: canonical(compose(report, language)) for language in languages()}
    Edition.objects.bulk_create(
        Edition(report=report, language=language, content=content, digest=digest_of(content))
        for language, content in editions.items()
    )
    audit.record(
        "reports.report.issued", subject=report, officer=officer, number=report.number, digest=report.digest,
        signatory=report.signatory, editions={language: digest_of(content) for language, content in editions.items()},
    )  # fmt: skip
    return report


def _check(report: Report) -> None:
    if report.is_issued:
        raise already_issued(report)
    if law.local_day(report.vintage, report.partner) <= quarter_before(report.due_on).end:
        raise Problem(
            "reports.quarter_not_over",
            _("The figures of this draft were taken before the quarter was over."),
            _("Bring the draft up to date after the quarter's last day, then issue it."),
            status=409,
        )


def _signatory(text: str) -> str:
    name = clean_text(text, field="signatory", max_length=_MOST_LETTERS)
    if not name:
        raise Problem(
            "reports.no_signatory",
            _("The report needs the name of who signs it."),
            _("Write name and office."),
            field="signatory",
        )
    return name


def _changed_meanwhile() -> Problem:
    return Problem(
        "reports.changed_meanwhile",
        _("The report has changed since you opened it."),
        _("Look at what stands there now, then sign."),
        status=409,
    )
