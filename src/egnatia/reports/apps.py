"""Django's handle on the package, and the reports' place in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "egnatia.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from egnatia.accounts import policy
        from egnatia.ui import navigation

        navigation.add(
            navigation.Entry(
                _("Reports"),
                "reports",
                order=66,
                visible=lambda request: (
                    policy.may(request.user, "picture.report") or policy.may(request.user, "cooperation.read")
                ),
            ),
        )
