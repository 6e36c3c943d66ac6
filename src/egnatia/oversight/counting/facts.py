"""What a month's counts are made of, read once."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from egnatia import law
from egnatia.base import node
from egnatia.oversight.counting.data_sets import registered_between, transmitted_between
from egnatia.oversight.counting.hits import Hit, hits_between
from egnatia.oversight.counting.sequences import Sequences, walk_sequences
from egnatia.oversight.months import Month
from egnatia.persons.models import DataSet


@dataclass(frozen=True)
class Facts:
    """The rows of one month, as they are now."""

    month: Month

    @cached_property
    def registered(self) -> list[DataSet]:
        return registered_between(*self.month.window())

    @cached_property
    def transmitted(self) -> list[DataSet]:
        return transmitted_between(*self.month.window())

    @cached_property
    def hits(self) -> list[Hit]:
        return hits_between(*self.month.window())

    @cached_property
    def sequences(self) -> Sequences:
        """The sequences of those who were registered."""
        return walk_sequences({data_set.person_id for data_set in self.registered})

    def persons(self, letter: str) -> dict[UUID, DataSet]:
        """Who was registered in a category of this letter, each once, with the last of their data sets of the month."""
        wanted = law.statistics()[letter].categories
        ordered = sorted(self.registered, key=lambda data_set: data_set.signed_at)
        return {self.sequences.root_of[one.person_id]: one for one in ordered if one.category in wanted}

    def concerned(self) -> set[UUID]:
        """Every person whose rows the counts depend on."""
        with_hits = {person for hit in self.hits for person in hit.persons}
        return {*self.sequences.root_of, *with_hits, *(data_set.person_id for data_set in self.transmitted)}

    @cached_property
    def in_use(self) -> frozenset[int]:
        """The categories that this node registers, by its settings or in fact."""
        here = node.current()
        chosen = {category.digit for category in law.choosable_categories(here.partner, here.settings)}
        met = {data_set.category for data_set in (*self.registered, *self.transmitted)} | {hit.searched for hit in self.hits}
        return frozenset(chosen | met)
