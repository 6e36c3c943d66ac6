"""Which data sets a month counts: those registered in it, and those transmitted in it, each in its newest version."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from egnatia import law
from egnatia.persons.models import DataSet

#: What was taken over from an old system happened before: the old system has counted it.
_TAKEN_OVER = "import"


def registered_between(start: datetime, end: datetime) -> list[DataSet]:
    """Data sets whose first version was signed from `start` until before `end`; erased ones among them, void ones not."""
    first = DataSet.objects.filter(
        version=1, signed_at__gte=start, signed_at__lt=end, reference_number=OuterRef("reference_number")
    )
    return _newest(DataSet.objects.filter(Exists(first)))


def transmitted_between(start: datetime, end: datetime) -> list[DataSet]:
    """Data sets that the first partner acknowledged then. Those that no partner is asked about went when they were signed."""
    unsearched = [digit for digit, category in law.categories().items() if not category.searched]
    went = Q(transmission=DataSet.Transmission.ACKNOWLEDGED) | Q(category__in=unsearched)
    return _newest(DataSet.objects.filter(went, transmitted_at__gte=start, transmitted_at__lt=end))


def earlier_applications(start: datetime, end: datetime) -> QuerySet[DataSet]:
    """First versions of applications before `start` whose data set is still held; also what was taken over until `end`."""
    held = DataSet.objects.filter(reference_number=OuterRef("reference_number"), status=DataSet.Status.ACTIVE)
    before = Q(signed_at__lt=start) | Q(signed_at__lt=end, origin=_TAKEN_OVER)
    return DataSet.objects.filter(before, Exists(held), version=1, category=1)


def counted(data_sets: QuerySet[DataSet]) -> QuerySet[DataSet]:
    """Without those declared void, erased since or not, and those taken over."""
    return data_sets.exclude(status=DataSet.Status.VOIDED).filter(void_reason="").exclude(origin=_TAKEN_OVER)


def _newest(data_sets: QuerySet[DataSet]) -> list[DataSet]:
    """One row per reference number. An erasure leaves all versions erased; of others only the newest isn't superseded."""
    rows = counted(data_sets).exclude(status=DataSet.Status.SUPERSEDED).order_by(F("reference_number"), F("version"))
    return list({row.reference_number: row for row in rows}.values())
