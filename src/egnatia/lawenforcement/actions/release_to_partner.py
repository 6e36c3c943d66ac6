"""Release data to the police of a partner whose examiner confirmed a match, or refuse them with a reason: a person decides."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.standing import require_witnessed
from egnatia.exchange.messages.law_enforcement import LawPerson, LawRelease
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import ReceivedMatch, Request
from egnatia.lawenforcement.queries.partners import get_to_release
from egnatia.lawenforcement.released_data import all_of_person, collect_released, in_force
from egnatia.lawenforcement.rules import RELEASE, may_be_told
from egnatia.lawenforcement.saying import say_to_asker


def read_to_release(officer: Officer, match_id: UUID) -> tuple[ReceivedMatch, LawPerson | None]:
    """A match that waits and what would be released of it, None where it may not be; the look stands in the log.

    Raises Problem `accounts.not_allowed`, `lawenforcement.received.not_found`.
    """
    match = get_to_release(officer, match_id)
    log.record_received("lawenforcement.received.read", match.question, officer=officer, match=match)
    return match, _data_of(match)


@transaction.atomic
def release_to_partner(officer: Officer, match: ReceivedMatch) -> ReceivedMatch:
    """Send what the purpose allows, as it is in force now.

    Raises Problem `accounts.not_allowed`, `exchange.not_witnessed`, `lawenforcement.release.decided_already`,
    `lawenforcement.release.not_allowed`.
    """
    policy.require(officer, RELEASE)
    require_witnessed(Gateway.LAW_ENFORCEMENT)
    row = _lock(match)
    data = _data_of(row)
    if data is None:
        raise Problem(
            "lawenforcement.release.not_allowed",
            _("The data of this person may not be used for this question any more."),
            _("Refuse the request."),
            status=409,
        )
    _decide(row, officer, ReceivedMatch.Release.RELEASED)
    fields = sorted(data.model_dump(exclude_none=True))
    log.record_received("lawenforcement.received.released", row.question, officer=officer, match=row, fields=fields)
    say_to_asker(row.question, LawRelease(reference=row.reference, data=data))
    return row


@transaction.atomic
def refuse_to_partner(officer: Officer, match: ReceivedMatch, reason: str) -> ReceivedMatch:
    """reason   of `law.refusal_reasons()`

    Raises Problem `accounts.not_allowed`, `lawenforcement.refusal.unknown`, `lawenforcement.release.decided_already`.
    """
    policy.require(officer, RELEASE)
    if reason not in law.refusal_reasons():
        raise Problem(
            "lawenforcement.refusal.unknown", _("Say why."), _("Choose a reason of the list."), status=422, field="reason"
        )
    row = _lock(match)
    row.refusal_reason = reason
    _decide(row, officer, ReceivedMatch.Release.REFUSED)
    log.record_received("lawenforcement.received.refused", row.question, officer=officer, match=row, reason=reason)
    say_to_asker(row.question, LawRelease(reference=row.reference, reason=reason))
    return row


def _lock(match: ReceivedMatch) -> ReceivedMatch:
    rows = ReceivedMatch.objects.select_for_update(of=("self",)).select_related("question__partner", "data_set")
    row = rows.filter(pk=match.pk, release=ReceivedMatch.Release.ASKED).exclude(notice=ReceivedMatch.Notice.GONE).first()
    if row is None:
        raise Problem(
            "lawenforcement.release.decided_already",
            _("This was decided already, or is withdrawn."),
            _("Nothing is left to do here; go back to the list."),
            status=409,
        )
    return row


def _decide(row: ReceivedMatch, officer: Officer, release: str) -> None:
    row.release, row.decided_at, row.decided_by = release, clock.now(), officer
    row.save()


def _data_of(match: ReceivedMatch) -> LawPerson | None:
    """As it is in force now; None of whom may not be told any more: erased, a child, a national of the asker."""
    data_set = in_force(match.data_set)
    if data_set is None:
        return None
    suspected = match.question.age == Request.Age.CHILD
    if not may_be_told(all_of_person(data_set), match.question.partner.code, child_suspected=suspected):
        return None
    return LawPerson.model_validate(collect_released(data_set))
