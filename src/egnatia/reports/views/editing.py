"""Drafting a report, writing a passage of it by hand, signing it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from egnatia.accounts.policy import officer_required
from egnatia.base import node
from egnatia.base.errors import Problem, not_found
from egnatia.exchange.views import officer_of
from egnatia.reports.actions.draft_report import draft_report
from egnatia.reports.actions.edit_passage import edit_passage
from egnatia.reports.actions.issue_report import issue_report
from egnatia.reports.downloads import document_of
from egnatia.reports.forms import IssueForm, PassageForm
from egnatia.reports.models import Report
from egnatia.reports.names import place_name
from egnatia.reports.queries.passages import told_in_some_languages
from egnatia.reports.queries.reports import get_report, passages_of
from egnatia.reports.texts import get_texts, languages
from egnatia.reports.views import DRAFT, SIGN
from egnatia.reports.views.reading import spoken


@require_POST
@officer_required(DRAFT)
def draft(request: HttpRequest) -> HttpResponse:
    """Draft the report of a due date, or bring its draft up to date."""
    try:
        due_on = date.fromisoformat(request.POST.get("due", ""))
    except ValueError:
        raise not_found("reports.report") from None
    report = draft_report(officer_of(request), node.current().partner, due_on)
    messages.success(request, _("The draft holds all figures as they are known now. What people wrote in it was kept."))
    return redirect(reverse("report", args=(report.number,)))


@require_http_methods(["GET", "POST"])
@officer_required(DRAFT)
def passage(request: HttpRequest, number: str) -> HttpResponse:
    """One passage in one language: what the data say, and one's own words in its place."""
    report = get_report(number)
    language, place = spoken(request, report), request.GET.get("place", "")
    own = passages_of(report, language).get(place, "")
    generated = _generated(document_of(report, language), place)
    form = PassageForm(request.POST or None, initial={"text": own or generated})
    up = f"{reverse('report', args=(report.number,))}?language={language}"
    if request.method == "POST" and form.is_valid():
        try:
            edit_passage(officer_of(request), report, language, place, _unless_generated(form.cleaned_data["text"], generated))
        except Problem as problem:
            _tell(form, problem)
        else:
            messages.success(request, _("The passage was saved."))
            return redirect(up)
    context = {
        "form": form,
        "report": report,
        "generated": generated,
        "up": up,
        "where": _where(language, place),
        "html_language": language.lower(),
    }
    return render(request, "reports/passage.html", context)


def _where(language: str, place: str) -> str:
    """Which passage it is, and in which language."""
    texts = get_texts(language)
    return f"{place_name(texts, place)} ({languages()[language]})"


@require_http_methods(["GET", "POST"])
@officer_required(SIGN)
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Sign and issue."""
    report = get_report(number)
    form = IssueForm(request.POST or None, initial={"signatory": getattr(request.user, "full_name", "")})
    up = reverse("report", args=(report.number,))
    if request.method == "POST" and form.is_valid():
        try:
            issue_report(officer_of(request), _as_seen(request, report), signatory=form.cleaned_data["signatory"])
        except Problem as problem:
            _tell(form, problem)
        else:
            messages.success(request, _("Report %(number)s was issued.") % {"number": report.number})
            return redirect(up)
    return render(request, "reports/issue.html", {"form": form, "report": report, "up": up, "untold": _untold(report)})


def _untold(report: Report) -> list[tuple[str, str]]:
    """Places with a person's words in some languages only, and by name the languages where the data's own stand."""
    names, texts = languages(), get_texts(report.language)
    found = told_in_some_languages(report, list(names))
    return [(place_name(texts, place), ", ".join(names[one] for one in lacking)) for place, lacking in found.items()]


def _as_seen(request: HttpRequest, report: Report) -> Report:
    """Who signs has seen the figures of one vintage: a draft brought up to date since isn't what was read."""
    if request.POST.get("vintage") != report.vintage.isoformat():
        raise Problem(
            "reports.changed_meanwhile",
            _("The report has changed since you opened it."),
            _("Look at what stands there now, then sign."),
            status=409,
        )
    return report


def _generated(document: dict[str, Any], place: str) -> str:
    """What the data say at a place; nothing for remarks."""
    pieces = (piece for chapter in document["chapters"] for piece in chapter["pieces"] if piece.get("place") == place)
    return next((str(piece.get("generated", piece["text"])) for piece in pieces), "")


def _unless_generated(text: str, generated: str) -> str:
    """Saving the box as it was filled makes nobody the author of what the data say."""
    return "" if text.strip() == generated.strip() else text


def _tell(form: PassageForm | IssueForm, problem: Problem) -> None:
    if problem.status == 403:
        raise problem
    form.add_problem(problem)
