"""Who in the own gallery may these prints belong to: the same look for the own units and for the police of a partner."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from egnatia.biometrics import gallery
from egnatia.biometrics.models import Enrolment
from egnatia.engines.fingerprint.gallery import Candidate
from egnatia.engines.fingerprint.template import TenPrint
from egnatia.engines.fingerprint.thresholds import possible_match_threshold
from egnatia.persons.models import DataSet
from egnatia.persons.queries import sequence_of

#: Rather more than anybody has data sets in one node.
_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A person above the threshold.

    data_set     that matches best; `data_sets` all of the person's, as far as confirmed links tell
    """

    data_set: DataSet
    match: Candidate
    data_sets: tuple[DataSet, ...]


def search_gallery(probe: TenPrint) -> list[Candidate]:
    """Above the threshold, best first. Takes time: outside of any transaction. Raises EngineError, OSError."""
    found = gallery.search(probe, limit=_LIMIT) if probe else []
    return [one for one in found if one.score >= possible_match_threshold(one.fingers_compared)]


def find_persons(matches: Iterable[Candidate]) -> Iterator[Found]:
    """The best match of each person whose data are in force; they come best first."""
    matches = list(matches)
    enrolments = Enrolment.objects.select_related("data_set").filter(pk__in=[one.entry_id for one in matches], erased=False)
    owners = {one.pk: one.data_set for one in enrolments if one.data_set.is_active}
    seen: set[object] = set()
    for match in matches:
        data_set = owners.get(match.entry_id)
        if data_set is None or data_set.person_id in seen:
            continue
        sequence = sequence_of(data_set)
        seen |= sequence.persons
        yield Found(data_set, match, sequence.data_sets or (data_set,))
