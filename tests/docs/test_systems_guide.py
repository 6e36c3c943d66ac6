"""The examples of the guide for connecting systems are calls that the API takes."""

import json
import re
import shlex
from urllib.parse import urlsplit

import pytest

from egnatia.biographics import api_schemas as biographics
from egnatia.exchange import api_schemas as exchange
from egnatia.lawenforcement import api_schemas as law_enforcement
from egnatia.registration import api_schemas as registration
from egnatia.registration import group_schemas
from egnatia.site.api_description import Operation, operations
from egnatia.site.api_snapshot import PLACE
from tests.conftest import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "guides" / "systems.md").read_text(encoding="utf-8")
OPERATIONS = operations(json.loads(PLACE.read_text(encoding="utf-8")))  # test_openapi.py says whether it is the program's


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def calls() -> list[list[str]]:
    lines = [line for block in blocks("bash") for line in block.replace("\\\n", " ").splitlines()]
    return [shlex.split(line) for line in lines if line.startswith("curl ")]


def find_operation(call: list[str]) -> Operation | None:
    method = call[call.index("-X") + 1] if "-X" in call else "GET"
    path = urlsplit(call[-1]).path
    for operation in OPERATIONS:
        pattern = re.sub(r"\{\w+\}", "[A-Za-z0-9._:-]+", operation.path)
        if operation.method == method and re.fullmatch(pattern, path):
            return operation
    return None


@pytest.mark.parametrize("call", calls(), ids=lambda call: urlsplit(call[-1]).path)
def test_call_is_one_of_the_api(call):
    operation = find_operation(call)
    assert operation is not None
    assert "Authorization: Bearer $KEY" in call
    assert bool(operation.body) == ("-d" in call)


@pytest.mark.parametrize("call", [call for call in calls() if "-d" in call], ids=lambda call: urlsplit(call[-1]).path)
def test_body_is_what_the_operation_takes(call):
    operation, body = find_operation(call), call[call.index("-d") + 1]
    packages = (registration, group_schemas, biographics, exchange, law_enforcement)
    model = next(found for package in packages if (found := getattr(package, operation.body, None)))
    model.model_validate(json.loads(blocks("json")[0] if body.startswith("@") else body))


def test_every_operation_has_an_example():
    shown = {operation.id for call in calls() if (operation := find_operation(call))}
    assert shown == {operation.id for operation in OPERATIONS}


def test_signature_is_checked_as_the_guide_says():
    from egnatia.registration.web_hooks import sign

    names: dict[str, object] = {}
    exec(blocks("python")[0], names)  # noqa: S102  (our own page)
    secret, body = "whsec_c2VjcmV0", b'{"results": []}'
    headers = {"webhook-id": "egn_1_2", "webhook-timestamp": "1790000000"}
    headers["webhook-signature"] = sign(secret, "egn_1_2", 1790000000, body)
    assert names["is_from_the_node"](headers, body, secret)
    assert not names["is_from_the_node"](headers, body + b" ", secret)
