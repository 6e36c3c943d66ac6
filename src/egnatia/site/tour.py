"""The demo's tour: ten steps that lead a newcomer through the story, each page saying what to do on it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia.base import node

_SESSION_KEY = "tour_step"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, and where; `as_officer` is the demo account to sign in with."""

    text: str | Promise
    href: str
    button: str | Promise
    as_officer: str = ""


def steps() -> list[Step]:
    """The ten steps at this node."""
    code = node.current().partner.lower()
    officer, examiner, case_officer = f"officer-{code}", f"examiner-{code}", f"case-{code}"
    return [
        Step(
            _("This is the region today: six nodes, counts only. Sign in as a registration officer."),
            "/account/sign-in/?next=/my-work/",
            _("Sign in"),
            officer,
        ),
        Step(
            _("My work shows what waits for you. Start to register a person."),
            "/register/",
            _("Register a person"),
        ),
        Step(
            _("Give the notice in a language the person reads. Then say what happened, and who it is."),
            "/my-work/",
            _("My work"),
        ),
        Step(
            _("Take the ten fingers. There is no scanner here: press “Use sample fingers”. Each is rated at once."),
            "/my-work/",
            _("My work"),
        ),
        Step(
            _("Review and sign. In one moment the registration is kept, this node searched and the partners asked."),
            "/my-work/",
            _("My work"),
        ),
        Step(
            _("The regional search has a row for each partner. A possible match is no more than that yet."),
            "/searches/",
            _("Regional searches"),
        ),
        Step(
            _("Only an examiner sees prints. Sign in as one and open the candidate."),
            "/account/sign-in/?next=/examine/",
            _("Sign in as examiner"),
            examiner,
        ),
        Step(
            _("Compare the numbered points, look at the other fingers, and say: same, not the same, or cannot tell."),
            "/examine/",
            _("Candidates"),
        ),
        Step(
            _("After “same” a case officer may ask the owner for the data. The owner decides."),
            "/account/sign-in/?next=/searches/",
            _("Sign in as case officer"),
            case_officer,
        ),
        Step(
            _("Print the receipt for the person, and open the access log: every look at their data stands there."),
            "/persons/",
            _("Find a person"),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Tour:
    """Where the visitor stands in it."""

    number: int
    count: int
    step: Step

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.count


def tour_of(request: HttpRequest) -> Tour | None:
    """The visitor's present step, or None when the tour isn't running."""
    number = request.session.get(_SESSION_KEY) if hasattr(request, "session") else None
    all_steps = steps()
    if not isinstance(number, int) or not 1 <= number <= len(all_steps):
        return None
    return Tour(number, len(all_steps), all_steps[number - 1])


def go_to(request: HttpRequest, number: int) -> str:
    """Set the step (0 ends the tour); the address to go on at."""
    if not 1 <= number <= len(steps()):
        request.session.pop(_SESSION_KEY, None)
        return "/"
    request.session[_SESSION_KEY] = number
    return steps()[number - 1].href if number > 1 else "/"
