"""Fingers that aren't whose or which they should be, told while the person is still there."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from egnatia.biometrics import gallery
from egnatia.biometrics.models import Enrolment
from egnatia.biometrics.queries import fingers_of, slap_fingers_of
from egnatia.biometrics.records import build_ten_print
from egnatia.engines.fingerprint.consistency import find_mixture, find_repeated, find_swaps
from egnatia.engines.fingerprint.minutiae import Fingers
from egnatia.engines.fingerprint.template import TenPrint
from egnatia.engines.fingerprint.thresholds import possible_match_threshold
from egnatia.persons.models import DataSet
from egnatia.persons.queries import sequence_of
from egnatia.ui.hands import FINGER_NAMES

REPEATED, SWAPPED, MIXED = "fingers.repeated", "fingers.swapped", "fingers.mixed"
#: As many of the gallery as are asked whether the fingers point to two of them.
_ASKED = 5


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """What is wrong, and with which positions.

    code        fingers.repeated: `positions` hold one finger
                fingers.swapped: the finger at `positions` lies at `others` in a slap or an earlier registration of the person
                fingers.mixed: `positions` point to one person of the gallery, `others` to another
    """

    code: str
    positions: tuple[int, ...]
    others: tuple[int, ...] = ()

    @property
    def in_words(self) -> str:
        """What an officer is told, with what to do about it."""
        if self.code == MIXED:
            return _("The fingers point to two different people. Make sure that all of them are of the person in front of you.")
        first, second = (str(FINGER_NAMES[position]) for position in (*self.positions, *self.others)[:2])
        if self.code == REPEATED:
            return _("%(first)s and %(second)s are the same finger. Take both again.") % {"first": first, "second": second}
        return _("%(first)s looks like %(second)s. Make sure that the fingers were taken in their order.") % {
            "first": first,
            "second": second.lower(),
        }


def find_inconsistencies(of: UUID | DataSet) -> list[Inconsistency]:
    """All that is wrong with the fingers of a draft (its id) or a data set. Says nothing of whom they point to."""
    ten_print = build_ten_print(fingers_of(of))
    found = [Inconsistency(REPEATED, pair) for pair in find_repeated(ten_print)]
    if not ten_print:
        return found
    found += swaps_between(ten_print, slap_fingers_of(of))
    own = Enrolment.objects.filter(data_set=of).values_list("pk", flat=True) if isinstance(of, DataSet) else ()
    candidates = [one for one in gallery.search_parts(ten_print, limit=_ASKED).candidates if one.entry_id not in own]
    mixture = find_mixture(candidates)
    if mixture and not _are_one_person(*(entry for entry, _fingers in mixture)):
        (_, first), (_, second) = mixture
        found.append(Inconsistency(MIXED, first, second))
    elif candidates and candidates[0].score >= possible_match_threshold(candidates[0].fingers_compared):
        found += [one for one in _swaps_against(candidates[0].entry_id, ten_print) if one not in found]
    return found


def swaps_between(ten_print: TenPrint, others: Fingers) -> list[Inconsistency]:
    """Fingers that lie at another position among `others`, which are of the same person."""
    swaps = find_swaps(ten_print, build_ten_print(others))
    return [Inconsistency(SWAPPED, (position,), (other,)) for position, other in swaps]


def _swaps_against(entry: UUID, ten_print: TenPrint) -> list[Inconsistency]:
    enrolment = Enrolment.objects.select_related("data_set").filter(pk=entry, erased=False).first()
    return [] if enrolment is None else swaps_between(ten_print, fingers_of(enrolment.data_set))


def _are_one_person(first: UUID, second: UUID) -> bool:
    data_sets = [row.data_set for row in Enrolment.objects.select_related("data_set").filter(pk__in=(first, second))]
    return len(data_sets) == 2 and data_sets[1].person_id in sequence_of(data_sets[0]).persons
