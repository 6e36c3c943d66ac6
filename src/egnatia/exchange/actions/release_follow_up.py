"""Release data about one of our data sets to the partner who asked for them."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.log.standing import require_witnessed
from egnatia.exchange.messages.follow_up import FollowUpRelease
from egnatia.exchange.models import FollowUp, InboundMatch, StandingRule
from egnatia.exchange.queries import digest_of_received
from egnatia.exchange.released_data import collect, fields_by_person_only, fields_of, is_country_of_origin
from egnatia.exchange.security_flags import FLAG, READ, without_flag
from egnatia.exchange.still_open import get_still_open
from egnatia.persons.models import DataSet


@transaction.atomic
def release_follow_up(officer: Officer, follow_up: FollowUp, fields: Collection[str]) -> FollowUp:
    """Send exactly these fields of what was asked for.

    Raises Problem `accounts.not_allowed`, `exchange.follow_up_answered`, `exchange.data_set_gone`, `exchange.nothing_released`,
    `exchange.field_not_allowed`, `exchange.country_of_origin`, `exchange.not_witnessed`.
    """
    policy.require(officer, "exchange.release")
    require_witnessed()
    match, data_set = _get_open(follow_up)
    chosen = _check(follow_up, match, data_set, fields)
    if FLAG in chosen:
        policy.require(officer, READ)
    content = _release(follow_up, match, data_set, chosen)
    follow_up.answered_by = officer
    follow_up.save(update_fields=["answered_by"])
    audit.record(
        "exchange.follow_up.released",
        subject=follow_up,
        person=data_set.person_id,
        officer=officer,
        partner=follow_up.partner.code,
        fields=without_flag(chosen),
    )
    if content.data.security_flag:
        audit.record("exchange.security_flag.told", subject=follow_up, officer=officer, partner=follow_up.partner.code)
    send_message(
        follow_up.partner,
        content,
        correspondence=match.search.correspondence,
        purpose=match.search.purpose,
        case=match.search.case,
        answers=digest_of_received(follow_up),
    )
    return follow_up


def release_by_rule(follow_up: FollowUp, rule: StandingRule) -> FollowUpRelease | None:
    """What a standing rule releases of what was asked for, or None where that is nothing. In the caller's transaction."""
    match, data_set = _get_open(follow_up)
    allowed = set(fields_of(match.search.purpose)) & set(rule.fields) & set(follow_up.fields)
    chosen = tuple(field for field in follow_up.fields if field in allowed)
    if not chosen:
        return None
    content = _release(follow_up, match, data_set, chosen)
    follow_up.standing_rule = rule
    follow_up.save(update_fields=["standing_rule"])
    audit.record(
        "exchange.follow_up.released_by_rule",
        subject=follow_up,
        person=data_set.person_id,
        partner=follow_up.partner.code,
        rule=str(rule.pk),
        fields=list(chosen),
    )
    return content


def _get_open(follow_up: FollowUp) -> tuple[InboundMatch, DataSet]:
    answered = Problem(
        "exchange.follow_up_answered",
        gettext("This request has been answered already."),
        gettext("Nothing is left to do here; go back to the list."),
        status=409,
    )
    cure = gettext("Refuse the request: the data have been erased.")
    return get_still_open(follow_up, FollowUp.State.REQUESTED, otherwise=answered, cure=cure)


def _release(follow_up: FollowUp, match: InboundMatch, data_set: DataSet, chosen: tuple[str, ...]) -> FollowUpRelease:
    data = collect(data_set, chosen)
    follow_up.state, follow_up.released, follow_up.answered_at = FollowUp.State.RELEASED, list(chosen), clock.now()
    follow_up.save(update_fields=["state", "released", "answered_at"])
    meet_deadline("follow_up", follow_up, at=follow_up.answered_at)
    return FollowUpRelease(reference=match.reference, data=data)


def _check(follow_up: FollowUp, match: InboundMatch, data_set: DataSet, fields: Collection[str]) -> tuple[str, ...]:
    chosen = tuple(field for field in follow_up.fields if field in fields)
    if not chosen:
        raise Problem(
            "exchange.nothing_released",
            gettext("Nothing was chosen."),
            gettext("Choose what to release, or refuse the request."),
            field="fields",
        )
    delicate = set(fields_by_person_only(match.search.purpose))
    if not set(fields) <= set(follow_up.fields) or not set(chosen) <= set(fields_of(match.search.purpose)) | delicate:
        raise Problem(
            "exchange.field_not_allowed",
            gettext("The purpose of the search doesn't allow these data."),
            gettext("Release only what was asked for and the purpose may see."),
            field="fields",
        )
    if set(chosen) & delicate and is_country_of_origin(follow_up.partner.code, data_set):
        raise Problem(
            "exchange.country_of_origin",
            gettext("Category, reference number and security flag never go to a country that the person may be of or fears."),
            gettext("Release the other data."),
            field="fields",
        )
    return chosen
