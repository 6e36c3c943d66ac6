"""Django's handle on the package, and the statistics' place in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "egnatia.oversight"
    label = "oversight"

    def ready(self) -> None:
        from egnatia.accounts import policy
        from egnatia.ui import navigation

        navigation.add(
            navigation.Entry(
                _("Statistics"),
                "statistics",
                order=67,
                visible=lambda request: policy.may(request.user, "statistics.read"),
            ),
        )
