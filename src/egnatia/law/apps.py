"""Lays the node's own rules over the shipped ones when the program starts."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "egnatia.law"
    label = "law"

    def ready(self) -> None:
        """Raises Problem `law.rules.wrong`."""
        from egnatia.base import node
        from egnatia.law.own_rules import use_own_rules

        here = node.find_current()
        if here is not None:
            use_own_rules(here.directory)
