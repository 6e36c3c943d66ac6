"""Ask the owner for data about a confirmed match."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.models import FollowUp, PossibleMatch
from egnatia.exchange.models.follow_ups import Direction
from egnatia.exchange.released_data import fields_by_person_only, fields_of
from egnatia.exchange.security_flags import FLAG, READ

MAX_NEED = 500


@transaction.atomic
def request_follow_up(officer: Officer, match: PossibleMatch, need: str, *, fields: Collection[str] | None = None) -> FollowUp:
    """Ask; the owner's answer arrives by itself, at once where a standing rule releases it.

    need     why the data are needed for this case; the owner reads it
    fields   what is asked for; all that the purpose may see, unless named
    Raises Problem `accounts.not_allowed`, `exchange.match_not_confirmed`, `exchange.need_missing`,
    `exchange.field_not_allowed`, `exchange.follow_up_under_way`.
    """
    policy.require(officer, "exchange.follow_up")
    target = match.target
    wanted = _check(match, need, fields)
    if FLAG in wanted:
        policy.require(officer, READ)
    assert target.partner is not None  # noqa: S101  (it has answered)
    message = send_message(
        target.partner,
        FollowUpRequest(reference=match.reference, need=need.strip(), fields=wanted),
        correspondence=target.correspondence,
        purpose=target.search.purpose,
        case=target.id,
    )
    follow_up = FollowUp.objects.create(
        direction=Direction.OUTGOING,
        partner=target.partner,
        possible_match=match,
        message_id=message.id,
        need=need.strip(),
        fields=list(wanted),
        asked_at=clock.now(),
        asked_by=officer,
    )
    person = target.search.data_set.person_id
    start_deadline("follow_up", follow_up, started_at=follow_up.asked_at, person=person, label=f"→ {target.partner_code}")
    audit.record(
        "exchange.follow_up.requested",
        subject=follow_up,
        person=person,
        officer=officer,
        partner=target.partner_code,
        fields=list(wanted),
    )
    return follow_up


def _check(match: PossibleMatch, need: str, fields: Collection[str] | None) -> tuple[str, ...]:
    purpose = match.target.search.purpose
    if match.state != PossibleMatch.State.SAME:
        raise match_not_confirmed()
    if not need.strip() or len(need.strip()) > MAX_NEED:
        raise Problem(
            "exchange.need_missing",
            gettext("Say why the data are needed, in no more than 500 characters."),
            gettext("Name what you have to decide and which data it takes."),
            field="need",
        )
    if match.follow_ups.filter(state=FollowUp.State.REQUESTED).exists():
        raise Problem(
            "exchange.follow_up_under_way",
            gettext("Data about this person were asked for already and the partner has not answered yet."),
            gettext("Wait for the answer."),
            status=409,
        )
    allowed = fields_of(purpose) + fields_by_person_only(purpose)
    wanted = tuple(fields_of(purpose) if fields is None else (field for field in allowed if field in fields))
    if not wanted or (fields is not None and not set(fields) <= set(allowed)):
        raise Problem(
            "exchange.field_not_allowed",
            gettext("The purpose of the search doesn't allow these data."),
            gettext("Ask only for what the purpose may see."),
            field="fields",
        )
    return wanted


def match_not_confirmed() -> Problem:
    """409: no examiner has confirmed a match with this partner."""
    return Problem(
        "exchange.match_not_confirmed",
        gettext("Data can be asked for only after an examiner has said that it is the same person."),
        gettext("Wait for the examiner's verdict."),
        status=409,
    )
