"""Connects the packages' hooks when the program starts, and puts this package's page into the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "egnatia.site"
    label = "site"

    def ready(self) -> None:
        from django.conf import settings

        from egnatia.site.packages import modules
        from egnatia.site.this_week import is_for
        from egnatia.ui import navigation

        for _hooks in modules("hooks"):
            pass  # importing a package's hooks connects them
        navigation.add(navigation.Entry(_("This week"), "this_week", order=5, visible=is_for))
        if settings.IS_DEMO:
            from egnatia.registration.samples import use_samples
            from egnatia.site.demo.samples import DemoSamples

            use_samples(DemoSamples())
