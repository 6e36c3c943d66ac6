"""What the law asks of a request before it may be submitted, and whose data it may be answered with."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.lawenforcement.models import Request
from egnatia.persons.models import DataSet

PURPOSE = "LEA"
CATEGORY = 4
ASK, VERIFY, EXAMINE, OVERSEE, RELEASE = (
    "law_enforcement.ask",
    "law_enforcement.verify",
    "law_enforcement.examine",
    "law_enforcement.oversee",
    "law_enforcement.release",
)
VERIFICATION_LIMIT, COPIES_LIMIT = "law_enforcement_verification", "law_enforcement_copies"


def obstacles(request: Request) -> list[Problem]:
    """Everything that stands against submitting it, in the order of the page; empty: it may go."""
    return [problem for check in _CHECKS for problem in check(request)]


def may_use(data_sets: Iterable[DataSet], request: Request) -> bool:
    """Whether data of this person may be used to answer the request (Eurodac art. 14(3)).

    Of somebody under fourteen only where the request says that this child is suspected of the offence. Nobody can say so of
    a person whom they don't know: a child found with prints of an unknown perpetrator stays unknown. Age is today's, the
    youngest that any of the person's data sets allows; where no birth date is known, the person may be a child.

    data_sets   all of one person, as far as confirmed links tell
    """
    return may_be_used(data_sets, child_suspected=says_child_is_suspected(request))


def may_be_used(data_sets: Iterable[DataSet], *, child_suspected: bool) -> bool:
    """As `may_use`, also for a partner's question: whether it carries the ground is its own verifying authority's word."""
    return child_suspected or not any(is_child(one) for one in data_sets)


def may_be_told(data_sets: Iterable[DataSet], partner: str, *, child_suspected: bool) -> bool:
    """Whether the police of a partner may learn of this person: nobody under fourteen without the ground, and nobody who holds,
    claims or fears the partner's nationality (`law.partners_not_asked`).
    """
    persons = tuple(data_sets)
    origin = any(partner in law.partners_not_asked(one.elements or {}, PURPOSE) for one in persons)
    return may_be_used(persons, child_suspected=child_suspected) and not origin


def says_child_is_suspected(request: Request) -> bool:
    """Whether the request carries the additional ground that a child's data need."""
    return request.age == Request.Age.CHILD and bool(request.child_ground) and _may_be_suspected(request.involvement)


def is_child(data_set: DataSet) -> bool:
    """Whether the person is, or may be, under fourteen today."""
    value = (data_set.elements or {}).get("birth_date")
    if not value:
        return True
    youngest, _oldest = law.read_uncertain_date(value, field="birth_date").when.ages(_today())
    return youngest < law.law_enforcement_rules().child_below


def _today() -> date:
    return law.local_day(clock.now(), node.current().partner)


def _may_be_suspected(involvement: str) -> bool:
    known = law.involvements().get(involvement)
    return known is not None and law.MAY_BE_CHILD_SUSPECTED in known.marks


def _offence_is_serious(request: Request) -> Iterator[Problem]:
    least = law.law_enforcement_rules().least_penalty_years
    if request.penalty_years < least:
        yield Problem(
            "lawenforcement.offence.not_serious",
            _("What this offence carries is less than %(years)d years of custody.") % {"years": least},
            _("A search is only for offences of the list that carry at least so much. Look for the person otherwise."),
            status=422,
            field="penalty_years",
        )


def _checked_before(request: Request) -> Iterator[Problem]:
    for code, check in law.prior_checks().items():
        said = (request.checks or {}).get(code) or {}
        if not said.get("done_on") and not said.get("reason"):
            yield Problem(
                "lawenforcement.checks.missing",
                _("It isn't recorded whether this was searched before: %(what)s.") % {"what": check.name},
                _("Give the day on which it was searched, or the reason why it wasn't."),
                status=422,
                field=f"{code}_done_on",
            )
        elif not said.get("done_on") and not str(said.get("note", "")).strip():
            yield Problem(
                "lawenforcement.checks.reason_bare",
                _("The reason why this was not searched before needs words: %(what)s.") % {"what": check.name},
                _("Say what it rests on; the verifying authority judges it."),
                status=422,
                field=f"{code}_note",
            )


def _child_has_ground(request: Request) -> Iterator[Problem]:
    if request.age != Request.Age.CHILD:
        return
    if not _may_be_suspected(request.involvement):
        yield Problem(
            "lawenforcement.child.not_suspected",
            _("Data of a child under fourteen are used only for an offence that the child is suspected of."),
            _("A child who is a victim is looked for by child protection, not through this gateway."),
            status=422,
            field="involvement",
        )
    elif not request.child_ground:
        yield Problem(
            "lawenforcement.child.ground_missing",
            _("The additional ground for a child under fourteen is missing."),
            _("Say what substantiates that this child is suspected of the offence, and why the data are needed for it."),
            status=422,
            field="child_ground",
        )


def _urgency_has_reason(request: Request) -> Iterator[Problem]:
    if request.urgent and not request.urgent_because:
        yield Problem(
            "lawenforcement.urgent.reason_missing",
            _("It isn't said why this can't wait for the verifying authority."),
            _("Say what imminent danger it is about, or submit it as an ordinary request."),
            status=422,
            field="urgent_because",
        )


def _has_prints(request: Request) -> Iterator[Problem]:
    if not request.prints.exists():
        yield Problem(
            "lawenforcement.prints.missing",
            _("There are no prints to search with."),
            _("Add the prints of the one person it is about."),
            status=422,
            field="prints",
        )


_CHECKS: tuple[Callable[[Request], Iterator[Problem]], ...] = (
    _offence_is_serious,
    _checked_before,
    _child_has_ground,
    _urgency_has_reason,
    _has_prints,
)
