"""Edit a recommendation, assign it to an owner with a due date, or drop it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer, Unit
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.picture.actions.tell_measure import check_reached, tell_change, tell_measure, withdraw_measure
from egnatia.picture.alarms.measures import get_measure, refuse_persons
from egnatia.picture.models import Recommendation


@dataclass(frozen=True, slots=True)
class Owner:
    """Exactly one of an officer, a unit and a partner (two letters) sees to a measure."""

    officer: Officer | None = None
    unit: Unit | None = None
    partner: str = ""

    @property
    def is_one(self) -> bool:
        return sum(bool(one) for one in (self.officer, self.unit, self.partner)) == 1


@transaction.atomic
def edit_recommendation(officer: Officer, recommendation: Recommendation, *, text: str, level: str) -> Recommendation:
    """Write the measure down as this place needs it; a partner that has it is told.

    Raises Problem `accounts.not_allowed`, `picture.recommendation.over`, `picture.recommendation.text`,
    `picture.recommendation.level`, `picture.recommendation.not_tellable`, `picture.measure.about_a_person`.
    """
    policy.require(officer, "alarms.write")
    _refuse_if_over(recommendation)
    if not text.strip():
        raise Problem(
            "picture.recommendation.text", gettext("There is no text."), gettext("Say what is to be done."), field="text"
        )
    if level not in Recommendation.Level.values:
        raise Problem(
            "picture.recommendation.level", gettext("Say at which level."), gettext("Choose central or local."), field="level"
        )
    refuse_persons(text, field="text")
    recommendation.text, recommendation.level = text.strip(), level
    recommendation.save(update_fields=["text", "level"])
    audit.record("picture.recommendation.edited", subject=recommendation, officer=officer, text=text, level=level)
    tell_change(officer, recommendation)
    return recommendation


@transaction.atomic
def assign_recommendation(
    officer: Officer, recommendation: Recommendation, *, owner: Owner, due: date, rights: Mapping[str, bool]
) -> Recommendation:
    """Give a measure to an owner until a day, once every rights question is answered with yes; again: to another one.

    A partner is told through the exchange, and one that has it no more is told that it is withdrawn.
    Raises Problem `accounts.not_allowed`, `picture.recommendation.over`, `picture.recommendation.owner`,
    `picture.recommendation.partner`, `picture.recommendation.due`, `picture.recommendation.rights`,
    `picture.recommendation.not_tellable`.
    """
    policy.require(officer, "alarms.write")
    _refuse_if_over(recommendation)
    _check_owner(owner)
    if due < law.local_day(clock.now(), node.current().partner):
        raise Problem(
            "picture.recommendation.due",
            gettext("The due date has passed."),
            gettext("Choose today or a later day."),
            field="due",
        )
    answers = _check_rights(recommendation, rights)
    recommendation.owner_officer, recommendation.owner_unit = owner.officer, owner.unit
    recommendation.owner_partner = owner.partner
    recommendation.due, recommendation.rights, recommendation.note = due, answers, ""
    recommendation.state = Recommendation.State.ASSIGNED
    recommendation.assigned_at, recommendation.assigned_by = clock.now(), officer
    recommendation.save()
    audit.record(
        "picture.recommendation.assigned",
        subject=recommendation,
        officer=officer,
        owner=recommendation.owner,
        due=due,
        rights=answers,
    )
    tell_measure(officer, recommendation)
    return recommendation


@transaction.atomic
def drop_recommendation(officer: Officer, recommendation: Recommendation, *, note: str) -> Recommendation:
    """Don't do it, and say why; a partner that has it is told that it is withdrawn.

    Raises Problem `accounts.not_allowed`, `picture.recommendation.over`, `picture.recommendation.note`,
    `picture.measure.about_a_person`.
    """
    policy.require(officer, "alarms.write")
    _refuse_if_over(recommendation)
    if not note.strip():
        raise Problem(
            "picture.recommendation.note",
            gettext("There is no reason."),
            gettext("Say in a sentence why it isn't done."),
            field="note",
        )
    refuse_persons(note, field="note")
    recommendation.state, recommendation.note = Recommendation.State.DROPPED, note.strip()
    recommendation.save(update_fields=["state", "note"])
    audit.record("picture.recommendation.dropped", subject=recommendation, officer=officer, why=note)
    withdraw_measure(officer, recommendation)
    return recommendation


def _refuse_if_over(recommendation: Recommendation) -> None:
    recommendation.refresh_from_db(from_queryset=Recommendation.objects.select_for_update())  # a partner may be answering
    if not recommendation.is_open:
        raise Problem(
            "picture.recommendation.over",
            gettext("This recommendation is done or dropped."),
            gettext("Recommend the measure anew, if it is needed again."),
            status=409,
        )


def _check_owner(owner: Owner) -> None:
    known = not owner.partner or owner.partner in law.partners()
    active = owner.officer is None or owner.officer.is_active
    if not (owner.is_one and known and active):
        raise Problem(
            "picture.recommendation.owner",
            gettext("Nobody, or more than one, would see to it."),
            gettext("Choose one officer, one unit or one partner."),
            field="owner",
        )
    if owner.partner:
        check_reached(owner.partner)


def _check_rights(recommendation: Recommendation, rights: Mapping[str, bool]) -> dict[str, bool]:
    questions = get_measure(recommendation.measure).rights
    for question in questions:
        if rights.get(question.code) is not True:
            raise Problem(
                "picture.recommendation.rights",
                gettext("Not every question on people's rights is answered with yes."),
                gettext("Change the measure until each of them holds, or drop it."),
                field="rights",
            )
    return {question.code: True for question in questions}
