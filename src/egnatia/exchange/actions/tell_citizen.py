"""A person became a citizen of a partner: those who own data about them, too, are told, as each has to erase its own."""

from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.actions.tell_change import run_clock
from egnatia.exchange.messages.notices import CitizenNotice
from egnatia.exchange.models import OutboxMessage, PossibleMatch
from egnatia.exchange.who_knows import confirmed_by_partners, confirmed_by_us, is_left_out
from egnatia.persons.models import DataSet

LIMIT = "citizenship_notice"


def tell_citizen(data_set: DataSet) -> list[OutboxMessage]:
    """Before ours is erased, in that transaction: an erasure takes the matches that the notices belong to, not the notices."""
    notices = [*_tell_owners_found(data_set), *_tell_owners_who_asked(data_set)]
    for notice in notices:
        run_clock(LIMIT, notice, data_set.person_id)
    return notices


def _tell_owners_found(data_set: DataSet) -> list[OutboxMessage]:
    """Each by its own reference for the match that our examiner confirmed."""
    return [
        send_message(
            target.partner,
            CitizenNotice(reference=match.reference),
            correspondence=target.correspondence,
            purpose=target.search.purpose,
            case=target.id,
        )
        for target in confirmed_by_us(data_set)
        if target.partner is not None and not is_left_out(target.partner_code, data_set)
        for match in target.matches.filter(state=PossibleMatch.State.SAME)
    ]


def _tell_owners_who_asked(data_set: DataSet) -> list[OutboxMessage]:
    """It is about the probe that they asked with."""
    return [
        send_message(
            search.partner,
            CitizenNotice(),
            correspondence=search.correspondence,
            purpose=search.purpose,
            case=search.case,
        )
        for search in {match.search.pk: match.search for match in confirmed_by_partners(data_set)}.values()
        if not is_left_out(search.partner.code, data_set)
    ]
