"""Registration's place in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "egnatia.registration"
    label = "registration"

    def ready(self) -> None:
        from egnatia.accounts import policy
        from egnatia.ui import navigation

        navigation.add(
            navigation.Entry(
                _("Register a person"),
                "register",
                order=20,
                visible=lambda request: policy.may(request.user, "registration.write"),
            )
        )
