"""Lays the node's own rules over the shipped ones when the program starts."""

from django.apps import AppConfig

from egnatia.base.errors import Problem
from egnatia.law.sources import RuleError


class LawConfig(AppConfig):
    name = "egnatia.law"
    label = "law"

    def ready(self) -> None:
        """Problem `law.rules.wrong` where a rule of the partner's can't be read: a node doesn't run on half its rules."""
        from egnatia.base import node
        from egnatia.law.rule_files import use_overrides

        here = node.find_current()
        own = here.directory / "law" if here else None
        if own is None or not own.is_dir():
            return
        try:
            use_overrides(own)
        except RuleError as error:
            raise Problem(
                "law.rules.wrong",
                f"The partner's own rules in {own} can't be used: {error}.",
                "Mend that place, or move the file away to go on with the shipped rules.",
                status=500,
            ) from error
