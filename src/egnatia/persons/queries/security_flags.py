"""Security flags of data sets: for actions that have checked who asks; officers read them by `actions.read_security_flags`."""

from egnatia.persons.models import DataSet, SecurityFlag
from egnatia.persons.queries.sequences import sequence_of


def find_flag(reference_number: str) -> SecurityFlag | None:
    """The flag that a data set carries now."""
    return SecurityFlag.objects.filter(reference_number=reference_number, ended_at=None).first()


def partners_to_consult(data_set: DataSet) -> list[str]:
    """Those that hold a data set of the person, by confirmed links: two letters each."""
    return sorted({link.partner for link in sequence_of(data_set).partner_links})
