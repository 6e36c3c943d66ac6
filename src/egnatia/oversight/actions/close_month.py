"""Close a month: what was counted stands from then on. Once more after a late correction: a new vintage, the old one stays."""

import hashlib
import json
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.oversight.counting import Facts, count_facts
from egnatia.oversight.counting.sequences import in_batches
from egnatia.oversight.models import ClosedMonth
from egnatia.oversight.months import Month, today
from egnatia.oversight.queries.statistics import check_counted, find_last_vintage
from egnatia.oversight.release import release
from egnatia.persons.models import ErasureCertificate, Link


@transaction.atomic
def close_month(officer: Officer | None, month: Month) -> ClosedMonth:
    """The month's newest vintage: the first, another one where the counts have changed since, or the last where they haven't.

    officer   None: the nightly job
    Raises Problem `accounts.not_allowed`, `oversight.statistics.too_early`, `.before_first`, `.erased_since`.
    """
    if officer is not None:
        policy.require(officer, "statistics.close")
    _check_day(month)
    check_counted(month)
    facts = Facts(month)
    counted = count_facts(facts)
    content = counted.to_json()
    last = find_last_vintage(month)
    if last is not None and last.digest == digest_of(content):
        return last
    if last is not None:
        _check_nothing_erased(facts, last)
    closed = ClosedMonth(
        month=month.first,
        vintage=last.vintage + 1 if last else 1,
        content=content,
        released=None if last else release(counted).to_json(),
        digest=digest_of(content),
        closed_at=clock.now(),
        closed_by=officer,
    )
    _save(closed)
    audit.record(
        "oversight.statistics.closed",
        subject=closed,
        officer=officer,
        month=month.code,
        vintage=closed.vintage,
        digest=closed.digest,
    )
    return closed


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over the counts."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _check_day(month: Month) -> None:
    if today() < month.closes_on():
        raise Problem(
            "oversight.statistics.too_early",
            gettext("This month can't be closed yet."),
            gettext("Close it on %(day)s: possible matches of its last days still wait for a verdict.")
            % {"day": month.closes_on().isoformat()},
            status=409,
            field="month",
        )


def _check_nothing_erased(facts: Facts, last: ClosedMonth) -> None:
    """What was erased can't be counted again: the new figures would be short of it, and their difference would tell of it."""
    since = Q(dissolved_at__gt=last.closed_at) & Q(dissolved_because__startswith="erased")
    for batch in in_batches(facts.concerned()):
        certificates = ErasureCertificate.objects.filter(data_set__person__in=batch, erased_at__gt=last.closed_at)
        links = Link.objects.filter(since, Q(data_set__person__in=batch) | Q(other__person__in=batch))
        if certificates.exclude(ground="void").exists() or links.exists():
            raise Problem(
                "oversight.statistics.erased_since",
                gettext("Data of this month were erased since it was closed, so that it can't be counted again."),
                gettext("The last vintage stays as it is."),
                status=409,
                field="month",
            )


def _save(closed: ClosedMonth) -> None:
    try:
        with transaction.atomic():
            closed.save(force_insert=True)
    except IntegrityError as error:
        raise Problem(
            "oversight.statistics.closed_meanwhile",
            gettext("This month was closed by somebody else in this moment."),
            gettext("Look at it again."),
            status=409,
        ) from error
