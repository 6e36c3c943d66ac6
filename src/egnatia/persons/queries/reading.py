"""Reading persons and data sets. What an officer may not see doesn't exist for them."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from egnatia import law
from egnatia.accounts import policy
from egnatia.base.errors import Problem, not_found
from egnatia.persons.models import ChildNote, DataSet, ErasureCertificate, Person
from egnatia.persons.search_keys import national_number_key


def visible_to(officer: Any) -> QuerySet[Person]:
    """The persons whose record an officer may open: all of the node's for `person.read`, else none."""
    return Person.objects.all() if policy.may(officer, "person.read") else Person.objects.none()


def data_sets_visible_to(officer: Any) -> QuerySet[DataSet]:
    """The data sets an officer may read, every version of them, except erased ones."""
    if not policy.may(officer, "person.read"):
        return DataSet.objects.none()
    return DataSet.objects.exclude(status=DataSet.Status.ERASED).select_related("person", "unit", "signed_by")


def get_person(officer: Any, person_id: UUID) -> Person:
    """One person with their data sets. Raises Problem `persons.person.not_found`."""
    data_sets = DataSet.objects.select_related("signed_by", "unit").order_by("-signed_at", "-version")
    person = visible_to(officer).prefetch_related(Prefetch("data_sets", data_sets), "child_notes").filter(pk=person_id).first()
    if person is None:
        raise not_found("persons.person")
    return person


def get_data_set(officer: Any, data_set_id: UUID) -> DataSet:
    """One data set, in whichever version the id names. Raises Problem `persons.data_set.not_found`."""
    data_set = data_sets_visible_to(officer).filter(pk=data_set_id).first()
    if data_set is None:
        raise not_found("persons.data_set")
    return data_set


def find_by_reference(reference_number: str) -> DataSet | None:
    """The newest version under a reference number, typed with or without spaces; None for anything else. Erased ones too."""
    try:
        reference = str(law.check_reference_number(reference_number))
    except Problem:
        return None
    return DataSet.objects.filter(reference_number=reference).order_by("-version").first()


def find_by_national_number(number: str) -> DataSet | None:
    """The active data set that a national system registered under its own number."""
    if not number:
        return None
    return DataSet.objects.filter(national_number_key=national_number_key(number), status=DataSet.Status.ACTIVE).first()


def find_child_note(number: str) -> ChildNote | None:
    """The child's note that a national system brought under its own number."""
    if not number:
        return None
    return ChildNote.objects.filter(national_number_key=national_number_key(number), erased_at=None).first()


def versions_of(reference_number: str) -> QuerySet[DataSet]:
    """All versions under a reference number, the newest first."""
    return DataSet.objects.filter(reference_number=reference_number).select_related("signed_by").order_by("-version")


def newest_data_set(person: Person) -> DataSet | None:
    """The person's latest active data set: what a list or a heading shows of them."""
    return person.data_sets.filter(status=DataSet.Status.ACTIVE).order_by("-signed_at").first()


def certificates(officer: Any) -> QuerySet[ErasureCertificate]:
    """What was erased, for those who may read the access log."""
    if not policy.may(officer, "access_log.read"):
        return ErasureCertificate.objects.none()
    return ErasureCertificate.objects.all()
