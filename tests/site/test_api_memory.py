"""What a connected system sends wrong doesn't stay in the server's memory."""

import gc

import pydantic
import pytest
from django.test import Client

from egnatia.accounts.actions.create_api_token import create_api_token

pytestmark = pytest.mark.django_db


def count_errors() -> int:
    gc.collect()
    return sum(type(one) is pydantic.ValidationError for one in gc.get_objects())


@pytest.mark.parametrize("records", [["not base64"], [7], "no list"])
def test_malformed_requests_are_let_go(client: Client, operator: object, records: object) -> None:
    _, key = create_api_token(None, name="Test", account=operator, purposes=["MIG"])
    before = count_errors()
    for _ in range(5):
        answer = client.put(
            "/api/v1/data-sets/F-1",
            {"category": 2, "elements": {}, "records": records},
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )
        assert answer.status_code == 422, answer.content
    assert count_errors() == before
