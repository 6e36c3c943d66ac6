"""The working group's place in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "egnatia.cooperation"
    label = "cooperation"

    def ready(self) -> None:
        from egnatia.accounts import policy
        from egnatia.cooperation.queries.reminders import count_open_reminders
        from egnatia.ui import navigation

        navigation.add(
            navigation.Entry(
                _("Working group"),
                "working_group",
                order=65,
                visible=lambda request: policy.may(request.user, "cooperation.read"),
                count=lambda request: count_open_reminders() if policy.may(request.user, "cooperation.write") else 0,
            ),
        )
