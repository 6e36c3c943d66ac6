"""How much two fingers agree, in words: an examiner judges the prints, not a number with decimals."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia.engines.fingerprint.fusion import weigh


@dataclass(frozen=True, slots=True)
class Band:
    """code, words, and the colour that a tag repeats them in."""

    code: str
    text: str | Promise
    colour: str


STRONG = Band("strong", _("Much agrees"), "teal")
SOME = Band("some", _("Some agrees"), "ochre")
LITTLE = Band("little", _("Little agrees"), "grey")
NOT_COMPARED = Band("none", _("Not compared"), "grey")

#: Of what one finger can say for the same person (`fusion.weigh`, 0 to 1).
_STRONG_FROM, _SOME_FROM = 0.6, 0.2


def band_of(score: float | None) -> Band:
    """The band of one finger's comparison score."""
    if score is None:
        return NOT_COMPARED
    says = weigh(score)
    return STRONG if says >= _STRONG_FROM else SOME if says >= _SOME_FROM else LITTLE
