"""What an examiner sees of a hit: two hands of prints, no name, no number, nothing of the case."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.biometrics.bands import Band, band_of
from egnatia.biometrics.drawing import Drawing, draw_pair
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import fingers_of, hand_of
from egnatia.biometrics.records import fingers_from_records
from egnatia.engines.fingerprint.minutiae import POSITIONS, Fingers
from egnatia.lawenforcement.models import Hit
from egnatia.ui.hands import FINGER_NAMES

PROBE, FOUND = "probe", "found"


@dataclass(frozen=True, slots=True)
class FingerChoice:
    position: int
    name: str | Promise
    band: Band
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One print. `image` is empty where only minutiae are held; `drawing` is None where the finger has no print."""

    title: str
    drawing: Drawing | None
    image: str


@dataclass(frozen=True, slots=True)
class Desk:
    hit: Hit
    position: int
    fingers: list[FingerChoice]
    prints: tuple[Side, Side]

    @property
    def finger_name(self) -> str | Promise:
        return FINGER_NAMES[self.position]


def lay_out(hit: Hit, wanted: int | None) -> Desk:
    """The desk with one finger on it: the wanted one, or the one that agrees most."""
    asked, known = _asked(hit), _known(hit)
    common = asked.keys() & known.keys() or asked.keys() or set(POSITIONS)
    best = max(sorted(common), key=lambda one: hit.finger_scores.get(str(one), -1.0))
    position = wanted if wanted in POSITIONS else best
    left, right = draw_pair(asked.get(position), known.get(position))
    return Desk(
        hit,
        position,
        [_choice(hit, one, position) for one in POSITIONS],
        (
            Side(_("Prints asked about"), left, _image(hit, PROBE, position) if _has_probe_image(hit, position) else ""),
            Side(_where(hit), right, _image(hit, FOUND, position) if _has_capture_image(hit, position) else ""),
        ),
    )


def _asked(hit: Hit) -> Fingers:
    return fingers_from_records([bytes(one.record) for one in hit.request.prints.all()])


def _known(hit: Hit) -> Fingers:
    """Of the own gallery, or as a partner sent them."""
    if hit.data_set is not None:
        return fingers_of(hit.data_set)
    return fingers_from_records([bytes(one.record) for one in hit.prints.all()])


def _where(hit: Hit) -> str:
    if not hit.partner_code:
        return _("Prints in this node")
    return _("Prints from %(partner)s") % {"partner": law.partner(hit.partner_code).name}


def _choice(hit: Hit, position: int, shown: int) -> FingerChoice:
    page = reverse("law_examine_hit", args=[hit.pk])
    href = f"{page}?{urlencode({'finger': position})}"
    return FingerChoice(
        position, FINGER_NAMES[position], band_of(hit.finger_scores.get(str(position))), href, position == shown
    )


def _image(hit: Hit, side: str, position: int) -> str:
    return reverse("law_examine_print", args=[hit.pk, side, position])


def _has_probe_image(hit: Hit, position: int) -> bool:
    return hit.request.prints.filter(position=position, image__isnull=False).exists()


def _has_capture_image(hit: Hit, position: int) -> bool:
    capture = hand_of(hit.data_set).get(position) if hit.data_set is not None else None
    return capture is not None and capture.blob is not None and capture.state == Capture.State.READY
