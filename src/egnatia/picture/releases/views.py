"""Releases: what everybody may have, numbered and never changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.picture.actions.make_release import make_release
from egnatia.picture.explore.answers import cut_names
from egnatia.picture.indicators import get_indicator
from egnatia.picture.models import Release
from egnatia.picture.queries.sharing import get_release
from egnatia.picture.releases.form import ReleaseForm
from egnatia.picture.releases.sheet import facts_of_sheet, months_of, partner_tables, release_sheet
from egnatia.picture.tabs import picture_tabs
from egnatia.picture.views import officer_of
from egnatia.ui import spreadsheets
from egnatia.ui.spreadsheets import MEDIA_TYPES

#: So many months stand beside each other on a page; a longer release shows its sums there, and all of it in the file.
_MONTHS_SHOWN = 6


@require_safe
@officer_required("picture.read")
def releases(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first."""
    rows = [
        (release, get_indicator(release.indicator), cut_names()[release.cut]) for release in Release.objects.order_by("-number")
    ]
    context = {"tabs": picture_tabs(request), "rows": rows, "may_make": policy.may(request.user, "picture.report")}
    return render(request, "picture/releases/list.html", context)


@require_safe
@officer_required("picture.read")
def release_page(request: HttpRequest, number: int) -> HttpResponse:
    """One release as a table, with what its figures are."""
    release = get_release(number)
    months = months_of(release)
    context = {
        "release": release,
        "indicator": get_indicator(release.indicator),
        "cut": cut_names()[release.cut],
        "facts": facts_of_sheet(release),
        "tables": partner_tables(release),
        "months": months if len(months) <= _MONTHS_SHOWN else [],
    }
    return render(request, "picture/releases/release.html", context)


@require_safe
@officer_required("picture.read")
def save_release(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """The release as a file to hand out."""
    sheet = release_sheet(get_release(number))
    if kind not in MEDIA_TYPES:
        raise not_found("picture.release")
    content = spreadsheets.csv_of(sheet) if kind == "csv" else spreadsheets.xlsx_of([sheet])
    disposition = f'attachment; filename="release-{number}.{kind}"'
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers={"Content-Disposition": disposition})


@officer_required("picture.report")
@require_http_methods(["GET", "HEAD", "POST"])
def new_release(request: HttpRequest) -> HttpResponse:
    """Make one; it can't be changed or taken back."""
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            release = make_release(officer_of(request), values.pop("indicator"), values.pop("cut"), **values)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Release %(number)d was made.") % {"number": release.number})
            return redirect("picture_release", release.number)
    return render(request, "picture/releases/new.html", {"form": form})
