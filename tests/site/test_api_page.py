"""The API's page: whole, without script, and the same that machines read."""

import re

import pytest
from django.test import Client

from egnatia.site.api_description import objects, operations
from egnatia.site.api_snapshot import description

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> str:
    answer = Client().get("/api/v1/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_operation_and_object_stands_on_it(page):
    for operation in operations(description()):
        assert f'id="{operation.id}"' in page
        assert operation.text.split("\n")[0][:20] in page
    for one in objects(description()):
        assert f'id="object-{one.name}"' in page


def test_it_links_only_to_what_is_there(page):
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    assert len(set(re.findall(r' id="([^"]+)"', page))) == len(re.findall(r' id="([^"]+)"', page))


def test_it_needs_no_script_of_its_own(page):
    assert not re.findall(r"<script(?![^>]*src=)[^>]*>", page)
    assert not re.findall(r"\son[a-z]+=", page)
    assert "style=" not in page


def test_machines_read_the_same(page):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json() == description()


def test_objects_have_names_of_their_own():
    names = [one.name for one in objects(description())]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v2/data-sets/1", "/api/v1/data-sets/1/2/3"])
def test_unknown_address_is_a_problem(path):
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "site.api.no_such_address"


def test_method_that_an_address_does_not_have_is_a_problem():
    answer = Client().patch("/api/v1/data-sets/MK-1")
    assert (answer.status_code, answer.json()["code"]) == (405, "site.api.no_such_method")
    assert {method.strip() for method in answer["Allow"].split(",")} == {"GET", "PUT"}
