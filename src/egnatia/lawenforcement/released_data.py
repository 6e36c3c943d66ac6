"""What law enforcement sees of a person after an examiner's *same*: what the purpose allows, as it is in force now."""

from typing import Any

from egnatia import law
from egnatia.exchange.released_data import collect, fields_of
from egnatia.lawenforcement.rules import PURPOSE
from egnatia.persons.models import DataSet
from egnatia.persons.queries import sequence_of, versions_of

#: After the verdict. Category and reference number aren't among them: they would say whether somebody asked for asylum.
FIELDS_NEVER = ("category", "reference_number")


def collect_released(data_set: DataSet) -> dict[str, Any]:
    """Values by element code, as JSON."""
    fields = tuple(field for field in fields_of(PURPOSE) if field not in FIELDS_NEVER)
    return collect(data_set, fields).model_dump(mode="json", exclude_none=True)


def in_force(data_set: DataSet) -> DataSet | None:
    """The version that counts now; None where it was erased or declared void."""
    newest = versions_of(data_set.reference_number).first()
    return newest if newest is not None and newest.is_active else None


def all_of_person(data_set: DataSet) -> tuple[DataSet, ...]:
    """Its sequence, as far as confirmed links tell; of a data set without links itself."""
    return sequence_of(data_set).data_sets or (data_set,)


def field_name(code: str) -> str:
    """What a field is called at the page."""
    from django.utils.translation import gettext as _

    beside = {"capture_date": _("Prints taken on"), "capture_place": _("Prints taken at")}
    return beside.get(code) or law.element(code).name
