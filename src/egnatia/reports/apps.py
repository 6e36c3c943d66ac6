"""Django's handle on the package, and the reports' place in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "egnatia.reports"
    label = "reports"
    verbose_name = _("Reports")
