"""The one error that reaches a person: a code, what is wrong, and what to do about it."""

from typing import Any


class Problem(Exception):
    """Something an officer, an operator or a calling system has to be told.

    >>> problem = Problem("persons.birth_date.future", "The birth date lies in the future.", "Check the year.")
    >>> problem.status
    400

    code      stable, machine-readable, `package.thing.what`; documented in docs/problems.md
    message   one sentence in words an officer understands; never a name, number or print of a person
    cure      one sentence: what to do now
    status    the HTTP status the API gives with it (RFC 9457)
    field     the form field or JSON member it belongs to, if any
    details   further members for the API (RFC 9457 extension members); no personal data
    """

    def __init__(
        self, code: str, message: str, cure: str, *, status: int = 400, field: str | None = None, **details: Any
    ) -> None:
        super().__init__(f"{code}: {message} {cure}")
        self.code = code
        self.message = message
        self.cure = cure
        self.status = status
        self.field = field
        self.details = details


def not_allowed(what: str) -> Problem:
    """The officer's role doesn't carry the permission `what`."""
    return Problem(
        "accounts.not_allowed",
        "Your role doesn't allow this.",
        "Ask your administrator if you need it.",
        status=403,
        permission=what,
    )


def not_found(what: str) -> Problem:
    """`what` doesn't exist, or the officer may not know that it does: both look alike on purpose."""
    return Problem(f"{what}.not_found", "There is nothing here under this number.", "Check the number or the link.", status=404)
