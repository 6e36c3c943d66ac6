"""The picture of two hands with a state on each finger; positions as in ISO/IEC 19794-2: 1 right thumb … 10 left little."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FINGER_NAMES = {
    1: _("Right thumb"),
    2: _("Right index finger"),
    3: _("Right middle finger"),
    4: _("Right ring finger"),
    5: _("Right little finger"),
    6: _("Left thumb"),
    7: _("Left index finger"),
    8: _("Left middle finger"),
    9: _("Left ring finger"),
    10: _("Left little finger"),
}
STATES = {
    "empty": _("Not taken yet"),
    "waiting": _("Being read"),
    "good": _("Good"),
    "weak": _("Weak"),
    "refused": _("Not usable"),
    "missing": _("Missing, with reason"),
}
WIDTH = 300
PALM = ((78, 152), (168, 132, 262, 160), (252, 222), (246, 248, 214, 248), (122, 248), (96, 248, 80, 220))
#: Right hand seen from above: x and y of the finger's root, its turn in degrees, its length.
FINGERS = {1: (84, 214, -52, 92), 2: (98, 168, -9, 122), 3: (147, 160, -2, 138), 4: (196, 163, 5, 126), 5: (240, 176, 13, 98)}


@dataclass(frozen=True, slots=True)
class Finger:
    """What one finger shows.

    position   1–10
    state      a key of STATES
    text       said instead of the state's own words, such as "Good, 82 of 100"
    href       where a click leads; empty for a picture only
    """

    position: int
    state: str
    text: str | Promise = ""
    href: str = ""


def draw_hands(fingers: Iterable[Finger]) -> list[dict[str, Any]]:
    """Both hands as the officer sees the person's hands from above: left at the left. A finger not given is empty."""
    given = {finger.position: finger for finger in fingers}
    return [
        _hand(_("Left hand"), given, first=6, mirrored=True),
        _hand(_("Right hand"), given, first=1, mirrored=False),
    ]


def _hand(name: Promise, given: dict[int, Finger], *, first: int, mirrored: bool) -> dict[str, Any]:
    order = range(first + 4, first - 1, -1) if mirrored else range(first, first + 5)
    fingers = [_finger(given.get(position, Finger(position, "empty")), mirrored=mirrored) for position in order]
    return {"name": name, "palm": _palm(mirrored=mirrored), "fingers": fingers}


def _finger(finger: Finger, *, mirrored: bool) -> dict[str, Any]:
    x, y, turn, length = FINGERS[(finger.position - 1) % 5 + 1]
    return {
        "position": finger.position,
        "name": FINGER_NAMES[finger.position],
        "state": finger.state,
        "text": finger.text or STATES[finger.state],
        "href": finger.href,
        "x": WIDTH - x if mirrored else x,
        "y": y,
        "turn": -turn if mirrored else turn,
        "upright": turn if mirrored else -turn,  # number and sign stand straight on a slanted finger
        "length": length,
        "mark_y": length - 24,
        "text_y": length - 58,
    }


def _palm(*, mirrored: bool) -> str:
    letters = ("M", "Q", "L", "Q", "L", "Q")
    return (
        " ".join(
            letter
            + " ".join(str(WIDTH - value if mirrored and index % 2 == 0 else value) for index, value in enumerate(points))
            for letter, points in zip(letters, PALM, strict=True)
        )
        + "Z"
    )
