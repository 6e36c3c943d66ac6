"""Load the annual totals of the route that come with the program: something to compare with from the first day."""

from datetime import UTC, date, datetime, time

from django.db import transaction

from egnatia import audit
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.data_files import read_data


@transaction.atomic
def load_route_years() -> int:
    """How many totals were new or changed; safe to repeat."""
    file = read_data("route_years")
    cells = [(date(int(year), 1, 1), "", "", total) for year, total in file["totals"].items()]
    known_at = datetime.combine(file["vintage"], time(), UTC)
    changed = take_counts("frontex", "route_year_totals", "year", cells, known_at=known_at)
    if changed:
        audit.record("picture.route_years.loaded", changed=changed)
    return changed
