"""Evidence in words, for whoever is told why somebody may be a person: `{% load finding %}`."""

from django import template
from django.utils.translation import gettext as _

from egnatia.engines.linkage.probability import Probability

register = template.Library()


@register.filter
def chance(probability: Probability) -> str:
    """A probability with its interval, in whole per cent; what lies beyond the last ones isn't made to look certain."""
    value, low, high = map(_share, (probability.value, probability.low, probability.high))
    if low == high:
        return value
    return _("%(value)s; between %(low)s and %(high)s") % {"value": value, "low": low, "high": high}


def _share(probability: float) -> str:
    if probability < 0.01:
        return _("under 1 %")
    if probability > 0.99:
        return _("over 99 %")
    return _("%(share)d %%") % {"share": round(100 * probability)}


@register.filter
def signed_bits(bits: float) -> str:
    """+7.2, -1.5: for one person, or against it."""
    return f"{bits:+.1f}".replace("-", "\N{MINUS SIGN}")
