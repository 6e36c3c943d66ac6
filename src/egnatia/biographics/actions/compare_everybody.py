"""All records here held against one another: those who may be one person are suggested to officers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base.errors import Problem
from egnatia.biographics.actions.drop_told_apart import drop_told_apart
from egnatia.biographics.actions.suggest_for_newcomers import is_worth_suggesting, least_chance
from egnatia.biographics.actions.suggest_pair import suggest_pair
from egnatia.biographics.models import Suggestion
from egnatia.biographics.queries.possible import held_of, latest_of, record_held, with_what_is_held
from egnatia.biographics.queries.relatives import relatives_of
from egnatia.biographics.queries.told_apart import told_apart
from egnatia.biographics.records import record_of
from egnatia.biographics.register import read_everybody, read_register
from egnatia.engines.errors import EngineError
from egnatia.engines.linkage.batch import Batch, Proposed, find_least
from egnatia.engines.linkage.register import Match
from egnatia.engines.linkage.rivals import weigh_rivals
from egnatia.persons.models import ChildNote, DataSet, Link, Person

MARGIN = 3.0  # bits by which the weighing in the batch may be less than the comparison field by field
MOST = 10_000  # pairs that are suggested at once, the likeliest
_AT_ONCE = 200  # pairs whose persons are read from the database together


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who may be one. references: of their latest data sets, "" for a child's note."""

    references: tuple[str, str]
    match: Match


@dataclass(frozen=True, slots=True)
class Compared:
    """persons: how many were compared; pairs: who may be one, the likeliest first; new: how many weren't suggested before."""

    persons: int
    pairs: tuple[Pair, ...]
    new: int


@dataclass(frozen=True, slots=True)
class _Found:
    persons: tuple[Person, Person]
    match: Match


def compare_everybody(
    officer: Any = None, *, since: date | None = None, year: int | None = None, limit: int = MOST, dry_run: bool = False
) -> Compared:
    """Who may be one person, and is neither linked, nor told apart by family records, nor waiting for an officer already.

    officer   None for the nightly job
    since     only pairs of which one was registered, corrected or noted on that day or later
    year      only what was registered or noted in that year, held against itself
    limit     of pairs, the likeliest
    dry_run   nothing is suggested

    Raises Problem `accounts.not_allowed`, `biographics.duplicates.limit`, `biographics.linkage.no_memory`,
    `biographics.register.being_read`.
    """
    if officer is not None:
        policy.require(officer, "person.find")
    if limit < 1:
        raise Problem(
            "biographics.duplicates.limit", _("No pair is asked for."), _("Give a limit of 1 or more."), field="limit"
        )
    batch, persons, lately = Batch(), [], set()
    for person_id, rows in read_everybody(year):
        record = record_of(*(row.elements or {} for row in rows))
        number = batch.add(record)
        persons.append(person_id)
        if since is None or any(_came_at(row) >= since for row in rows):
            lately.add(number)
    if not dry_run:
        drop_told_apart()
    odds = read_register().linkage.odds
    try:
        proposed = batch.propose(find_least(odds, least_chance()) - MARGIN)
    except EngineError as error:
        raise Problem(f"biographics.{error.code}", _(error.message), _(error.cure), status=503) from error
    asked = (one for one in proposed if one.first in lately or one.second in lately)
    found = list(islice(_compare(asked, persons), limit))
    found = _order(found, odds)
    new = 0 if dry_run else sum(map(_suggest, found))
    audit.record("biographics.all_compared", officer=officer, persons=len(persons), pairs=len(found), new=new)
    return Compared(len(persons), tuple(map(_tell, found)), new)


def _order(found: list[_Found], odds: float) -> list[_Found]:
    """The likeliest first, each pair beside whoever else either person may be."""
    pairs = [(one.persons[0].pk, one.persons[1].pk) for one in found]
    weighed = weigh_rivals(pairs, [one.match.linkage.bits for one in found], odds)
    return [found[at] for at in sorted(range(len(found)), key=lambda at: -weighed[at])]


def _came_at(row: DataSet | ChildNote) -> date:
    return (row.signed_at if isinstance(row, DataSet) else row.written_at).date()


def _compare(proposed: Iterable[Proposed], persons: Sequence[UUID]) -> Iterator[_Found]:
    """Those that are worth suggesting, by the comparison that officers are shown."""
    register, together, known = read_register().linkage, _Together(), _known_pairs()
    waiting = iter(proposed)
    while part := list(islice(waiting, _AT_ONCE)):
        ids = [(persons[one.first], persons[one.second]) for one in part]
        left = [pair for pair in ids if tuple(sorted(pair)) not in known and not together.has(*pair)]
        apart = told_apart(left)
        left = [pair for pair in left if pair not in apart]
        rows = with_what_is_held(Person.objects.filter(pk__in={person for pair in left for person in pair}))
        read = {person.pk: person for person in rows}
        relatives = relatives_of(read, Person.objects.all())
        records = {pk: record_held(one, relatives.get(pk, ())) for pk, one in read.items()}
        for first, second in left:
            if first in read and second in read:
                (match,) = register.compare(records[first], {0: records[second]})
                if is_worth_suggesting(match):
                    yield _Found((read[first], read[second]), match)


def _known_pairs() -> set[tuple[UUID, UUID]]:
    """Pairs that wait, or that somebody said are one."""
    states = (Suggestion.State.OPEN, Suggestion.State.SAME)
    return set(Suggestion.objects.filter(state__in=states).values_list("first_id", "second_id"))


class _Together:
    """Which persons confirmed links join already."""

    def __init__(self) -> None:
        self._leads: dict[UUID, UUID] = {}
        links = Link.objects.filter(state=Link.State.CONFIRMED, other__isnull=False)
        for one, other in links.values_list("data_set__person_id", "other__person_id"):
            self._leads[self._find(one)] = self._find(other)

    def has(self, one: UUID, other: UUID) -> bool:
        return self._find(one) == self._find(other)

    def _find(self, person: UUID) -> UUID:
        while (lead := self._leads.get(person, person)) != person:
            person = lead
        return person


def _suggest(found: _Found) -> bool:
    one, other = found.persons
    return suggest_pair(
        one.pk,
        other.pk,
        found.match,
        seen=[row.pk for person in found.persons for row in held_of(person)],
        found_by=Suggestion.FoundBy.BATCH,
    )


def _tell(found: _Found) -> Pair:
    data_sets = (latest_of(person)[0] for person in found.persons)
    one, other = (data_set.reference_number if data_set else "" for data_set in data_sets)
    return Pair((one, other), found.match)
