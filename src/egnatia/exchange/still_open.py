"""What a partner asked or told about a registration of ours, while it waits for a decision and there is one to decide on."""

from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.exchange.models import Evidence, FollowUp, InboundMatch
from egnatia.exchange.queries import newest_version
from egnatia.persons.models import DataSet


def get_still_open(row: FollowUp | Evidence, state: str, *, otherwise: Problem, cure: str) -> tuple[InboundMatch, DataSet]:
    """The match it is about and the version in force; the row stays locked until the transaction ends.

    state       that it waits in; raises `otherwise` where it has left it
    cure        of Problem `exchange.data_set_gone`: what to do where the registration is there no more
    """
    match = row.inbound_match
    if match is None or not type(row).objects.select_for_update().filter(pk=row.pk, state=state).exists():
        raise otherwise
    data_set = newest_version(match.data_set)
    if data_set is None or match.withdrawn_at is not None:
        raise Problem(
            "exchange.data_set_gone", gettext("The registration was erased or declared void meanwhile."), cure, status=409
        )
    return match, data_set
