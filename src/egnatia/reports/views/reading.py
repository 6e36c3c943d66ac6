"""The list of reports, a report as a page in any of its languages, and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base import clock
from egnatia.exchange.views import officer_of
from egnatia.reports.downloads import KINDS, document_of, write_document
from egnatia.reports.models import Report
from egnatia.reports.names import place_name
from egnatia.reports.parts_of_method import revision_rows
from egnatia.reports.queries.checks import verify_report
from egnatia.reports.queries.passages import PassageChange, older_than_figures, passage_changes
from egnatia.reports.queries.reports import due_reports, get_report, report_before
from egnatia.reports.queries.revised import revised_figures
from egnatia.reports.texts import Texts, get_texts, languages
from egnatia.reports.views import DRAFT, READ, SIGN
from egnatia.ui.components import Save, Tab


@require_safe
@officer_required(*READ)
def reports(request: HttpRequest) -> HttpResponse:
    """Every due date with what became of it."""
    context = {"dues": due_reports(), "may_draft": policy.may(request.user, DRAFT)}
    return render(request, "reports/list.html", context)


@require_safe
@officer_required(*READ)
def report_page(request: HttpRequest, number: str) -> HttpResponse:
    """The report in the language of the address."""
    found = get_report(number)
    language = spoken(request, found)
    context = {
        "report": found,
        "document": document_of(found, language),
        "spoken": language,  # "language" is the page's own in every template
        "html_language": language.lower(),
        "tabs": _tabs(found, language),
        "saves": _saves(found, language),
        "before": report_before(found),
        "passages": _named(passage_changes(found, language), get_texts(language)),
        "older": older_than_figures(found, language) if not found.is_issued else set(),
        "may_draft": policy.may(request.user, DRAFT) and not found.is_issued,
        "may_sign": policy.may(request.user, SIGN) and not found.is_issued,
    }
    return render(request, "reports/report.html", context)


@require_safe
@officer_required(*READ)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """An issued report built again from its vintage, and its figures beside those known today."""
    found = get_report(number)
    language, now = spoken(request, found), clock.now()
    context = {
        "report": found,
        "differences": verify_report(found),
        "revised": revision_rows(get_texts(language), revised_figures(found, now)),
        "now": now,
        "html_language": language.lower(),
    }
    return render(request, "reports/check.html", context)


@require_safe
@officer_required(*READ)
def save(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The same as a file."""
    found = get_report(number)
    language = spoken(request, found)
    content = write_document(found, document_of(found, language), kind)
    audit.record(
        "reports.report.saved", subject=found, officer=officer_of(request), number=found.number, kind=kind, language=language
    )
    disposition = f'attachment; filename="{found.number}-{language}.{kind}"'
    return HttpResponse(content, content_type=KINDS[kind], headers={"Content-Disposition": disposition})


def spoken(request: HttpRequest, found: Report) -> str:
    """The language that the address asks for, else that of the report. Raises Problem `reports.language_unknown`."""
    return get_texts(request.GET.get("language") or found.language).language


def _named(changes: list[PassageChange], texts: Texts) -> list[tuple[str, PassageChange]]:
    return [(place_name(texts, one.place), one) for one in changes]


def _tabs(found: Report, language: str) -> list[Tab]:
    address = reverse("report", args=(found.number,))
    return [Tab(name, f"{address}?language={code}", current=code == language) for code, name in languages().items()]


def _saves(found: Report, language: str) -> list[Save]:
    words = {"pdf": "PDF", "xlsx": "Excel", "json": _("JSON, for machines")}
    return [
        Save(word, f"{reverse('save_report', args=(found.number, kind))}?language={language}") for kind, word in words.items()
    ]
