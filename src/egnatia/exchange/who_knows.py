"""Which partners know that a data set of ours is of a person of theirs: an examiner, theirs or ours, said *same*."""

from egnatia import law
from egnatia.exchange.models import InboundMatch, PossibleMatch, SearchTarget
from egnatia.persons.models import DataSet

#: Whoever may not be asked in a registration's search isn't told of what follows either, for whatever purpose it asked.
_STRICTEST = "MIG"


def confirmed_by_partners(data_set: DataSet) -> list[InboundMatch]:
    """Partners asked, and found ours."""
    found = InboundMatch.objects.filter(
        data_set__reference_number=data_set.reference_number,
        verdict=InboundMatch.Verdict.SAME,
        withdrawn_at=None,
        search__withdrawn_at=None,
    )
    return list(found.select_related("search__partner", "data_set"))


def confirmed_by_us(data_set: DataSet) -> list[SearchTarget]:
    """We asked, and found theirs."""
    same = PossibleMatch.objects.filter(state=PossibleMatch.State.SAME)
    found = SearchTarget.objects.filter(search__data_set__reference_number=data_set.reference_number, matches__in=same)
    return list(found.select_related("search__data_set", "partner").distinct())


def is_left_out(partner: str, data_set: DataSet) -> bool:
    """A country that the person holds, claims or fears is told nothing that hints at protection."""
    return partner in law.partners_not_asked(data_set.elements or {}, _STRICTEST)
