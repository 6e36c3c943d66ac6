"""What happens to a data set happens to what law enforcement was told of it, in the same transaction."""

from egnatia.base import clock
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.search_request import settle_answer
from egnatia.lawenforcement.models import Hit
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.released_data import all_of_person, collect_released
from egnatia.lawenforcement.rules import may_use
from egnatia.persons.models import DataSet


def withdraw_hits(data_set: DataSet, *, because: str, forget: bool) -> None:
    """Nothing of the data set is shown any more. `forget`: that it was found goes too."""
    for hit in _hits_of(data_set):
        _withdraw(hit, because=because, forget=forget)


def follow_correction(data_set: DataSet, previous: DataSet) -> None:
    """The newer version takes the place of the one before, also in what was released; unless it tells of a child."""
    for hit in _hits_of(previous):
        hit.data_set = data_set
        if hit.released is not None:
            hit.released = collect_released(data_set)
            log.record_hit("lawenforcement.hit.corrected", hit, fields=sorted(hit.released))
        hit.save()
    withdraw_children(data_set)


def withdraw_children(data_set: DataSet) -> None:
    """Hits of a person of whom it is known only now that they are, or may be, under fourteen: by a correction or a link."""
    for one in all_of_person(data_set):
        for hit in _hits_of(one):
            if hit.state != Hit.State.WITHDRAWN and not may_use(all_of_person(one), hit.request):
                _withdraw(hit, because="child", forget=False)


def _withdraw(hit: Hit, *, because: str, forget: bool) -> None:
    log.record_hit("lawenforcement.hit.withdrawn", hit, because=because)
    if forget:
        hit.delete()
    else:
        hit.state, hit.released, hit.decided_at = Hit.State.WITHDRAWN, None, hit.decided_at or clock.now()
        hit.save()
    settle_answer(hit.request_id)


def _hits_of(data_set: DataSet) -> list[Hit]:
    """Each with its request locked, in the order of the requests, as all who lock several do."""
    found = Hit.objects.filter(data_set=data_set).order_by("request_id")
    requests = {one: lock_request(one) for one in found.values_list("request_id", flat=True)}
    hits = list(found.select_related("data_set"))
    for hit in hits:
        hit.request = requests[hit.request_id]
    return hits
