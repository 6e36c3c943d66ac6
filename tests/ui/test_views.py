"""Error pages, and what every answer carries."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse

from egnatia.base.errors import Problem
from egnatia.ui import views


@pytest.mark.django_db
def test_a_page_may_load_from_its_own_node_only(client, settings):
    settings.IS_DEMO = True
    policy = client.get("/styleguide/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in policy and "http" not in policy


@pytest.mark.django_db
def test_htmx_can_evaluate_nothing_and_keeps_no_page(client, settings):
    settings.IS_DEMO = True
    html = client.get("/styleguide/").content.decode()
    for setting in (
        '"allowEval": false',
        '"includeIndicatorStyles": false',
        '"selfRequestsOnly": true',
        '"historyCacheSize": 0',
    ):
        assert setting in html


@pytest.mark.django_db
def test_the_language_switch_goes_by_post_and_comes_back(client, settings):
    settings.LANGUAGES = [("en", "English"), ("sq", "Albanian")]
    answer = client.post("/language/", {"language": "sq", "next": "/account/sign-in/?next=/x/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/sign-in/?next=/x/")
    assert '<html class="govuk-template" lang="sq" dir="ltr">' in client.get("/account/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("view", "status", "code"),
    [(views.bad_request, 400, "ui.bad_request"), (views.server_error, 500, "ui.server_error")],
)
def test_the_gravest_pages_need_no_database(rf, view, status, code):
    """No `db` mark: pytest-django would fail this test at the first query."""
    answer: HttpResponse = view(rf.get("/"))
    assert answer.status_code == status
    assert code in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status", "code"),
    [(views.forbidden, 403, "ui.forbidden"), (views.stale_form, 403, "ui.stale_form"), (views.not_found, 404, "ui.not_found")],
)
def test_an_error_page_says_what_happened_what_to_do_and_its_code(rf, view, status, code):
    request = rf.get("/")
    request.session = SessionStore()
    answer = view(request)
    html = answer.content.decode()
    assert answer.status_code == status
    assert f'<code class="eg-code">{code}</code>' in html
    assert html.count("<h1") == 1


def test_a_problem_page_shows_no_details():
    """`details` are for the API; a person reads message, cure and code."""
    from django.template.loader import render_to_string

    problem = Problem("x.y.z", "The partner has not answered.", "Wait until tomorrow.", attempts=3, place="Tabanovce")
    html = render_to_string("ui/problem.html", {"problem": problem})
    assert "The partner has not answered." in html and "Wait until tomorrow." in html and "x.y.z" in html
    assert "Tabanovce" not in html
