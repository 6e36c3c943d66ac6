"""What happens to every request: who acts is remembered for the audit, and a Problem becomes a page."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from egnatia.audit import Actor, context
from egnatia.base.database_problems import problem_of
from egnatia.base.errors import Problem
from egnatia.base.proxy import look_at_peer

GetResponse = Callable[[HttpRequest], HttpResponse]


class ProxyMiddleware:
    """Notes what came over the node's Unix socket, and from where, before anybody asks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        look_at_peer(request.META)
        return self.get_response(request)


class OfficerMiddleware:
    """Names the officer and the address for the audit, and speaks the officer's language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        officer = request.user
        where = f"page {request.META.get('REMOTE_ADDR', '?')}"
        if not officer.is_authenticated:
            with context.acting(Actor("anonymous", "", ""), where=where):
                return self.get_response(request)
        if getattr(officer, "language", ""):
            translation.activate(officer.language)
            request.LANGUAGE_CODE = translation.get_language()
        with context.acting(Actor("officer", str(officer.pk), officer.get_username()), where=where):
            return self.get_response(request)


class ProblemMiddleware:
    """Turns a Problem, or a database that can't write, into a page that says what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        problem = problem_of(error) if isinstance(error, OperationalError) else error
        if not isinstance(problem, Problem):
            return None
        if request.path.startswith(("/api/", "/exchange/", "/metrics")):
            return problem_json(problem)
        return render(request, "ui/problem.html", {"problem": problem}, status=problem.status)


def problem_json(problem: Problem) -> JsonResponse:
    """RFC 9457, with the code as its type."""
    body = {
        "type": f"urn:egnatia:problem:{problem.code}",
        "title": problem.message,
        "detail": problem.cure,
        "status": problem.status,
        "code": problem.code,
        **({"field": problem.field} if problem.field else {}),
        **problem.details,
    }
    return JsonResponse(body, status=problem.status, content_type="application/problem+json")
