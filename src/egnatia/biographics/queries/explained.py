"""What speaks for and against one person of the register; whoever looks leaves a trace in that person's access log."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from egnatia import audit
from egnatia.base.errors import not_found
from egnatia.biographics.explaining import Explanation, explain
from egnatia.biographics.queries.possible import Possible, find_possible
from egnatia.biographics.queries.relatives import NamedRelative, record_named
from egnatia.biographics.register import read_register
from egnatia.engines.linkage.records import Record
from egnatia.persons.queries import visible_to


@dataclass(frozen=True, slots=True)
class Explained:
    """A person of the register, and why they may be the one who is looked for."""

    possible: Possible
    explanation: Explanation


def explain_to(officer: Any, wanted: Record, person_id: UUID, *, relatives: Iterable[NamedRelative] = ()) -> Explained:
    """relatives: those of `wanted`, to be recorded as listed where they are named.

    Raises Problem `persons.person.not_found`, also where nothing was looked for by name.
    """
    found = find_possible(wanted, visible_to(officer), fits=lambda _: True, only={person_id}) if wanted.names else []
    if not found:
        raise not_found("persons.person")
    person = found[0].person
    audit.record("biographics.explained", subject=person, person=person.pk, officer=officer)
    record_named(officer, found[0].match, (*relatives, *found[0].relatives))
    return Explained(found[0], explain(found[0].match, read_register().linkage))
