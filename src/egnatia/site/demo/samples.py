"""Sample fingers for the registration pages of a demo node."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.registration.samples import Sample
from egnatia.site.demo_data.cast import FROM_ALBANIA, STRANGER, TRAVELLER, Member

_SAMPLES = {
    "traveller": (TRAVELLER, 1, _("Somebody whom North Macedonia registered (other impressions of the same fingers)")),
    "stranger": (STRANGER, 0, _("Somebody whom nobody knows")),
    "from-albania": (FROM_ALBANIA, 0, _("Somebody who says they are from Albania")),
}


class DemoSamples:
    """The story's people, as `registration.samples.SampleSource`."""

    def samples(self) -> list[Sample]:
        return [Sample(code, label) for code, (_member, _take, label) in _SAMPLES.items()]

    def fingers(self, code: str) -> Mapping[int, bytes]:
        member, take, _label = _SAMPLES[code]
        return {position: member.print_file(position, take).read_bytes() for position in POSITIONS}

    def photo(self, code: str) -> bytes | None:
        member: Member = _SAMPLES[code][0]
        return member.face_file.read_bytes()
