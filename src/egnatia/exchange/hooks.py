"""What the exchange does when a registration is signed, changed or goes, and when an examiner has spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egnatia import law
from egnatia.base.hooks import Hook
from egnatia.biometrics import hooks as biometrics
from egnatia.persons import hooks as persons

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from egnatia.accounts.models import Officer
    from egnatia.biometrics.models import Candidate, Verdict
    from egnatia.exchange.actions.incoming import Incoming, Plan
    from egnatia.exchange.log.evidence import Evidence as LetterEvidence
    from egnatia.exchange.messages import Message
    from egnatia.exchange.messages.content import Content
    from egnatia.exchange.messages.counts import Counts
    from egnatia.exchange.messages.measures import MeasureAnswer, MeasureRequest
    from egnatia.exchange.models import Evidence, FollowUp, OutboxMessage, Partner, SearchTarget
    from egnatia.persons.models import DataSet, ErasureCertificate, Link, Mark, SecurityFlag

#: (target): a partner answered our search, or refused to.
search_answered: Hook[[SearchTarget]] = Hook("exchange.search_answered")

#: (follow_up): a partner released the data that we asked for, or refused them.
follow_up_answered: Hook[[FollowUp]] = Hook("exchange.follow_up_answered")

#: (evidence, data_set, elements, officer): an officer follows a partner's evidence: correct the data set so that it says
#: `elements`; a Problem stops it all.
evidence_accepted: Hook[[Evidence, DataSet, dict[str, Any], Officer]] = Hook("exchange.evidence_accepted")

#: (partner, counts, made_at): a partner told its counts of some days; a Problem refuses the message.
counts_received: Hook[[Partner, Counts, datetime]] = Hook("exchange.counts_received")

#: (partner, request, correspondence, made_at): a partner asks us to take a measure; a Problem refuses the message.
measure_received: Hook[[Partner, MeasureRequest, UUID, datetime]] = Hook("exchange.measure_received")

#: (partner, answer, made_at): a partner says what came of a measure of ours; a Problem refuses the message.
measure_answered: Hook[[Partner, MeasureAnswer, datetime]] = Hook("exchange.measure_answered")

#: (incoming, plans): the police of a partner say something. Whoever deals with it reads now what takes time, and adds to
#: `plans` what is to be done in the transaction; a Problem refuses the message.
law_message_received: Hook[[Incoming, list[Plan]]] = Hook("exchange.law_message_received")

#: (question, answer): the police of a partner answered a message of ours, in the transaction that ends it.
law_message_answered: Hook[[OutboxMessage, Message]] = Hook("exchange.law_message_answered")

#: (number, officer, log, found): an officer wants evidence of what law enforcement asked about whoever a number stands for, as
#: one of the node's logs proves it (None: the one in use): add it to `found`; a Problem says why not.
law_evidence_wanted: Hook[[str, Officer, int | None, list[LetterEvidence]]] = Hook("exchange.law_evidence_wanted")

#: (message, content): a message of ours was given up, after its own end of it was dealt with here. `content` is None where its
#: letter has been emptied.
message_dropped: Hook[[OutboxMessage, Content | None]] = Hook("exchange.message_dropped")


@persons.data_set_signed.connect
def _ask_the_region(data_set: DataSet, officer: Officer) -> None:
    from egnatia.exchange.actions.start_regional_search import start_regional_search

    if law.category(data_set.category).searched:
        start_regional_search(officer, data_set)


@persons.data_set_corrected.connect
def _tell_correction(data_set: DataSet, previous: DataSet, officer: Officer) -> None:
    from egnatia.exchange.actions.tell_change import tell_correction

    tell_correction(previous)


@persons.data_set_voided.connect
def _tell_void(data_set: DataSet, officer: Officer) -> None:
    from egnatia.exchange.actions.tell_change import tell_erasure
    from egnatia.persons.queries import versions_of

    for version in versions_of(data_set.reference_number):
        tell_erasure(version)


@persons.data_set_erased.connect
def _tell_erasure(data_set: DataSet) -> None:
    from egnatia.exchange.actions.tell_change import tell_erasure

    tell_erasure(data_set)


@persons.erasure_certified.connect
def _log_erasure(certificate: ErasureCertificate) -> None:
    from egnatia.exchange.log.entries import erased, write_entries

    write_entries(erased(certificate))


@persons.data_set_marked.connect
def _tell_mark(mark: Mark, data_set: DataSet) -> None:
    from egnatia.exchange.actions.tell_mark import tell_mark

    tell_mark(data_set, marked=mark.ended_at is None)


@persons.security_flag_changed.connect
def _tell_flag(flag: SecurityFlag) -> None:
    from egnatia.exchange.actions.tell_flag import tell_flag

    tell_flag(flag)


@persons.link_found_wrong.connect
def _tell_wrong_link(link: Link) -> None:
    from egnatia.exchange.actions.tell_verdict import tell_wrong_link

    if link.partner:
        tell_wrong_link(link)


@biometrics.verdict_given.connect
def _tell_verdict(candidate: Candidate, verdict: Verdict) -> None:
    from egnatia.exchange.actions.tell_verdict import tell_verdict

    tell_verdict(candidate, verdict)
