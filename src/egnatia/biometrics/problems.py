"""An engine's error in the words of a Problem."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from egnatia.base.errors import Problem
from egnatia.engines.errors import EngineError


def problem_from(error: EngineError, *, field: str | None = None) -> Problem:
    """The same code, sentence and cure, for a person."""
    return Problem(f"biometrics.{error.code}", _(error.message), _(error.cure), status=422, field=field)


@contextmanager
def engine_errors_as_problems(*, field: str | None = None) -> Iterator[None]:
    """Within the block, what the engine refuses is raised as a Problem."""
    try:
        yield
    except EngineError as error:
        raise problem_from(error, field=field) from error


def same_image_again(position: int) -> Problem:
    """The very same file was given for two fingers."""
    return Problem(
        "biometrics.image.given_twice",
        _("This image was given already for another finger of this person."),
        _("Choose the image of this finger."),
        status=409,
        field="image",
        other_position=position,
    )


def wrong_position(position: int) -> Problem:
    return Problem(
        "biometrics.position.unknown",
        _("There is no such finger position."),
        _("Use 1 to 5 for the right hand, thumb first, and 6 to 10 for the left."),
        field="position",
        position=position,
    )
