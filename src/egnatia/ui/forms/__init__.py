"""Forms in the kit's markup: labels, hints and errors belong to their boxes, also for who can't see them.

class EventForm(EgnatiaForm):
    place = forms.CharField(label=_("Place"))
    date = ThreeBoxDateField(label=_("Date"), past=True)

{{ form }}   # every field; {{ form.place.as_field_group }} for one
"""

from egnatia.ui.forms.base import EgnatiaForm
from egnatia.ui.forms.choices import CountryField, Option
from egnatia.ui.forms.dates import ThreeBoxDateField, UncertainDateField
from egnatia.ui.forms.files import FilesField
from egnatia.ui.forms.renderer import KitBoundField, KitRenderer
from egnatia.ui.forms.repeated import RepeatedTextField

__all__ = [
    "CountryField",
    "EgnatiaForm",
    "FilesField",
    "KitBoundField",
    "KitRenderer",
    "Option",
    "RepeatedTextField",
    "ThreeBoxDateField",
    "UncertainDateField",
]
