"""Django's handle on the package."""

from django.apps import AppConfig


class PictureConfig(AppConfig):
    name = "egnatia.picture"
    label = "picture"
