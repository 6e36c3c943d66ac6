"""Two real nodes: the police of one ask those of the other, from the question to the erasure."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.exchange.nodes import LiveNode, introduce, region, wait_until

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, LiveNode]]:
    """Both have keys of the gateway, and a list says that either may ask the other."""
    directory = tmp_path_factory.mktemp("police")
    with region(directory, "MK", "RS") as running:
        for node in running.values():
            node.step("new_keys", gateway="law_enforcement")
        introduce(running)
        first = str(directory / "federation-1.json")
        running["MK"].step("propose_agreement", file=first, purpose="LEA", a_day=50)
        for step in ("sign_list", "apply_list"):
            for node in running.values():
                node.step(step, file=first)
        yield running


def looked(node: LiveNode, number: str, ready: Any, nodes: dict[str, LiveNode]) -> Any:
    def look() -> Any:
        seen = node.step("police_look", number=number)
        return seen if ready(seen) else None

    return wait_until(look, nodes)


def test_question_verdict_data_withdrawal(nodes: dict[str, LiveNode]) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    reference = rs.step("register", seed=31)["reference_number"]
    number = mk.step("police_ask", seed=31)
    mk.step("police_verify", number=number)
    seen = looked(mk, number, lambda it: it["partners"]["RS"] == "possible_match", nodes)
    assert [hit[:2] for hit in seen["hits"]] == [["RS", "open"]] and seen["partners"]["AL"] == "not_asked"
    mk.step("police_judge", number=number)
    wait_until(lambda: rs.step("police_release"), nodes)
    seen = looked(mk, number, lambda it: it["hits"][0][2] == "released", nodes)
    data = seen["hits"][0][3]
    assert data["surnames"] == ["Haddad"] and not {"category", "reference_number"} & set(data)
    assert seen["state"] == "answered"
    rs.step("erase_person", reference_number=reference)
    seen = looked(mk, number, lambda it: it["hits"][0][1] == "withdrawn", nodes)
    assert seen["hits"][0][3] is None
    wait_until(lambda: rs.step("police_record")["withdrawals_answered"] == 1, nodes)


def test_urgency_that_wasnt_justified(nodes: dict[str, LiveNode]) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    mk.step("register", seed=32)
    known = len(mk.step("police_record")["questions"])
    number = rs.step("police_ask", seed=32, urgent=True)
    looked(rs, number, lambda it: it["partners"]["MK"] == "possible_match", nodes)
    record = mk.step("police_record")
    assert record["questions"][known]["verification"] == "waiting" and record["letters"] == 1
    rs.step("police_judge", number=number)
    rs.step("police_refuse", number=number)
    seen = looked(rs, number, lambda it: it["erased_at_partners"] == ["MK"], nodes)
    assert seen["hits"] == [] and seen["state"] == "refused"
    record = mk.step("police_record")
    assert record["questions"][known]["erased_because"] == "unjustified" and record["letters"] == 0
    assert record["matches"] == 0 and not record["questions"][known]["partner_erased"]
    rs.step("police_confirm_erasure", number=number)
    wait_until(lambda: mk.step("police_record")["questions"][known]["partner_erased"], nodes)


def test_a_partner_that_is_away_is_asked_when_it_is_back(nodes: dict[str, LiveNode]) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    rs.stop("serve", "work")
    number = mk.step("police_ask", seed=33)
    seen = mk.step("police_verify", number=number)
    assert (seen["state"], seen["partners"]["RS"]) == ("searched", "waiting")
    rs.start()
    seen = looked(mk, number, lambda it: it["state"] == "answered", nodes)
    assert seen["partners"]["RS"] == "no_match"
