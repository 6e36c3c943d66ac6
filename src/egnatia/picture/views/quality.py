"""Data quality: who has not reported, who is late, what was changed afterwards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.picture.queries import quality
from egnatia.picture.series_words import period_name, source_name
from egnatia.picture.tabs import picture_tabs


@require_safe
@officer_required("picture.read")
def quality_page(request: HttpRequest) -> HttpResponse:
    """A table of who reports what, one of the figures that were changed."""
    states = {
        "good": (_("Reports"), "green"),
        "late": (_("Late"), "ochre"),
        "silent": (_("Silent"), "red"),
        "never": (_("Nothing yet"), "grey"),
    }
    rows = [
        {
            "one": one,
            "source": source_name(one.source),
            "last": period_name(one.last, one.indicator.every) if one.last else "–",
            "tag": states[one.state],
        }
        for one in quality.reporting()
    ]
    revisions = [
        {"one": one, "source": source_name(one.source), "period": period_name(one.period, one.every)}
        for one in quality.revisions()
    ]
    context = {
        "tabs": picture_tabs(request),
        "waiting": [row for row in rows if row["tag"] in (states["late"], states["silent"])],
        "rows": rows,
        "revisions": revisions,
        "days": quality.DAYS,
    }
    return render(request, "picture/quality.html", context)
