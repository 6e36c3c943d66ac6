"""The administrator's pages of the federation list."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from egnatia.base import clock
from egnatia.exchange.federation import in_force
from egnatia.exchange.federation.listing import read_file
from egnatia.exchange.federation.signing import add_signature, sign_listing
from tests.exchange.federation.conftest import Ceremony, row

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:500]
    return " ".join(response.content.decode().split())


def upload(content: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("federation.json", content.encode())}


def test_look_sign_apply(ceremony: Ceremony, administrator: Any, client: Client) -> None:
    client.force_login(administrator)
    lists, decide = reverse("federation_list"), reverse("list_proposal")
    assert "No list is in force" in text(client.get(lists))
    assert "This is not a federation list" in text(client.post(lists, upload("x")))
    proposed = ceremony.propose()
    shown = text(client.post(lists, upload(proposed.to_text())))
    assert "MK may ask RS for MIG 2000 times a day" in shown and "Nobody has signed yet" in shown
    assert "Sign for this partner" in shown and "Apply this list" not in shown
    signed = client.post(decide, {"decision": "sign", "proposal": proposed.to_text()})
    assert signed["Content-Disposition"] == 'attachment; filename="federation-1.json"'
    early = {"decision": "apply", "proposal": signed.content.decode()}
    assert "Signatures are missing" in text(client.post(decide, early))
    whole = read_file(signed.content)
    for other in ceremony.others:
        whole = add_signature(whole, sign_listing(whole.listing, other.own, clock.now()))
    assert "Apply this list" in text(client.post(lists, upload(whole.to_text())))
    assert client.post(decide, {"decision": "apply", "proposal": whole.to_text()}).status_code == 302
    shown = text(client.get(lists))
    assert "List 1" in shown and "2 of 3 members" in shown and "RS:sign:1" in shown and "Signed by AL, MK, RS" in shown
    assert client.get(reverse("list_file", args=(1,))).content.decode() == next(in_force.read_all()).to_text()
    assert client.get(reverse("list_file", args=(2,))).status_code == 404
    assert "applied here" in text(client.post(lists, upload(whole.to_text())))


def test_another_of_the_same_number_is_signed_knowingly(ceremony: Ceremony, administrator: Any, client: Client) -> None:
    client.force_login(administrator)
    ceremony.hold()
    decide = reverse("list_proposal")
    first, second = ceremony.propose(policy="2").to_text(), ceremony.propose(policy="3").to_text()
    assert client.post(decide, {"decision": "sign", "proposal": first})["Content-Type"] == "application/json"
    assert "has signed another proposal" in text(client.post(decide, {"decision": "sign", "proposal": second}))
    instead = {"decision": "sign", "proposal": second, "instead": "on"}
    assert client.post(decide, instead)["Content-Type"] == "application/json"


def test_suspended_by_this_node_alone(ceremony: Ceremony, administrator: Any, client: Client) -> None:
    client.force_login(administrator)
    ceremony.hold()
    page = reverse("partner", args=("RS",))
    assert "By this node alone" in text(client.get(page))
    assert client.post(page, {"reason": "Looks odd"}).status_code == 302
    assert "Lift the suspension" in text(client.get(page))
    for shown in (client.get(reverse("partners")), client.get(reverse("federation_list"))):
        assert "Suspended by this node alone" in text(shown)
    assert client.post(reverse("resume_partner", args=("RS",))).status_code == 302
    assert row("RS").is_confirmed


def test_not_for_everybody(ceremony: Ceremony, supervisor: Any, registration_officer: Any, client: Client) -> None:
    ceremony.hold()
    client.force_login(supervisor)
    assert "Look at a proposal" not in text(client.get(reverse("federation_list")))
    assert client.post(reverse("list_proposal"), {"decision": "apply", "proposal": ""}).status_code == 403
    client.force_login(registration_officer)
    assert client.get(reverse("federation_list")).status_code == 403
