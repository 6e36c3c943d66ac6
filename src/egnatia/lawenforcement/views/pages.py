"""What the pages of the gateway have in common."""

from django.http import HttpResponse

PER_PAGE = 25


def unstored(response: HttpResponse) -> HttpResponse:
    """Nothing of it stays in a browser's or a proxy's cache."""
    response["Cache-Control"] = "no-store"
    return response
