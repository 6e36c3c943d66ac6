"""The ten fingers of a draft as a page shows them: picture and list, in words an officer can act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia import law
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import hand_of
from egnatia.biometrics.reading import LITTLE_USE
from egnatia.engines.fingerprint import quality
from egnatia.engines.fingerprint.expected_errors import weak_below
from egnatia.ui.hands import FINGER_NAMES, STATES, Finger

#: Below this quality a usable print is called weak: a retake is worth it while the person is there.
WEAK_BELOW = weak_below()
_COLOURS = {"empty": "grey", "waiting": "teal", "good": "green", "weak": "ochre", "refused": "red", "missing": "plum"}
_ADVICE: dict[str, str | Promise] = {
    LITTLE_USE: gettext_lazy("Take it again if you can. It is kept, but finds nobody by itself."),
    quality.FEW_MINUTIAE: gettext_lazy("Little can be seen: clean scanner and finger."),
    quality.SMALL_AREA: gettext_lazy("Little of the finger was on the scanner: lay it flat."),
    quality.LOW_CONTRAST: gettext_lazy("Too faint: press more firmly."),
    quality.TOO_DRY: gettext_lazy("Skin dry: moisten the finger."),
    quality.TOO_WET: gettext_lazy("Skin wet: wipe the finger dry."),
    quality.SMEARED: gettext_lazy("Smeared: keep the finger still."),
    quality.ROTATED: gettext_lazy("Finger turned: lay it straight."),
    quality.UPSIDE_DOWN: gettext_lazy("Perhaps upside down, or without its tip: lay the whole finger straight."),
}
#: Where no fault stands out.
_TAKE_AGAIN = gettext_lazy("Ridges are unclear: clean scanner and finger, lay it flat and in the middle.")
#: Said of a good print too: one that lies across finds nobody, however clear it is.
_ALWAYS_SAID = {quality.ROTATED}
_NO_ADVICE: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FingerLine:
    """One finger: `state` a key of the picture's states, `text` the state in words, `advice` what to do about it."""

    position: int
    name: str | Promise
    state: str
    text: str
    advice: tuple[str, ...]
    capture: Capture | None

    @property
    def colour(self) -> str:
        return _COLOURS[self.state]

    @property
    def is_settled(self) -> bool:
        return self.state in {"good", "weak", "missing"}


def finger_lines(holder: UUID) -> list[FingerLine]:
    """All ten, right thumb first."""
    return [_line(position, capture) for position, capture in sorted(hand_of(holder).items())]


def hand_picture_of(lines: Iterable[FingerLine]) -> list[Finger]:
    """For the picture; each finger leads to its line in the list."""
    return [Finger(line.position, line.state, line.text, f"#finger-{line.position}") for line in lines]


def _line(position: int, capture: Capture | None) -> FingerLine:
    state = _state_of(capture)
    text, advice = str(STATES[state]), _NO_ADVICE
    if capture is not None and state in {"good", "weak"}:
        text = _("%(state)s, %(quality)d of 100") % {"state": STATES[state], "quality": capture.quality}
        advice = _advice_if_weak(capture) if state == "weak" else _advice(_ALWAYS_SAID.intersection(capture.reasons))
    elif capture is not None and state == "refused":
        text, advice = str(refusal_text(capture)), _advice(capture.reasons)
    elif capture is not None and state == "missing":
        reason = law.missing_finger_reasons().get(capture.missing_reason)
        text = _("Missing: %(reason)s") % {"reason": reason.name if reason else capture.missing_reason}
    return FingerLine(position, FINGER_NAMES[position], state, text, advice, capture)


def _state_of(capture: Capture | None) -> str:
    if capture is None:
        return "empty"
    if capture.state == Capture.State.READY:
        return "weak" if capture.quality < WEAK_BELOW else "good"
    return {
        Capture.State.WAITING: "waiting",
        Capture.State.REFUSED: "refused",
        Capture.State.MISSING: "missing",
    }[Capture.State(capture.state)]


def refusal_text(capture: Capture) -> str:
    """Why a print can't be used, in one sentence."""
    if capture.problem_code == "finger.repeated":
        return _("The same finger as another one: check which finger this is")
    if capture.problem_code == "finger.quality_too_low":
        return _("Quality too low, %(quality)d of 100") % {"quality": capture.quality}
    if capture.problem_code in {"image.not_a_finger", "image.empty"}:
        return _("No fingerprint can be seen: check that the picture is the right one")
    return _("Not usable: take it again")


def _advice_if_weak(capture: Capture) -> tuple[str, ...]:
    return _advice(capture.reasons) or (str(_TAKE_AGAIN),)


def _advice(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(_ADVICE[reason]) for reason in reasons if reason in _ADVICE)
