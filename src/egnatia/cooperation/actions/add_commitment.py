"""Follow a further commitment, or change by whom and when one is to be met."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.cooperation.actions.changes import NAME, TITLE, apply, check_partner, clean_line
from egnatia.cooperation.models import Commitment
from egnatia.law.commitments import THEMES

MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Terms:
    """By whom and when a commitment is to be met; `confirmed`: the partner has confirmed wording and document."""

    owner: str = Commitment.EACH
    due_on: date | None = None
    months: int = 0
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """What a commitment says, and where that stands."""

    title: str
    document: str
    theme: str
    place: str = ""


@transaction.atomic
def add_commitment(officer: Officer, wording: Wording, terms: Terms) -> Commitment:
    """One that isn't in the law.

    Raises Problem `accounts.not_allowed`, `cooperation.empty`, `cooperation.theme.unknown`, `cooperation.recurs_without_day`,
    `law.partner.unknown`.
    """
    policy.require(officer, "cooperation.write")
    commitment = Commitment.objects.create(made_at=clock.now(), **_clean_wording(wording), **_clean_terms(terms))
    audit.record("cooperation.commitment.added", subject=commitment, officer=officer, owner=commitment.owner)
    return commitment


@transaction.atomic
def change_commitment(officer: Officer, commitment: Commitment, terms: Terms, wording: Wording | None = None) -> Commitment:
    """Raises what `add_commitment` raises, and `cooperation.commitment.from_law` for another wording of a standing one."""
    policy.require(officer, "cooperation.write")
    values = _clean_terms(terms)
    if values["due_on"] == commitment.due_on:
        del values["counted_from"]  # the series goes on as it was counted
    if wording is not None:
        if commitment.code:
            raise Problem(
                "cooperation.commitment.from_law",
                _("The wording of this commitment is part of the rules."),
                _("Correct it in the node's own law/commitments.toml."),
                status=409,
            )
        values |= _clean_wording(wording)
    if changed := apply(commitment, values):
        audit.record("cooperation.commitment.changed", subject=commitment, officer=officer, changed=changed)
    return commitment


def _clean_wording(wording: Wording) -> dict[str, Any]:
    if wording.theme not in THEMES:
        raise Problem("cooperation.theme.unknown", _("There is no such theme."), _("Choose one from the list."), field="theme")
    return {
        "title": clean_line(wording.title, "title", max_length=TITLE),
        "document": clean_line(wording.document, "document", max_length=TITLE),
        "place": clean_line(wording.place, "place", max_length=NAME, required=False),
        "theme": wording.theme,
    }


def _clean_terms(terms: Terms) -> dict[str, Any]:
    if terms.owner not in (Commitment.EACH, Commitment.COORDINATOR):
        check_partner(terms.owner, "owner")
    if not 0 <= terms.months <= MOST_MONTHS or (terms.months and terms.due_on is None):
        raise Problem(
            "cooperation.recurs_without_day",
            _("What comes again needs the day on which it is due next."),
            _("Give that day, or say that it doesn't come again."),
            field="due_on",
        )
    return {
        "owner": terms.owner,
        "due_on": terms.due_on,
        "counted_from": terms.due_on,
        "months": terms.months,
        "confirmed": terms.confirmed,
    }
