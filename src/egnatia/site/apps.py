"""Connects the packages' hooks when the program starts, and puts this package's entries into the bar."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "egnatia.site"
    label = "site"

    def ready(self) -> None:
        from django.conf import settings

        from egnatia.site import bar
        from egnatia.site.packages import modules
        from egnatia.ui import navigation

        for _hooks in modules("hooks"):
            pass  # importing a package's hooks connects them
        navigation.add(*bar.entries())
        if settings.IS_DEMO:
            from egnatia.registration.samples import use_samples
            from egnatia.site.demo.samples import DemoSamples

            use_samples(DemoSamples())
