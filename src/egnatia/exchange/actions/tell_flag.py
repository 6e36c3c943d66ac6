"""A security flag was set, changed or removed: tell those to whom it had been released, and nobody else.

By EX-51, which says that what was released is out of date and nothing of what: a kind of its own would give the flag away to
whoever sees the partner's list of messages. Neither the notice's clock nor its event names the person here.
"""

from egnatia.exchange.actions.tell_change import send_notice
from egnatia.exchange.messages.notices import CorrectionNotice
from egnatia.exchange.models import FollowUp
from egnatia.exchange.security_flags import FLAG
from egnatia.persons.models import SecurityFlag


def tell_flag(flag: SecurityFlag) -> None:
    """Called in the transaction that changes it. Who was told that there is none hears, too, that this is out of date."""
    given = FollowUp.objects.filter(
        inbound_match__data_set__reference_number=flag.reference_number,
        inbound_match__withdrawn_at=None,
        state__in=(FollowUp.State.RELEASED, FollowUp.State.GIVEN_UP),
    ).select_related("inbound_match__search__partner", "inbound_match__data_set")
    matches = {one.inbound_match for one in given if FLAG in one.released and one.inbound_match is not None}
    for match in sorted(matches, key=lambda one: one.pk):
        notice = CorrectionNotice(references=(match.reference,))
        send_notice(match.search, notice, rule="correction_notice", about=match.data_set, names_person=False)
