"""Nightly check: no link leads to a data set that was erased, here or at a partner."""

from django.db.models import Q

from egnatia import audit
from egnatia.exchange.models import PossibleMatch
from egnatia.persons.actions.dissolve_link import dissolve_link_of_partner, dissolve_links_of
from egnatia.persons.models import DataSet, Link

_GONE = (DataSet.Status.ERASED, DataSet.Status.VOIDED)


def dissolve_dead_links() -> int:
    """How many were found, all of them dissolved now. None should be: whatever erases dissolves in the same transaction."""
    own = list(
        Link.objects.filter(Q(data_set__status__in=_GONE) | Q(other__status__in=_GONE), state=Link.State.CONFIRMED)
        .select_related("data_set", "other")
        .order_by("pk")
    )
    for link in own:
        end = link.data_set if link.data_set.status in _GONE else link.other
        assert end is not None  # noqa: S101  (one of the two is gone)
        dissolve_links_of(end.reference_number, officer=None, reason="erased")
    led_nowhere = _at_partners()
    for link in led_nowhere:
        dissolve_link_of_partner(link)
    for link in (*own, *led_nowhere):
        audit.record("exchange.link.was_dead", subject=link, person=link.data_set.person_id)
    return len(own) + len(led_nowhere)


def _at_partners() -> list[Link]:
    gone = PossibleMatch.objects.filter(state=PossibleMatch.State.WITHDRAWN).values("reference")
    found = Link.objects.filter(state=Link.State.CONFIRMED, partner_reference__in=gone).exclude(partner="")
    return list(found.select_related("data_set"))
