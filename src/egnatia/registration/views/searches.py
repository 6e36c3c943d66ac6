"""The list of regional searches; each has its own page in the exchange."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egnatia import law
from egnatia.accounts.policy import officer_required
from egnatia.exchange.models import RegionalSearch
from egnatia.registration.record.searches import TargetRow, target_row
from egnatia.registration.waiting.lines import search_address
from egnatia.registration.waiting.queries import searches_of

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One search: how many of those asked have answered, and what stands out among the answers."""

    search: RegionalSearch
    purpose: str
    asked: int
    answered: int
    notable: tuple[TargetRow, ...]
    href: str


@require_safe
@officer_required("exchange.search")
def searches(request: HttpRequest) -> HttpResponse:
    """The officer's own searches, or their unit's, the latest first. Reference numbers and states; never a name."""
    page = Paginator(searches_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(one) for one in page]
    response = render(request, "registration/my_work/searches.html", {"page": page, "lines": lines})
    response["Cache-Control"] = "no-store"
    return response


def _line(search: RegionalSearch) -> SearchLine:
    targets = list(search.targets.all())
    asked = [one for one in targets if one.asked_at is not None]
    purposes = law.purposes()
    return SearchLine(
        search,
        purposes[search.purpose].name if search.purpose in purposes else search.purpose,
        len(asked),
        sum(one.answered_at is not None for one in asked),
        tuple(target_row(one) for one in targets if one.state in ("possible_match", "refused", "given_up")),
        search_address(search),
    )
