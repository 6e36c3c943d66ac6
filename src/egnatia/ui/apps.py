"""The look: templates, form fields, components, the built style sheet and scripts."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "egnatia.ui"
    label = "ui"
