"""A data set was corrected, declared void or erased: what law enforcement was told of it follows, in the same transaction."""

from egnatia.base import clock
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.search_request import settle_answer
from egnatia.lawenforcement.models import Hit
from egnatia.lawenforcement.released_data import collect_released
from egnatia.persons.models import DataSet


def withdraw_hits(data_set: DataSet, *, because: str, forget: bool) -> None:
    """Nothing of the data set is shown any more. `forget`: that it was found goes too."""
    for hit in _hits_of(data_set):
        log.record_hit("lawenforcement.hit.withdrawn", hit, because=because)
        request = hit.request
        if forget:
            hit.delete()
        else:
            hit.state, hit.released, hit.decided_at = Hit.State.WITHDRAWN, None, hit.decided_at or clock.now()
            hit.save()
        settle_answer(request)


def follow_correction(data_set: DataSet, previous: DataSet) -> None:
    """The newer version takes the place of the one before, also in what was released."""
    for hit in _hits_of(previous):
        hit.data_set = data_set
        if hit.released is not None:
            hit.released = collect_released(data_set)
            log.record_hit("lawenforcement.hit.corrected", hit, fields=sorted(hit.released))
        hit.save()


def _hits_of(data_set: DataSet) -> list[Hit]:
    related = ("request__unit", "request__asked_by", "request__verified_by", "data_set")
    return list(Hit.objects.filter(data_set=data_set).select_related(*related))
