"""An officer says of two persons that they are one, that they aren't, or that it can't be told; or takes that back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem, not_found
from egnatia.biographics.models import Judgement, Suggestion
from egnatia.persons.actions.dissolve_link import dissolve_link
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.queries import newest_data_set

PERMISSIONS = ("person.find", "registration.correct")
ALGORITHM = "engines.linkage"
_DECISIONS = (Suggestion.State.SAME, Suggestion.State.DIFFERENT, Suggestion.State.UNCLEAR)


@transaction.atomic
def judge_suggestion(officer: Any, suggestion: Suggestion, decision: str, *, why: str) -> Suggestion:
    """The suggestion, decided. *Same* links the newest data sets of the two, where both have one.

    decision  same | different | unclear

    Raises Problem `accounts.not_allowed`, `biographics.decision.unknown`, `.no_reason`, `biographics.suggestion.decided` (409),
    `.not_found` (404).
    """
    check_permissions(officer)
    if decision not in _DECISIONS:
        raise Problem(
            "biographics.decision.unknown", _("Say what you found."), _("Choose one of the three answers."), field="decision"
        )
    _check_reason(why)
    suggestion = _lock(suggestion)
    if not suggestion.is_open:
        raise Problem(
            "biographics.suggestion.decided",
            _("Somebody has decided this meanwhile."),
            _("Look at what was decided. It can be taken back."),
            status=409,
        )
    suggestion.state = Suggestion.State(decision)
    judgement = _write(officer, suggestion, why)
    if decision == Suggestion.State.SAME:
        data_sets = [newest_data_set(person) for person in (suggestion.first, suggestion.second)]
        if data_sets[0] is not None and data_sets[1] is not None:
            suggestion.link = link_data_sets(
                officer,
                data_sets[0],
                other=data_sets[1],
                basis="biographic",
                algorithm=ALGORITHM,
                score=suggestion.bits,
                verdict_id=judgement.pk,
            )
    suggestion.save(update_fields=["state", "link"])
    return suggestion


@transaction.atomic
def undo_judgement(officer: Any, suggestion: Suggestion, *, why: str) -> Suggestion:
    """The suggestion, open again; the link that was made goes.

    Raises Problem `accounts.not_allowed`, `biographics.decision.no_reason`, `biographics.suggestion.open` (409), and
    `.by_fingerprints` (409): what an examiner said isn't taken back here, `.not_found` (404).
    """
    check_permissions(officer)
    _check_reason(why)
    suggestion = _lock(suggestion)
    if suggestion.is_open:
        raise Problem(
            "biographics.suggestion.open",
            _("Nothing is decided that could be taken back."),
            _("Look at the two again, then decide."),
            status=409,
        )
    if is_by_fingerprints(suggestion):
        raise Problem(
            "biographics.suggestion.by_fingerprints",
            _("An examiner decided this by the fingerprints."),
            _("If it was wrong, dissolve the link on the person's record, or ask an examiner."),
            status=409,
        )
    link, suggestion.link, suggestion.state = suggestion.link, None, Suggestion.State.OPEN
    suggestion.save(update_fields=["state", "link"])
    _write(officer, suggestion, why)
    if link is not None:
        dissolve_link(officer, link, reason=why)
    return suggestion


def is_by_fingerprints(suggestion: Suggestion) -> bool:
    latest = suggestion.judgements.last()
    return latest is not None and latest.cause == Judgement.Cause.FINGERPRINTS


def check_permissions(officer: Any) -> None:
    """Raises Problem `accounts.not_allowed`."""
    for permission in PERMISSIONS:
        policy.require(officer, permission)


def _check_reason(why: str) -> None:
    if not why.strip():
        raise Problem(
            "biographics.decision.no_reason", _("Say why."), _("A colleague has to understand it later."), field="why"
        )


def _lock(suggestion: Suggestion) -> Suggestion:
    locked = Suggestion.objects.select_for_update(of=("self",)).select_related("first", "second", "link")
    if (found := locked.filter(pk=suggestion.pk).first()) is None:
        raise not_found("biographics.suggestion")  # dropped or erased meanwhile
    return found


def _write(officer: Any, suggestion: Suggestion, why: str) -> Judgement:
    judgement = suggestion.judgements.create(
        decision=suggestion.state, cause=Judgement.Cause.OFFICER, by=officer, at=clock.now(), why=why.strip()[:500]
    )
    about = [(suggestion, person) for person in (suggestion.first_id, suggestion.second_id)]
    audit.record_each("biographics.suggestion.judged", about, officer=officer, decision=suggestion.state)
    return judgement
