"""What happens to a person's data happens to what law enforcement was told of them; and what the police of partners write."""

from typing import Any

from egnatia.accounts.models import Officer
from egnatia.exchange import hooks as exchange
from egnatia.exchange.actions.incoming import Incoming, Plan
from egnatia.exchange.log.evidence import Evidence
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.content import Content
from egnatia.exchange.models import OutboxMessage
from egnatia.persons import hooks as persons
from egnatia.persons.models import DataSet, Link


@persons.data_set_erased.connect
def _withdraw(data_set: DataSet) -> None:
    from egnatia.lawenforcement.actions.follow_data_set import withdraw_hits
    from egnatia.lawenforcement.actions.tell_withdrawal import withdraw_matches

    withdraw_hits(data_set, because="erased", forget=True)
    withdraw_matches(data_set, because="erased")


@persons.data_set_voided.connect
def _withdraw_void(data_set: DataSet, officer: Any) -> None:
    from egnatia.lawenforcement.actions.follow_data_set import withdraw_hits
    from egnatia.lawenforcement.actions.tell_withdrawal import withdraw_matches

    withdraw_hits(data_set, because="voided", forget=False)
    withdraw_matches(data_set, because="voided")


@persons.link_confirmed.connect
def _look_for_children(link: Link) -> None:
    from egnatia.lawenforcement.actions.follow_data_set import withdraw_children
    from egnatia.lawenforcement.actions.tell_withdrawal import withdraw_untellable

    withdraw_children(link.data_set)
    withdraw_untellable(link.data_set)


@persons.data_set_corrected.connect
def _release_anew(data_set: DataSet, previous: DataSet, officer: Any) -> None:
    from egnatia.lawenforcement.actions.follow_data_set import follow_correction
    from egnatia.lawenforcement.actions.tell_withdrawal import correct_matches

    follow_correction(data_set, previous)
    correct_matches(data_set, previous)


@exchange.law_message_received.connect
def _plan(incoming: Incoming, plans: list[Plan]) -> None:
    from egnatia.lawenforcement.letters import plan_for

    plans.append(plan_for(incoming))


@exchange.law_message_answered.connect
def _take_reply(question: OutboxMessage, answer: Message) -> None:
    from egnatia.lawenforcement.letters import take_reply

    take_reply(question, answer)


@exchange.law_evidence_wanted.connect
def _collect_evidence(number: str, officer: Officer, log: int | None, found: list[Evidence]) -> None:
    from egnatia.lawenforcement.actions.collect_evidence import collect_evidence

    found.append(collect_evidence(officer, number, log=log))


@exchange.message_dropped.connect
def _end_dropped(message: OutboxMessage, content: Content | None) -> None:
    from egnatia.lawenforcement.letters import end_dropped

    end_dropped(message, content)
