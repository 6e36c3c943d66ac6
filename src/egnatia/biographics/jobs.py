"""What the worker does for biographics: newcomers are looked for in the register."""

from egnatia.base.jobs import every
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for_newcomers


@every(seconds=5)
def compare_newcomers() -> int:
    """Suggest those who may be the same as somebody who was just registered."""
    return suggest_for_newcomers()
