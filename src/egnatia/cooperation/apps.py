"""Django's handle on the package."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    name = "egnatia.cooperation"
    label = "cooperation"
