"""Django's handle on the package, and the picture's place in the bar."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PictureConfig(AppConfig):
    name = "egnatia.picture"
    label = "picture"

    def ready(self) -> None:
        from egnatia.accounts import policy
        from egnatia.ui import navigation

        navigation.add(
            navigation.Entry(
                _("Picture"), "picture", order=54, visible=lambda request: policy.may(request.user, "picture.read")
            ),
            navigation.Entry(
                _("My measures"),
                "picture_my_measures",
                order=55,
                visible=lambda request: _count_due(request) > 0,
                count=_count_due,
            ),
        )


def _count_due(request: HttpRequest) -> int:
    """How many measures wait for the officer; asked once a request, though the bar asks twice."""
    from egnatia.picture.queries.recommendations import count_due

    if not hasattr(request, "measures_due"):
        request.measures_due = count_due(request.user)  # type: ignore[attr-defined]
    return int(request.measures_due)  # type: ignore[attr-defined]
