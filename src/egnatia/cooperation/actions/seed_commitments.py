"""Bring the standing commitments of the law into rows, so that their progress can be recorded."""

from datetime import date

from django.db import transaction

from egnatia import audit, law
from egnatia.base import clock
from egnatia.cooperation.models import Commitment
from egnatia.cooperation.queries.days import today


@transaction.atomic
def seed_commitments() -> int:
    """Add those that have no row yet; how many. Runs at each upgrade and each night; what people recorded stays.

    One that comes again starts with its next day from now: nobody here can say how the earlier ones were met.
    """
    known = set(Commitment.objects.exclude(code="").values_list("code", flat=True))
    new = [one for one in law.standing_commitments().values() if one.code not in known]
    if new:
        Commitment.objects.bulk_create([_row(one) for one in new])
        audit.record("cooperation.commitments.seeded", codes=[one.code for one in new])
    return len(new)


def _row(one: law.StandingCommitment) -> Commitment:
    return Commitment(
        code=one.code,
        theme=one.theme,
        owner=one.owner,
        due_on=_first_day(one),
        months=one.months,
        counted_from=one.first,
        confirmed=one.source.is_confirmed,
        made_at=clock.now(),
    )


def _first_day(one: law.StandingCommitment) -> date | None:
    if one.first is None or not one.months:
        return one.first
    return next(day for day in law.every_months(one.first, one.months) if day >= today())
