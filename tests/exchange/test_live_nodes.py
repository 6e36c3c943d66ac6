"""Two and three real nodes over real HTTP: the whole story, a partner that is away, processes killed at every step."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.nodes import LiveNode, region, wait_until

pytestmark = pytest.mark.timeout(600)
#: In the order in which one search with one possible match comes past them, so that one search dies of them all.
WORKER_STEPS = (
    "egnatia.exchange.delivery.posting:post_letters:before",
    "egnatia.exchange.delivery.posting:post_letters:after",
    "egnatia.exchange.actions.take_search_answer:take_acknowledgement:after",
    "egnatia.exchange.actions.take_search_answer:take_search_answer:after",
    "egnatia.exchange.actions.take_answers:take_answers:after",
    "egnatia.exchange.actions.take_prints:take_prints:after",
    "egnatia.exchange.actions.note_attempt:note_success:before",
)
SERVER_STEPS = (
    "egnatia.exchange.http_signing:verify_request:after",
    "egnatia.exchange.actions.answer_search:search_own:after",
    "egnatia.exchange.actions.answer_search:write_answer:after",
    "egnatia.exchange.actions.arrival:Arrival.settle:after",
    "egnatia.exchange.actions.receive_letters:_answer:after",
    "egnatia.exchange.http_signing:sign_response:after",
    "egnatia.exchange.actions.answer_prints_request:answer_prints_request:after",
)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, LiveNode]]:
    with region(tmp_path_factory.mktemp("region"), "MK", "RS", "AL") as running:
        yield running


def test_the_whole_story(nodes: dict[str, LiveNode]) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    first = mk.step("register", seed=1)["reference_number"]
    answered(mk, first, nodes)
    second = rs.step("register", seed=1, take=1, surnames=["Hadad"])["reference_number"]
    answered(rs, second, nodes)
    seen = wait_until(lambda: when(rs.step("look", reference_number=second), "to_examine"), nodes)
    assert seen["answers"]["MK"] == "possible_match" and seen["answers"]["AL"] == "no_match"
    assert seen["transmission"] == "acknowledged"
    assert rs.step("verdict", reference_number=second, decision="same")["matches"] == ["same"]
    rs.step("ask", reference_number=second)
    wait_until(lambda: mk.step("release")["released"], nodes)
    seen = wait_until(lambda: when_released(rs.step("look", reference_number=second)), nodes)
    data = seen["follow_ups"][0][1]
    assert data["surnames"] == ["Haddad"]
    assert not {"category", "reference_number"} & set(data)


def test_stranger_is_known_nowhere(nodes: dict[str, LiveNode]) -> None:
    reference = nodes["AL"].step("register", seed=99)["reference_number"]
    answers = answered(nodes["AL"], reference, nodes)["answers"]
    assert {answers["MK"], answers["RS"]} == {"no_match"}


def test_counts_reach_the_partners_picture(nodes: dict[str, LiveNode]) -> None:
    nodes["AL"].step("register", seed=98)
    nodes["AL"].step("share")
    counted = wait_until(lambda: nodes["RS"].step("crossings_of", partner="AL"), nodes)
    assert counted["SYR"] >= 1 and nodes["MK"].step("crossings_of", partner="RS").keys() <= {"SYR"}


def test_measure_is_asked_for_done_and_declined(nodes: dict[str, LiveNode]) -> None:
    mk, rs = nodes["MK"], nodes["RS"]
    done, declined = mk.step("give_measure", partner="RS"), mk.step("give_measure", partner="AL")
    wait_until(lambda: rs.step("answer_measures", state="done", text="Six patrols"), nodes)
    wait_until(lambda: nodes["AL"].step("answer_measures", state="declined", text="No patrol is free"), nodes)
    seen = wait_until(lambda: when_state(mk.step("measure_given", measure=done), "done"), nodes)
    assert (seen["outcome"], seen["message"]) == ("Six patrols", "answered")
    seen = wait_until(lambda: when_state(mk.step("measure_given", measure=declined), "proposed"), nodes)
    assert (seen["note"], seen["outcome"]) == ("No patrol is free", None)
    wait_until(lambda: rs.step("measures_asked") == [["done", "answered"]], nodes)


def test_measure_that_is_dropped_while_the_partner_is_away_is_withdrawn(nodes: dict[str, LiveNode]) -> None:
    mk, al = nodes["MK"], nodes["AL"]
    al.stop()
    measure = mk.step("give_measure", partner="AL")
    assert mk.step("drop_measure", measure=measure) == "dropped"
    al.start()
    wait_until(lambda: al.step("measures_asked")[-1:] == [["withdrawn", ""]], nodes)
    assert al.step("answer_measures", state="declined", text="No") == 0


def test_nationality_claimed_is_not_asked(nodes: dict[str, LiveNode]) -> None:
    reference = nodes["MK"].step("register", seed=50, nationalities_claimed=["ALB"])["reference_number"]
    seen = answered(nodes["MK"], reference, nodes)
    assert (seen["answers"]["AL"], seen["reasons"]["AL"]) == ("not_asked", "nationality_claimed")
    assert seen["answers"]["RS"] == "no_match"
    assert (seen["answers"]["BA"], seen["reasons"]["BA"]) == ("not_asked", "no_agreement")


def test_partner_that_was_away_answers_when_it_is_back(nodes: dict[str, LiveNode]) -> None:
    mk, al = nodes["MK"], nodes["AL"]
    al.stop()
    reference = mk.step("register", seed=60)["reference_number"]
    seen = wait_until(lambda: when_answered(mk.step("look", reference_number=reference), "RS"), nodes)
    assert seen["answers"]["AL"] == "waiting"
    al.start()
    assert answered(mk, reference, nodes)["answers"]["AL"] == "no_match"


def test_operator_parks_one_message_and_drops_others_while_the_partner_is_away(nodes: dict[str, LiveNode]) -> None:
    mk, al = nodes["MK"], nodes["AL"]
    searches, measures = al.step("count")["inbound_searches"], len(al.step("measures_asked"))
    al.stop()
    sent, parked, dropped = (mk.step("register", seed=seed)["reference_number"] for seed in (80, 81, 82))
    measure = mk.step("give_measure", partner="AL")
    assert mk.step("drop_measure", measure=measure) == "dropped"
    _, second, third = under_way(mk, "AL", "search.question")
    asked, _withdrawn = under_way(mk, "AL", "measure.request")
    mk.run("exchange", "park", second, "--reason", "It chokes on this one")
    mk.run("exchange", "drop", third[:8], "--reason", "Asked by telephone")
    mk.run("exchange", "drop", asked, "--reason", "Withdrawn before it was heard of")
    assert mk.step("look", reference_number=dropped)["answers"]["AL"] == "given_up"
    al.start()
    wait_until(lambda: when_answered(mk.step("look", reference_number=sent), "AL"), nodes)
    wait_until(lambda: mk.step("measure_given", measure=measure)["message"] == "answered", nodes)
    assert al.step("measures_asked")[measures:] == [["withdrawn", ""]], "what followed the dropped one arrived"
    assert al.step("count")["inbound_searches"] == searches + 1
    assert under_way(mk, "AL", "search.question") == [second]
    mk.run("exchange", "resend", second)
    seen = wait_until(lambda: when_answered(mk.step("look", reference_number=parked), "AL"), nodes)
    assert seen["answers"]["AL"] == "no_match"
    assert mk.step("look", reference_number=dropped)["answers"]["AL"] == "given_up"
    assert al.step("count")["inbound_searches"] == searches + 2
    assert not mk.step("count")["breaks"] and not al.step("count")["breaks"]


def test_clock_that_is_an_hour_off_is_said_and_mends_itself(nodes: dict[str, LiveNode]) -> None:
    mk = nodes["MK"]
    mk.stop("work")
    mk.start("work", EGNATIA_CLOCK_SHIFT="3600")
    reference = mk.step("register", seed=70)["reference_number"]
    wait_until(lambda: "exchange.clock_skew" in mk.run("partners", "list", "--json"), nodes)
    assert mk.step("look", reference_number=reference)["answers"]["RS"] == "waiting"
    mk.stop("work")
    mk.start("work")
    answered(mk, reference, nodes)


@pytest.mark.parametrize(
    ("victim", "process", "steps"),
    [("RS", "work", WORKER_STEPS), ("MK", "serve", SERVER_STEPS)],
    ids=["the asker's worker", "the answerer's server"],
)
def test_killed_at_every_step(
    nodes: dict[str, LiveNode], tmp_path: Path, victim: str, process: str, steps: tuple[str, ...]
) -> None:
    """A person whom MK knows is registered in RS; a process dies at one step after the other: nothing lost, nothing doubled."""
    mk, rs, seed = nodes["MK"], nodes["RS"], 200 + len(steps[0])
    answered(mk, mk.step("register", seed=seed)["reference_number"], nodes)
    before = mk.step("count"), rs.step("count")
    nodes[victim].stop(process)
    nodes[victim].start(process, tripwires=steps, sprung=tmp_path)
    reference = rs.step("register", seed=seed, take=1)["reference_number"]
    seen = wait_until(lambda: when(answered_by_all(rs, reference), "to_examine"), nodes)
    wait_until(lambda: len(list(tmp_path.iterdir())) == len(steps), nodes)
    assert seen["answers"]["MK"] == "possible_match"
    after = mk.step("count"), rs.step("count")
    assert not after[0]["breaks"] and not after[1]["breaks"]
    assert [new - old for new, old in zip(_totals(after), _totals(before), strict=True)] == [1, 1, 1, 1, 2]
    settled = {digest for _, digest, state in after[1]["out"] if state == "answered"}
    assert len(settled) == len(after[1]["out"])
    nodes[victim].stop(process)
    nodes[victim].start(process)


def _totals(counted: tuple[Any, Any]) -> list[int]:
    """What one search and one possible match leave behind at the owner and at the asker; answers of both partners."""
    owner, asker = counted
    return [
        owner["inbound_searches"],
        owner["inbound_matches"],
        asker["possible_matches"],
        asker["candidates"],
        asker["answers_noted"],
    ]


def under_way(node: LiveNode, partner: str, kind: str) -> list[str]:
    """Ids of the messages of a kind, the oldest first."""
    rows = json.loads(node.run("exchange", "queue", partner, "--json"))
    return [row["id"] for row in rows if row["kind"] == kind]


def answered(node: LiveNode, reference: str, nodes: dict[str, LiveNode]) -> Any:
    return wait_until(lambda: answered_by_all(node, reference), nodes)


def answered_by_all(node: LiveNode, reference: str) -> Any:
    seen = node.step("look", reference_number=reference)
    return seen if seen["answers"] and "waiting" not in seen["answers"].values() else None


def when(seen: Any, state: str) -> Any:
    return seen if seen and state in seen["matches"] else None


def when_answered(seen: Any, partner: str) -> Any:
    return seen if seen["answers"][partner] != "waiting" else None


def when_state(seen: Any, state: str) -> Any:
    return seen if seen["state"] == state else None


def when_released(seen: Any) -> Any:
    return seen if [state for state, _ in seen["follow_ups"]] == ["released"] else None


def test_logs_are_witnessed_and_proven_from_files(nodes: dict[str, LiveNode], tmp_path: Path) -> None:
    """Runs last: what the other tests did is in the logs, kills among it."""
    for code, node in nodes.items():
        wait_until(lambda node=node: [line["at"] for line in log_of(node)["witnesses"]].count(None) == 0, nodes)
        node.run("log", "export", str(tmp_path / code))
    mk = nodes["MK"]
    mk.run("log", "keys", str(tmp_path / "keys.txt"))
    for code in nodes:
        kept = [option for other in nodes if other != code for option in ("--kept", f"{tmp_path / other}/kept/{code}.txt")]
        told = mk.run("log", "verify", str(tmp_path / code), "--keys", str(tmp_path / "keys.txt"), *kept)
        assert "Nothing wrong was found." in told
        assert all(f"{other} has seen" in told for other in nodes if other != code), told


def log_of(node: LiveNode) -> dict[str, Any]:
    return json.loads(node.run("log", "status", "--json"))
