"""The partner's own rules, in the node's folder `law/`: laid over the shipped ones."""

from pathlib import Path

from egnatia.base.errors import Problem
from egnatia.law.rule_files import use_overrides
from egnatia.law.sources import RuleError


def use_own_rules(node_directory: Path) -> None:
    """Nothing where the folder isn't there.

    Raises Problem `law.rules.wrong` where a rule can't be read: a node doesn't run on half its rules.
    """
    own = node_directory / "law"
    if not own.is_dir():
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
