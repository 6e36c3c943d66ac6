"""Connects the packages' hooks when the program starts."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "egnatia.site"
    label = "site"

    def ready(self) -> None:
        from django.conf import settings

        from egnatia.site.packages import modules

        for _ in modules("hooks"):
            pass  # importing a package's hooks connects them
        if settings.IS_DEMO:
            from egnatia.registration.samples import use_samples
            from egnatia.site.demo.samples import DemoSamples

            use_samples(DemoSamples())
