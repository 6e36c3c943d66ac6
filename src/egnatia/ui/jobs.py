"""The look's work beside the pages: tidying up."""

from egnatia.base.jobs import nightly


@nightly
def sweep_figures() -> int:
    """Drawings that nobody has looked at for a month; they are drawn again when somebody does."""
    from egnatia.ui.figures import sweep  # brings the charts in

    return sweep()
