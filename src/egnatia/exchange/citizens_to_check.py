"""Persons of whom a partner told that they became citizens: to be found out, and then erased or left (Eurodac art. 30)."""

from dataclasses import dataclass
from datetime import datetime

from egnatia import law
from egnatia.deadlines.models import Deadline
from egnatia.deadlines.queries import running
from egnatia.persons.models import DataSet

#: The limit that runs from the partner's notice; while it runs, there is something to find out.
LIMIT = "citizenship_theirs"


@dataclass(frozen=True, slots=True)
class CitizenToCheck:
    """A partner's word about a data set of ours, which nobody has looked into."""

    partner: str
    told_at: datetime
    due_at: datetime
    data_set: DataSet
    clock: Deadline

    @property
    def partner_name(self) -> str:
        return law.partner(self.partner).name


def citizens_to_check() -> list[CitizenToCheck]:
    """All, the most urgent first."""
    clocks = list(running().filter(rule=LIMIT))
    data_sets = {str(one.pk): one for one in DataSet.objects.filter(pk__in=[clock.subject_id for clock in clocks])}
    return [_check(clock, data_sets[clock.subject_id]) for clock in clocks if clock.subject_id in data_sets]


def find_check(data_set: DataSet) -> CitizenToCheck | None:
    """What is to be found out about a data set, in whichever version it was told."""
    versions = DataSet.objects.filter(reference_number=data_set.reference_number).values_list("pk", flat=True)
    told = running().filter(rule=LIMIT, subject_kind=DataSet._meta.label, subject_id__in=[str(pk) for pk in versions])
    clock = told.first()
    return None if clock is None else _check(clock, data_set)


def _check(clock: Deadline, data_set: DataSet) -> CitizenToCheck:
    return CitizenToCheck(clock.label[:2], clock.started_at, clock.due_at, data_set, clock)
