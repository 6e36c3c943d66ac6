"""Registration's place in the bar."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "egnatia.registration"
    label = "registration"

    def ready(self) -> None:
        from egnatia.registration import bar
        from egnatia.ui import navigation

        navigation.add(*bar.entries())
