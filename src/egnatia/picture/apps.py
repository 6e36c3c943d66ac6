"""Django's handle on the package, and the picture's place in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PictureConfig(AppConfig):
    name = "egnatia.picture"
    label = "picture"

    def ready(self) -> None:
        from egnatia.accounts import policy
        from egnatia.picture.queries.recommendations import count_due
        from egnatia.ui import navigation

        navigation.add(
            navigation.Entry(
                _("Picture"), "picture", order=54, visible=lambda request: policy.may(request.user, "picture.read")
            ),
            navigation.Entry(
                _("My measures"),
                "picture_my_measures",
                order=55,
                visible=lambda request: count_due(request.user) > 0,
                count=lambda request: count_due(request.user),
            ),
        )
