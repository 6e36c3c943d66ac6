"""The parts of the picture, as tabs on top of its pages."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from egnatia.accounts import policy
from egnatia.ui.components import Tab


def picture_tabs(request: HttpRequest) -> list[Tab]:
    """In the order in which a day begins; the present one is marked by its address."""
    parts = [
        (_("Today"), "picture_situation"),
        (_("Outlook"), "picture_outlook"),
        (_("Explore"), "picture_explore"),
        (_("Cross-tables"), "picture_crosstab"),
        (_("Onward"), "picture_onward"),
        (_("Alarms"), "picture_alarms"),
        (_("Data quality"), "picture_quality"),
        (_("Releases"), "picture_releases"),
        (_("What was asked"), "picture_asked"),
    ]
    if policy.may(request.user, "picture.import"):
        parts.append((_("Entries and files"), "picture_entries"))
    return [Tab(text, href, current=request.path == href) for text, href in ((text, reverse(name)) for text, name in parts)]
