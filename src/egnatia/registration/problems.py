"""What registration refuses, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from egnatia.base.errors import Problem
from egnatia.biometrics.consistency import Inconsistency


def changed_meanwhile() -> Problem:
    """409: another page or officer saved this draft since it was opened."""
    return Problem(
        "registration.draft.changed_meanwhile",
        _("This registration was changed meanwhile."),
        _("Open it again; what was saved is still there."),
        status=409,
    )


def closed() -> Problem:
    """409: the draft was signed, noted or given up."""
    return Problem(
        "registration.draft.closed",
        _("This registration is finished."),
        _("Look for the person under their reference number."),
        status=409,
    )


def notice_missing() -> Problem:
    """Nothing may be taken before the person was told."""
    return Problem(
        "registration.notice.missing",
        _("The person has not been given the information notice yet."),
        _("Give the notice first."),
        status=409,
        field="notice",
    )


def birth_date_missing() -> Problem:
    """Whether fingerprints may be taken depends on the age."""
    return Problem(
        "registration.birth_date.missing",
        _("It is not known yet how old the person is."),
        _("Fill in the birth date, or the year as estimated, first."),
        status=409,
        field="birth_date",
    )


def capture_not_allowed(reason: str) -> Problem:
    """The age gate says no: under six, or in doubt without proof."""
    return Problem(
        "registration.capture_not_allowed",
        _("No fingerprints and no photo may be taken of this child."),
        _("Write a child-protection note instead."),
        status=409,
        field="birth_date",
        reason=reason,
    )


def fingers_missing(positions: Iterable[int]) -> Problem:
    """Some of the ten fingers have neither a usable print nor a reason why not."""
    return Problem(
        "registration.fingers.missing",
        _("Some fingers have no print yet."),
        _("Take them, or say why they can't be taken."),
        status=422,
        field="fingers",
        positions=sorted(positions),
    )


def fingers_refused(positions: Iterable[int], reasons: dict[int, str]) -> Problem:
    """Some prints can't be used."""
    return Problem(
        "registration.fingers.refused",
        _("Some fingerprints can't be used."),
        _("Take these fingers again, or say why they can't be taken."),
        status=422,
        field="fingers",
        positions=sorted(positions),
        reasons={str(position): code for position, code in reasons.items()},
    )


def fingers_inconsistent(found: Inconsistency) -> Problem:
    """One finger twice, fingers in the wrong order, or fingers of two people."""
    return Problem(
        f"registration.{found.code}",
        found.in_words,
        _("Take them again, or confirm that you have checked them."),
        status=422,
        field="fingers",
        positions=sorted({*found.positions, *found.others}),
    )


def fingers_waiting() -> Problem:
    """Some images are still being read."""
    return Problem(
        "registration.fingers.waiting",
        _("Some fingerprints are still being read."),
        _("Wait a few seconds, then try again."),
        status=409,
        field="fingers",
    )


def category_not_choosable() -> Problem:
    """This node doesn't register people in that category."""
    return Problem(
        "registration.category.not_choosable",
        _("This category can't be chosen here."),
        _("Choose one from the list."),
        field="category",
    )


def not_confirmed(field: str) -> Problem:
    """What came from another person of the group has to be looked at for this one."""
    return Problem(
        "registration.taken_over.not_confirmed",
        _("Something was taken over from another person of the group and isn't confirmed yet."),
        _("Open the step, check it, and save it."),
        status=409,
        field=field,
    )


def busy() -> Problem:
    """Another call with the same national number is being worked on."""
    return Problem(
        "registration.busy",
        _("This person is being registered at this moment."),
        _("Try again in a minute."),
        status=409,
    )


def incomplete(fields: Iterable[str], first: Problem) -> Problem:
    """The draft can't be signed yet; says the first thing that is missing, and all fields with something wrong."""
    return Problem(first.code, first.message, first.cure, status=422, field=first.field, **first.details, gaps=list(fields))
