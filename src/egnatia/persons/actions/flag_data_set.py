"""Set a security flag, look at it again, remove it. Eurodac art. 17(2)(i), 17(4).

No event of these names the person: an access log that did would tell its readers that there is a flag.
"""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.deadlines.queries import for_subject
from egnatia.persons import hooks
from egnatia.persons.actions.refusals import changed_meanwhile
from egnatia.persons.models import DataSet, SecurityFlag
from egnatia.persons.queries import find_flag, partners_to_consult

SET = "security_flag.set"
REVIEW = "security_flag_review"
MAX_AUTHORITY = 200


@transaction.atomic
def set_security_flag(officer: Any, data_set: DataSet, *, grounds: Collection[str], authority: str) -> SecurityFlag:
    """The flag. One that is there already gets these grounds, and counts as looked at.

    grounds     codes of `law.security_flag_grounds()`, one at least
    authority   whose finding it rests on, and under which number

    Raises Problem `accounts.not_allowed`, `persons.security_flag.not_for_category`, `persons.security_flag.ground`,
    `persons.security_flag.authority`, `persons.data_set.changed_meanwhile` (409).
    """
    policy.require(officer, SET)
    _check(data_set, grounds, authority)
    now, present = clock.now(), find_flag(data_set.reference_number)
    flag = present or SecurityFlag(reference_number=data_set.reference_number, set_at=now, set_by=officer)
    flag.grounds, flag.authority = sorted(grounds), authority.strip()
    try:
        with transaction.atomic():
            _save_looked_at(officer, flag)
    except IntegrityError as error:  # somebody else set it in the same moment
        raise changed_meanwhile() from error
    audit.record("persons.security_flag.set", subject=flag, officer=officer, grounds=flag.grounds)
    hooks.security_flag_changed.call(flag)
    return flag


@transaction.atomic
def review_security_flag(officer: Any, flag: SecurityFlag) -> SecurityFlag:
    """The threat is still there: the flag stays until the next review. Raises Problem `accounts.not_allowed`, `…none`."""
    policy.require(officer, SET)
    _require_in_force(flag)
    _save_looked_at(officer, flag)
    audit.record("persons.security_flag.reviewed", subject=flag, officer=officer)
    return flag


@transaction.atomic
def remove_security_flag(
    officer: Any, data_set: DataSet, flag: SecurityFlag, *, reason: str, consulted: Collection[str] = ()
) -> SecurityFlag:
    """The flag, removed; whoever was told of it hears at once that what it was told is out of date.

    reason      code of `law.security_flag_removals()`
    consulted   partners that were asked: all that hold a data set of the person, where the reason has it so

    Raises Problem `accounts.not_allowed`, `persons.security_flag.none`, `persons.security_flag.removal`,
    `persons.security_flag.not_consulted`.
    """
    policy.require(officer, SET)
    _require_in_force(flag)
    removal = law.security_flag_removals().get(reason)
    if removal is None:
        raise Problem("persons.security_flag.removal", "A reason is missing.", "Choose one from the list.", field="reason")
    if "consult" in removal.marks and not set(partners_to_consult(data_set)) <= set(consulted):
        raise Problem(
            "persons.security_flag.not_consulted",
            "Partners that hold a data set of the person have to be asked before the flag is removed.",
            "Ask them, then tick each one.",
            field="consulted",
        )
    flag.ended_at, flag.ended_by, flag.ended_because = clock.now(), officer, reason
    flag.consulted, flag.grounds, flag.authority = sorted(consulted), None, None
    flag.save()
    drop_deadlines(flag, at=flag.ended_at)
    audit.record("persons.security_flag.removed", subject=flag, officer=officer, why=reason, consulted=flag.consulted)
    hooks.security_flag_changed.call(flag)
    return flag


def note_change_at_partner(data_set: DataSet) -> None:
    """A partner's flag of the person, that we had been told of, isn't as it was: ours, if any, is to be looked at now."""
    flag = find_flag(data_set.reference_number)
    if flag is None:
        return
    flag.changed_at_partner_at = clock.now()
    flag.save(update_fields=["changed_at_partner_at"])
    for_subject(flag).filter(rule=REVIEW, met_at=None, dropped_at=None).update(due_at=clock.now())
    audit.record("persons.security_flag.changed_at_partner", subject=flag)


def _save_looked_at(officer: Any, flag: SecurityFlag) -> None:
    """Now; the clock of the next review runs from here."""
    flag.looked_at_at, flag.looked_at_by, flag.changed_at_partner_at = clock.now(), officer, None
    flag.save()
    for_subject(flag).filter(rule=REVIEW).delete()
    start_deadline(REVIEW, flag, started_at=flag.looked_at_at)


def _require_in_force(flag: SecurityFlag) -> None:
    if not SecurityFlag.objects.select_for_update().filter(pk=flag.pk, ended_at=None).exists():
        raise Problem(
            "persons.security_flag.none", "This registration carries no security flag.", "Nothing is left to do.", status=409
        )


def _check(data_set: DataSet, grounds: Collection[str], authority: str) -> None:
    if data_set.category not in law.supplements()["security_flag"].letters:
        raise Problem(
            "persons.security_flag.not_for_category",
            "The law has no security flag for registrations of this category.",
            "Nothing is recorded here.",
        )
    if not grounds or not set(grounds) <= law.security_flag_grounds().keys():
        raise Problem(
            "persons.security_flag.ground", "A ground is missing.", "Choose from the four that the law has.", field="grounds"
        )
    if not authority.strip() or len(authority.strip()) > MAX_AUTHORITY:
        raise Problem(
            "persons.security_flag.authority",
            "Say whose finding it rests on, and under which number.",
            "Write it in 200 characters at most.",
            field="authority",
        )
    if not DataSet.objects.filter(pk=data_set.pk, status=DataSet.Status.ACTIVE).exists():
        raise changed_meanwhile()
