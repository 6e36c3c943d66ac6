"""The page that describes the API: drawn on the server from the same description that machines read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egnatia.site.api_description import objects, operations
from egnatia.site.api_snapshot import description


def api_page(request: HttpRequest) -> HttpResponse:
    """Open to everybody: it tells no more than the program's source does."""
    described = description()
    return render(
        request,
        "site/api.html",
        {"info": described["info"], "operations": operations(described), "objects": objects(described)},
    )
