"""The statistics for connected systems, a statistical office's for one."""

from django.http import HttpRequest
from ninja import Query, Router

from egnatia import audit
from egnatia.accounts.api_auth import account_of, require_purpose
from egnatia.base.json_fields import REFUSALS
from egnatia.oversight.api_schemas import StatisticsOut, statistics_out
from egnatia.oversight.months import read_month
from egnatia.oversight.queries.statistics import get_statistics

router = Router(tags=["Statistics"])
#: Counts, never about one person: what a key for this must have been made for.
PURPOSE = "STA"


@router.get(
    "/statistics/{month}", response={200: StatisticsOut, **REFUSALS}, summary="A month's statistics (Eurodac, article 12)"
)
def get_month_statistics(
    request: HttpRequest,
    month: str,
    released: bool = Query(False, description="The form that may leave the partner; of closed months only."),  # type: ignore[type-arg]
    vintage: int | None = Query(None, ge=1, le=999, description="An earlier count of a closed month."),  # type: ignore[type-arg]
) -> StatisticsOut:
    """As it was closed, or so far. Exact counts are for the partner's own use: `released=true` is what may be handed out."""
    require_purpose(request, PURPOSE)
    shown = get_statistics(account_of(request), read_month(month), released=released, vintage=vintage)
    form = "released" if released else "exact"
    audit.record(
        "oversight.statistics.downloaded",
        officer=account_of(request),
        month=shown.month.code,
        vintage=shown.vintage,
        form=form,
        kind="api",
    )
    return statistics_out(shown)
