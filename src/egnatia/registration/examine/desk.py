"""What the examiner's desk shows of one candidate. No names, no numbers with decimals: prints."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egnatia import law
from egnatia.base import clock
from egnatia.biometrics.actions.record_candidates import youngest_age
from egnatia.biometrics.bands import Band, band_of
from egnatia.biometrics.consistency import swaps_between
from egnatia.biometrics.drawing import Drawing, draw_pair
from egnatia.biometrics.models import Candidate, Capture
from egnatia.biometrics.pictures import CELL_HEIGHT, CELL_WIDTH
from egnatia.biometrics.queries import fingers_of, fingers_of_other, hand_of
from egnatia.biometrics.records import build_ten_print
from egnatia.deadlines.models import Deadline
from egnatia.deadlines.queries import for_subject
from egnatia.engines.fingerprint.expected_errors import weak_below
from egnatia.engines.fingerprint.minutiae import POSITIONS, Fingers
from egnatia.ui.hands import FINGER_NAMES

#: A print below this is worth a warning: its details may be the scanner's.
LOW_QUALITY = weak_below()


@dataclass(frozen=True, slots=True)
class FingerChoice:
    """One of the ten: where it lies on the sheet of small pictures, how much agrees, whether it is the one shown."""

    position: int
    name: str | Promise
    band: Band
    href: str
    is_current: bool
    sheet_x: int


@dataclass(frozen=True, slots=True)
class Print:
    """One side. `image` is empty where only minutiae came; `drawing` is None where the finger has no print at all."""

    side: str
    title: str
    drawing: Drawing | None
    image: str
    note: str


@dataclass(frozen=True, slots=True)
class Desk:
    candidate: Candidate
    position: int
    fingers: list[FingerChoice]
    prints: tuple[Print, Print]
    notices: list[str]
    cell_width: int = CELL_WIDTH
    cell_height: int = CELL_HEIGHT

    @property
    def finger_name(self) -> str | Promise:
        return FINGER_NAMES[self.position]

    @property
    def sheet_rows_height(self) -> int:
        return 2 * CELL_HEIGHT


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One line of the list: the candidate, where it was found, its clock."""

    candidate: Candidate
    where: str
    due_at: datetime | None
    is_late: bool


def waiting_row(candidate: Candidate) -> WaitingRow:
    clock_of_it = running_clock(candidate)
    due_at = clock_of_it.due_at if clock_of_it else None
    where = str(law.partner(candidate.partner).name) if candidate.partner else _("In this node")
    return WaitingRow(candidate, where, due_at, due_at is not None and due_at < clock.now())


def running_clock(candidate: Candidate) -> Deadline | None:
    """The limit for the verdict, while it runs."""
    return for_subject(candidate).filter(met_at=None, dropped_at=None).first()


def lay_out(candidate: Candidate, wanted: int | None) -> Desk:
    """The desk with one finger on it: the wanted one, or the one that agrees most."""
    probe, other = fingers_of(candidate.data_set), fingers_of_other(candidate)
    position = wanted if wanted in POSITIONS else _best_finger(candidate, probe, other)
    probe_drawing, other_drawing = draw_pair(probe.get(position), other.get(position))
    probe_hand = hand_of(candidate.data_set)
    other_hand = hand_of(candidate.other) if candidate.other else {}
    return Desk(
        candidate,
        position,
        [_choice(candidate, one, position) for one in POSITIONS],
        (
            _print(candidate, "probe", _("This registration"), probe_drawing, position, probe_hand.get(position)),
            _print(candidate, "candidate", _other_title(candidate), other_drawing, position, other_hand.get(position)),
        ),
        [
            *_notices(candidate, [probe_hand.get(position), other_hand.get(position)], len(probe.keys() & other.keys())),
            *(one.in_words for one in swaps_between(build_ten_print(probe), other)),
        ],
    )


def _best_finger(candidate: Candidate, probe: Fingers, other: Fingers) -> int:
    common = probe.keys() & other.keys() or probe.keys() or set(POSITIONS)
    return max(sorted(common), key=lambda position: candidate.finger_scores.get(str(position), -1.0))


def _choice(candidate: Candidate, position: int, shown: int) -> FingerChoice:
    page = reverse("examine_candidate", args=[candidate.pk])
    return FingerChoice(
        position,
        FINGER_NAMES[position],
        band_of(candidate.finger_scores.get(str(position))),
        f"{page}?{urlencode({'finger': position})}",
        position == shown,
        (position - 1) * CELL_WIDTH,
    )


def _print(
    candidate: Candidate, side: str, title: str, drawing: Drawing | None, position: int, capture: Capture | None
) -> Print:
    has_image = capture is not None and capture.blob is not None and capture.state == Capture.State.READY
    image = reverse("examine_print", args=[candidate.pk, side, position]) if has_image and drawing else ""
    note = ""
    if capture is not None and capture.missing_reason:
        note = str(law.missing_finger_reasons()[capture.missing_reason].name)
    return Print(side, title, drawing, image, note)


def _other_title(candidate: Candidate) -> str:
    if candidate.partner:
        return _("Candidate at %(partner)s") % {"partner": law.partner(candidate.partner).name}
    return _("Candidate in this node")


def _notices(candidate: Candidate, captures: list[Capture | None], in_common: int) -> list[str]:
    """What makes this comparison harder than others."""
    notices = []
    rules = law.age_rules()
    ages = [youngest_age(one) for one in (candidate.data_set, candidate.other) if one is not None]
    if None in ages:
        notices.append(_("The age of the person is not known: two examiners decide independently."))
    elif any(age is not None and age < rules.second_examiner_below for age in ages):
        notices.append(
            _("Prints were taken under the age of %(age)s; those of children change. Two examiners decide independently.")
            % {"age": rules.second_examiner_below}
        )
    if in_common < rules.second_examiner_fingers:
        notices.append(
            ngettext(
                "Only one finger can be compared: two examiners decide independently.",
                "Only %(count)s fingers can be compared: two examiners decide independently.",
                in_common,
            )
            % {"count": in_common}
        )
    if any(capture is not None and 0 < capture.quality < LOW_QUALITY for capture in captures):
        notices.append(_("A print of this finger is of low quality: look at the others too."))
    return notices
