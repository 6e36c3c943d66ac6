"""The API for connected systems, `/api/v1`: every package's `api.py` under one key, one way to say no, one description."""

import logging
from collections.abc import Callable, Iterator
from functools import wraps
from types import ModuleType
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError, ValidationErrorContext
from ninja.operation import Operation

from egnatia.accounts.api_auth import TokenAuth, TokenRate, acting_as_token
from egnatia.base.database_problems import problem_of
from egnatia.base.errors import Problem
from egnatia.site.middleware import problem_json
from egnatia.site.packages import modules

logger = logging.getLogger(__name__)
MOST_BYTES = 64 * 1024 * 1024
MOST_FAULTS_TOLD = 50
_FIRST = ("registration", "exchange")


class Api(NinjaAPI):
    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext[Any]]) -> ValidationError:
        """Lets go of what pydantic raised: its errors are no part of garbage collection, and the traceback of one holds the
        frames that hold it, so that each malformed request stayed in memory, body and all.
        """
        found = super().validation_error_from_error_contexts(error_contexts)
        for context in error_contexts:
            context.pydantic_validation_error.__traceback__ = None
        error_contexts.clear()
        return found

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Egnatia",
    version="1",
    urls_namespace="api",
    description="For national systems: register, identify, ask the region, take the results. What is wrong is told as RFC 9457 "
    "problems with a stable `code`. All times are UTC.",
    docs_url=None,
    auth=TokenAuth(),
    throttle=TokenRate(),
)


def not_too_large(operation: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuses a body by its announced length, before any of it is read."""

    @wraps(operation)
    def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            return problem_json(
                Problem("site.api.too_large", _("The request is larger than 64 MB."), _("Send smaller images."), status=413)
            )
        return operation(request, *args, **kwargs)

    return bounded


def _place(module: ModuleType) -> int:
    """In the description: what a system begins with comes first."""
    package = module.__name__.split(".")[1]
    return _FIRST.index(package) if package in _FIRST else len(_FIRST)


api.add_decorator(not_too_large, mode="view")
api.add_decorator(acting_as_token, mode="operation")
for module in sorted(modules("api"), key=_place):
    if module.__name__ != __name__:
        api.add_router("", module.router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_json(problem)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Paths and kinds of the faults; never the values, which are somebody's data."""
    faults = list(_faults(error))
    problem = Problem(
        "site.api.malformed",
        _("The request isn't of the form that this operation takes."),
        _("Mend the members that are named; the description of the API tells their form."),
        status=422,
        field=faults[0]["field"],
        faults=faults,
    )
    return problem_json(problem)


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem_json(
        Problem(
            "accounts.token.needed",
            _("This needs a key that is in force."),
            _("Send it as: Authorization: Bearer egn_…"),
            status=401,
        )
    )
    response["WWW-Authenticate"] = 'Bearer realm="egnatia"'
    return response


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = problem_json(
        Problem("site.api.too_often", _("This key calls too often."), _("Wait a minute, then go on slower."), status=429)
    )
    response["Retry-After"] = str(int(error.wait or 0) + 1)
    return response


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem_json(
        Problem("site.api.unreadable", _("The request can't be read."), _("Send JSON in UTF-8."), status=error.status_code)
    )


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    return nothing_here(request)


@api.exception_handler(Exception)
def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    problem = problem_of(error) if isinstance(error, OperationalError) else error
    if isinstance(problem, Problem):
        return problem_json(problem)
    logger.exception("%s %s", request.method, request.path)
    return problem_json(
        Problem(
            "site.api.failed",
            _("Something went wrong here."),
            _("Send it again in a minute: what was done is known again. If it stays, tell the node's operator."),
            status=500,
        )
    )


def nothing_here(request: HttpRequest) -> HttpResponse:
    """For every address below /api/ that isn't one."""
    return problem_json(
        Problem("site.api.no_such_address", _("There is no such operation."), _("See /api/v1/ for what there is."), status=404)
    )


def no_such_method(response: HttpResponse) -> HttpResponse:
    """The address is one, the method isn't; `Allow` tells which are."""
    told = problem_json(
        Problem("site.api.no_such_method", _("This address doesn't take that method."), _("See /api/v1/."), status=405)
    )
    told["Allow"] = response["Allow"]
    return told


def _faults(error: ValidationError) -> Iterator[dict[str, str]]:
    """Field paths as `fingers.3`; without the name that the operation gave its body."""
    for one in error.errors[:MOST_FAULTS_TOLD]:
        place = [str(part)[:60] for part in one["loc"]]
        path = place[2:] if place[0] == "body" else place[1:]
        yield {"field": ".".join(path) or place[-1], "fault": str(one["type"]), "message": str(one["msg"])[:200]}
