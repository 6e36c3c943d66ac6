"""What can go wrong with a file or a mapping as a whole."""

from django.utils.translation import gettext

from egnatia.base.errors import Problem


def name_taken() -> Problem:
    """The name of a mapping is empty, too long, or that of a layout that comes with the program."""
    return Problem(
        "picture.mapping.name_taken",
        gettext("A mapping can't have this name."),
        gettext("Choose another, of 80 letters at most, that no layout has."),
        status=409,
        field="name",
    )


def no_mapping() -> Problem:
    """There is no saved mapping of this name."""
    return Problem(
        "picture.mapping.not_found",
        gettext("There is no saved mapping of this name."),
        gettext("See `egnatia picture mapping list`."),
        status=404,
        field="mapping",
    )


def vintage_in_future() -> Problem:
    """A file can't have been published tomorrow."""
    return Problem(
        "picture.import.vintage",
        gettext("The day on which the figures were published lies in the future."),
        gettext("Give the day that the source names."),
        field="vintage",
    )
