"""Link two data sets that are of one person."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.persons import hooks
from egnatia.persons.models import DataSet, Link


@transaction.atomic
def link_data_sets(
    officer: Any,
    data_set: DataSet,
    *,
    other: DataSet | None = None,
    partner: str = "",
    partner_reference: str = "",
    basis: str = "fingerprint",
    algorithm: str = "",
    score: float | None = None,
    verdict_id: UUID | None = None,
) -> Link:
    """The confirmed link to `other`, or to a partner's data set by its opaque reference; a pair has one at most.

    Whether the officer may say so was checked where the verdict was given: no link without one.
    Raises Problem `persons.link.not_active` and `persons.link.to_itself`.
    """
    _check_ends(data_set, other, partner_reference)
    pair = Link.pair_of(data_set.pk, other.pk if other else f"{partner}:{partner_reference}")
    if (existing := Link.objects.filter(pair=pair, state=Link.State.CONFIRMED).first()) is not None:
        return existing
    link = Link(
        data_set=data_set,
        other=other,
        partner=partner,
        partner_reference=partner_reference,
        pair=pair,
        basis=basis,
        algorithm=algorithm,
        score=score,
        verdict_id=verdict_id,
        confirmed_by=officer,
        confirmed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError:  # the other examiner's verdict made it in the same moment
        return Link.objects.get(pair=pair, state=Link.State.CONFIRMED)
    audit.record(
        "persons.link.confirmed",
        subject=link,
        person=data_set.person_id,
        officer=officer,
        basis=basis,
        other=str(other.pk) if other else partner,
        verdict=str(verdict_id or ""),
    )
    hooks.link_confirmed.call(link)
    return link


def _check_ends(data_set: DataSet, other: DataSet | None, partner_reference: str) -> None:
    if (other is None) == (not partner_reference):
        raise ValueError("a link leads to one of our own data sets or to a partner's, not to both or neither")
    if other is not None and other.reference_number == data_set.reference_number:
        raise Problem("persons.link.to_itself", "A registration can't be linked with itself.", "Choose another one.")
    gone = (DataSet.Status.VOIDED, DataSet.Status.ERASED)
    if data_set.status in gone or (other is not None and other.status in gone):
        raise Problem(
            "persons.link.not_active",
            "One of the two registrations was declared void or erased meanwhile.",
            "Nothing is to be done: it is in no search any more.",
            status=409,
        )
