"""Reads of persons: one by one, by exact look-up of what identifies them, and as sequences."""

from egnatia.persons.queries.look_up_keys import find_by_birth_date, find_by_document
from egnatia.persons.queries.marks import find_mark
from egnatia.persons.queries.reading import (
    certificates,
    data_sets_visible_to,
    find_by_national_number,
    find_by_reference,
    find_child_note,
    get_data_set,
    get_person,
    newest_data_set,
    versions_of,
    visible_to,
)
from egnatia.persons.queries.security_flags import find_flag, partners_to_consult
from egnatia.persons.queries.sequences import Sequence, sequence_of, stand_ins

__all__ = [
    "Sequence",
    "certificates",
    "data_sets_visible_to",
    "find_by_birth_date",
    "find_by_document",
    "find_by_national_number",
    "find_by_reference",
    "find_child_note",
    "find_flag",
    "find_mark",
    "get_data_set",
    "get_person",
    "newest_data_set",
    "partners_to_consult",
    "sequence_of",
    "stand_ins",
    "versions_of",
    "visible_to",
]
