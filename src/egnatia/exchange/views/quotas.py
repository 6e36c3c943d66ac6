"""The public counter of searches: opens without signing in, for its counts are about partners' work, never about a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egnatia import law
from egnatia.exchange.quotas import quota_lines


@require_safe
def quotas(request: HttpRequest) -> HttpResponse:
    """What each partner asked under each purpose, today and on the days before, against its quota."""
    lines = quota_lines()
    rows = [{"line": line, "law": law.partner(line.partner.code), "purpose": law.purpose(line.purpose)} for line in lines]
    days = [day for day, _ in lines[0].days] if lines else []
    return render(request, "exchange/quotas.html", {"rows": rows, "days": days[1:]})
