"""Addresses below /api/: the API, its page, and a problem for everything else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path

from egnatia.site.api import api, no_such_method, nothing_here
from egnatia.site.views.api_page import api_page


def _told(pattern: Any) -> Any:
    """A method that an address doesn't have is told as a problem too; ninja says it in plain text."""
    if not isinstance(pattern, URLPattern):
        return pattern
    view: Callable[..., HttpResponseBase] = pattern.callback

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        return no_such_method(response) if isinstance(response, HttpResponseNotAllowed) else response

    pattern.callback = telling
    return pattern


_operations, _app, _namespace = api.urls
urlpatterns = [
    path("v1/", api_page, name="api_page"),
    path("v1/", ([_told(pattern) for pattern in _operations], _app, _namespace)),
    re_path("", nothing_here),
]
