"""The heaps of *My work*: their words, who sees them, what is in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia.accounts import policy
from egnatia.biographics.queries import open_suggestions
from egnatia.biometrics.queries import to_examine
from egnatia.persons.queries.tracing import tracing_to_work_on
from egnatia.registration.queries import to_finish, with_problem
from egnatia.registration.waiting import lines, queries
from egnatia.registration.waiting.lines import Line

SHORT = 5


@dataclass(frozen=True, slots=True)
class Heap:
    """One kind of thing that waits.

    permissions   any one of them lets an officer see it
    when          what the moment of a line is: since, by
    empty         what would appear here
    page          URL name of the whole list, where it is not one of these pages
    shows_state   whether its lines carry a tag
    is_quiet      shown only when something is in it
    is_urgent     marked when something is in it
    """

    code: str
    title: str | Promise
    permissions: tuple[str, ...]
    find: Callable[[Any], Any]
    lines: Callable[[Iterable[Any]], list[Line]]
    heads: tuple[str | Promise, str | Promise, str | Promise]
    empty: str | Promise
    is_quiet: bool = False
    is_urgent: bool = False
    shows_state: bool = True
    page: str = ""

    def is_for(self, officer: Any) -> bool:
        return any(policy.may(officer, permission) for permission in self.permissions)

    @property
    def href(self) -> str:
        return reverse(self.page) if self.page else reverse("my_work_list", args=(self.code,))


@dataclass(frozen=True, slots=True)
class Shown:
    """A heap as *My work* shows it: how much is in it, and its first lines."""

    heap: Heap
    count: int
    lines: list[Line]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.lines)


HEAPS = (
    Heap(
        "clocks",
        _("Limits about to run out"),
        ("exchange.release", "registration.sign", "security_flag.set", "tracing.work", "exchange.read", "oversight.read"),
        queries.clocks,
        lines.clock_lines,
        (_("Limit"), _("About"), _("Due")),
        _("A limit of the law appears here six hours before it runs out, and stays until it is met."),
        is_urgent=True,
    ),
    Heap(
        "candidates",
        _("Candidates to examine"),
        ("examine.verdict",),
        to_examine,
        lines.candidate_lines,
        (_("Registration"), _("Found"), _("Since")),
        _("Possible matches appear here when a registration resembles another one, in this node or at a partner."),
        is_urgent=True,
        page="examine",
    ),
    Heap(
        "possibly-same",
        _("Possibly the same person"),
        ("registration.correct",),
        open_suggestions,
        lines.suggestion_lines,
        (_("Registration"), _("Like"), _("Found")),
        _("Two registrations that may be one person's by name, birth date and documents appear here, for you to decide."),
        is_quiet=True,
    ),
    Heap(
        "requests",
        _("Requests from partners"),
        ("exchange.release",),
        queries.requests,
        lines.request_lines,
        (_("Partner"), _("Purpose"), _("Asked")),
        _("A partner's request for data appears here after its examiner has said that it is the same person."),
        page="partner_requests",
    ),
    Heap(
        "evidence",
        _("Evidence that our data are wrong"),
        ("exchange.release",),
        queries.evidence,
        lines.evidence_lines,
        (_("Partner"), _("Purpose"), _("Received")),
        _("What a partner has seen that speaks against data of ours appears here; you decide whether they are corrected."),
        page="exchange_evidence",
        is_quiet=True,
    ),
    Heap(
        "partner-marks",
        _("Marked by a partner"),
        ("registration.correct",),
        lambda officer: queries.partner_marks(),
        lines.mark_lines,
        (_("Registration"), _("Partner"), _("Since")),
        _("When a partner marks its data set of a person, ours of the same person is looked at here."),
        shows_state=False,
        is_quiet=True,
    ),
    Heap(
        "partner-citizens",
        _("Became a citizen, says a partner"),
        ("registration.correct",),
        lambda officer: queries.partner_citizens(),
        lines.citizen_lines,
        (_("Registration"), _("Partner"), _("Told")),
        _("When a partner tells that a person became a citizen, our registration is looked at here, and erased if it is so."),
        is_quiet=True,
    ),
    Heap(
        "tracing",
        _("Relatives to look for"),
        ("tracing.work",),
        tracing_to_work_on,
        lines.tracing_lines,
        (_("Asked by"), _("How it stands"), _("Last looked at")),
        _("When somebody asks for a relative from whom they were separated, it appears here until it is closed."),
        is_quiet=True,
    ),
    Heap(
        "answers",
        _("Answers arrived"),
        ("exchange.search",),
        queries.answers,
        lines.answer_lines,
        (_("Registration"), "", _("Last answer")),
        _("A search appears here when a partner has answered it since you last looked."),
    ),
    Heap(
        "matches",
        _("Confirmed matches"),
        ("exchange.follow_up",),
        queries.confirmed_matches,
        lines.match_lines,
        (_("Registration"), _("Partner"), _("Confirmed")),
        _("When an examiner has said “same”, you can ask the partner for the person's data here."),
    ),
    Heap(
        "follow-ups",
        _("Data from partners"),
        ("exchange.follow_up",),
        queries.follow_ups,
        lines.follow_up_lines,
        (_("Registration"), _("Partner"), _("Arrived")),
        _("What a partner releases or refuses appears here until you have opened it."),
    ),
    Heap(
        "registrations",
        _("Registrations to finish"),
        ("registration.write",),
        to_finish,
        lines.draft_lines,
        (_("Category"), _("Initials"), _("Last saved")),
        _("A registration that you began and haven't signed yet appears here."),
        shows_state=False,
    ),
    Heap(
        "held",
        _("Came in, but can't be signed"),
        ("registration.write",),
        with_problem,
        lines.draft_lines,
        (_("Category"), _("Initials"), _("Last tried")),
        _("Registrations of connected systems with something wrong in them appear here."),
        is_quiet=True,
        is_urgent=True,
    ),
    Heap(
        "late-partners",
        _("Partners who owe answers"),
        ("exchange.read", "exchange.search"),
        lambda officer: queries.late_partners(),
        lines.partner_lines,
        (_("Partner"), _("How many"), _("Oldest since")),
        _("A partner that hasn't answered within the limit appears here."),
        is_quiet=True,
    ),
)


def find_heap(code: str) -> Heap | None:
    return next((heap for heap in HEAPS if heap.code == code), None)


def heaps_of(officer: Any) -> list[Shown]:
    """What this officer sees, with the first few lines of each."""
    shown = [_show(heap, officer) for heap in HEAPS if heap.is_for(officer)]
    return [one for one in shown if one.count or not one.heap.is_quiet]


def _show(heap: Heap, officer: Any) -> Shown:
    """The first rows tell the count, too, unless there are more of them."""
    found = heap.find(officer)
    rows = list(found[: SHORT + 1])
    count = Paginator(found, SHORT).count if len(rows) > SHORT else len(rows)
    return Shown(heap, count, heap.lines(rows[:SHORT]))
