"""What leaves the node beside its letters: the log and its files, evidence, statistics, quotas, metrics, refusals, headers.

Two looks at each: nothing that only our records know stands in it, and nothing differs between somebody who asked for asylum
and somebody who didn't. Each look is tried on a leak, too, which it has to find.
"""

import ast
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families

from egnatia import law
from egnatia.base import clock
from egnatia.exchange import actions
from egnatia.exchange.actions.tell_figures import tell_figures
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import write_entries
from egnatia.exchange.log.evidence import collect_evidence
from egnatia.exchange.log.export import export_log
from egnatia.exchange.log.sequencing import sequence_entries
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.messages.verdict import MatchConfirmed
from egnatia.exchange.models import LogEntry, OutboxMessage, QuotaUse
from egnatia.oversight.counting import count_month
from egnatia.oversight.downloads import write_file
from egnatia.oversight.figures import Statistics
from egnatia.oversight.months import Month
from egnatia.oversight.queries.statistics import Shown
from egnatia.oversight.release import release
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.set_transmitted import set_transmitted
from egnatia.persons.models import DataSet
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import now, reply
from tests.exchange.test_nothing_leaks import FORBIDDEN_NAMES, SECRETS, assert_says_nothing

pytestmark = pytest.mark.django_db
_ENTRY = re.compile(r'\{"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","digest":"[0-9a-f]{64}","kind":"([a-z]+)"\}')
KINDS_IN_LOG = {"sent", "received", "released", "withdrawn", "erased"}
#: What a response to a partner may carry; the last ones are the same on every page of the node.
HEADERS = {
    "Content-Type", "Content-Digest", "Content-Length", "Signature", "Signature-Input",
    "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Referrer-Policy", "Vary", "X-Content-Type-Options",
    "X-Frame-Options", "Content-Language",
}  # fmt: skip
APPLICANT, OTHER = 1, 2


def assert_bare(text: str, data_sets: Iterable[DataSet] = ()) -> None:
    """No name of a field about asylum, no value that only our records know."""
    for secret in SECRETS:
        assert secret not in text, secret
    assert not FORBIDDEN_NAMES.search(text), FORBIDDEN_NAMES.search(text)
    for data_set in data_sets:
        for secret in (data_set.reference_number, str(data_set.pk), str(data_set.person_id), str(data_set.unit_id)):
            assert secret not in text, secret


def assert_entries_are_bare(lines: Iterable[str]) -> list[str]:
    """Each says when, what kind of thing and a digest, in exactly these words; the kinds."""
    kinds = []
    for line in lines:
        found = _ENTRY.fullmatch(line)
        assert found and found[1] in KINDS_IN_LOG, line
        kinds.append(found[1])
    return kinds


def bodies_of(letters: Iterable[str]) -> Iterator[dict[str, Any]]:
    for letter in letters:
        body = letter.split(".")[1]
        yield json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def whole_life(serbia: Neighbour, register: Callable[..., DataSet], seed: int, category: int) -> DataSet:
    """Registered, asked for in the region, found by Serbia, confirmed, asked for more; nothing released."""
    ours = register(seed=seed, category=category)
    question = OutboxMessage.objects.get(kind="search.question", state="waiting")
    reply(serbia, question, SearchAnswer(result="no_match"))
    reference = serbia.begin().say(SearchQuestion(fingers=records(seed, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    serbia.say(MatchConfirmed(reference=reference, decided_at=now()))
    serbia.say(FollowUpRequest(reference=reference, need="To know", fields=("category", "reference_number")))
    return ours


def test_log_and_its_files(serbia: Neighbour, register: Any, tmp_path: Path) -> None:
    data_sets, kinds = [], []
    for seed, category in ((4, APPLICANT), (5, OTHER)):
        before = LogEntry.objects.count()
        data_sets.append(whole_life(serbia, register, seed, category))
        erase_data_set(data_sets[-1])
        entries = LogEntry.objects.order_by("id")[before:]
        kinds.append(assert_entries_are_bare(entry.entry for entry in entries))
    assert kinds[0] == kinds[1] and {"sent", "received", "erased"} <= set(kinds[0])
    export_log(tmp_path / "log")
    files = [file for file in (tmp_path / "log").rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"about.json", "heads.txt", "entries.jsonl", "leaf-hashes"}
    for file in files:
        assert_bare(file.read_bytes().decode("latin-1") if file.name != "leaf-hashes" else "", data_sets)
    assert_entries_are_bare((tmp_path / "log" / "entries.jsonl").read_text().splitlines())
    assert json.loads((tmp_path / "log" / "about.json").read_text()).keys() == {"version", "origin", "size", "made_at"}


@pytest.mark.parametrize(
    "leak",
    [
        '{"at":"2026-11-28T19:00:00Z","category":1,"digest":"' + "a" * 64 + '","kind":"erased"}',
        '{"at":"2026-11-28T19:00:00Z","digest":"' + "a" * 64 + '","kind":"asylum"}',
        '{"at":"2026-11-28T19:00:00Z","digest":"' + "a" * 64 + '","kind":"sent"} Haddad',
        '{"at":"2026-11-28T19:00:00.123456Z","digest":"' + "a" * 64 + '","kind":"sent"}',
    ],
)
def test_a_leak_in_the_log_is_found(leak: str) -> None:
    LogEntry.objects.create(entry=leak, digest="a" * 64)
    with pytest.raises(AssertionError):
        assert_entries_are_bare(entry.entry for entry in LogEntry.objects.all())


def test_evidence(serbia: Neighbour, register: Any) -> None:
    """The letters themselves are looked through as everywhere; around them stands nothing but proofs."""
    for seed, category in ((4, APPLICANT), (5, OTHER)):
        ours = whole_life(serbia, register, seed, category)
        sequence_entries()
        bundle = json.loads(collect_evidence(ours.reference_number, Gateway.MIGRATION, officer=None).text)
        letters = [one.pop("letter") for one in bundle["letters"]]
        assert letters and all(one.keys() == {"leaf"} for one in bundle["letters"])
        for body in bodies_of(letters):
            assert_says_nothing(body, [ours])
        assert bundle.keys() == {"version", "origin", "made_at", "head", "left_out", "letters"}
        assert all(one["leaf"].keys() == {"entry", "index", "proof"} for one in bundle["letters"])
        assert_bare(json.dumps(bundle), [ours])
        with pytest.raises(AssertionError):
            assert_bare(json.dumps(bundle | {"reference_number": ours.reference_number}), [ours])


def test_statistics_as_handed_out(register: Any) -> None:
    """One applicant among a few: no count below the law's least is in it, and nothing that points at anybody."""
    data_sets = [register(seed=20 + seed, category=APPLICANT if seed == 0 else OTHER) for seed in range(3)]
    for data_set in data_sets:
        set_transmitted(data_set, at=clock.now())
    month = Month(clock.today().year, clock.today().month)
    exact = count_month(month)
    assert smallest(exact) == 1, "there is something to hide"
    told = release(exact)
    assert smallest(told) >= law.statistics_rules().minimum
    shown = Shown(month, told, 1, clock.now(), True, (1,))
    text = write_file(shown, "csv").decode()
    for secret in (*SECRETS, *(one.reference_number for one in data_sets), *(str(one.person_id) for one in data_sets)):
        assert secret not in text
    hidden = [figure.code for figure in told.figures.values() if None in figure.cells.values()]
    assert "a" in hidden, "whether anybody applied can't be read off"


def smallest(statistics: Statistics) -> int:
    """The least count above nought that stands in it."""
    counts = [count for figure in statistics.figures.values() for count in figure.cells.values() if count]
    return min(counts, default=10**6)


def counter(client: Client) -> list[str]:
    """Everything that tells of quotas: the public page, the first screen, metrics, and what partners are told."""
    tell_figures()
    figures = OutboxMessage.objects.filter(kind="figures").order_by("-made_at").first()
    told = next(bodies_of([figures.letter or ""]))["content"]["quotas"] if figures else {}
    return [table(client, "quotas"), table(client, "first_screen"), quota_metrics(), json.dumps(told, sort_keys=True)]


def table(client: Client, page: str) -> str:
    """The last table of a page, without the moments in it."""
    text = client.get(reverse(page)).content.decode()
    return re.sub(r"<time.*?</time>", "", text[text.rindex("<table") : text.rindex("</table>")])


def quota_metrics() -> str:
    text = Client().get(reverse("metrics")).content.decode()
    return "\n".join(line for line in text.splitlines() if line.startswith("egnatia_quota"))


@pytest.fixture
def figures_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are told as soon as they change."""
    from egnatia.exchange.actions import tell_figures as telling

    monkeypatch.setattr(telling, "value_of", lambda key: 0)
    monkeypatch.setattr(telling, "_may_be_told", lambda sent: True)


def test_quotas_and_their_counter(serbia: Neighbour, client: Client, figures_at_once: None) -> None:
    """That a missing child was searched for can't be seen, nor that another was; five searches are a partner's work."""
    QuotaUse.objects.create(partner=serbia.partner, purpose="CHI", day=clock.today(), count=0)
    serbia.partner.quotas = {"CHI": 50, "MIG": 50, "RET": 50}
    serbia.partner.save()
    before = counter(client)
    assert "RS" in before[2] and "under 5" in before[0]
    seen = {}
    for asked in range(1, 7):
        QuotaUse.objects.filter(purpose="CHI").update(count=asked)
        seen[asked] = counter(client)
    assert all(seen[asked] == before for asked in range(1, 5))
    assert seen[5] == seen[6], "one search more doesn't show"
    assert all(now_told != then for now_told, then in zip(seen[5], before, strict=True)), "the look would find a difference"


def test_registering_leaves_no_trace_in_the_counter(serbia: Neighbour, register: Any, client: Client) -> None:
    """Whom we ask about is counted by those we ask."""
    before = quota_metrics(), table(client, "quotas")
    for seed, category in ((4, APPLICANT), (5, OTHER)):
        register(seed=seed, category=category)
    assert (quota_metrics(), table(client, "quotas")) == before


def metrics() -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = Client().get(reverse("metrics")).content.decode()
    assert_bare(text)
    samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for one in samples}


def test_metrics_are_the_same_for_an_applicant(serbia: Neighbour, register: Any) -> None:
    changes = []
    for seed, category in ((4, APPLICANT), (5, OTHER)):
        before = metrics()
        ours = whole_life(serbia, register, seed, category)
        erase_data_set(ours)
        after = metrics()
        assert before.keys() == after.keys()
        changes.append({name: round(after[name] - before[name]) for name in after if "seconds" not in name[0]})
    assert changes[0] == changes[1] and any(changes[0].values())


def refusals(serbia: Neighbour, seed: int) -> list[tuple[int, str, str]]:
    """What Serbia is told no to about somebody who is registered here, under seal and without."""
    question = SearchQuestion(fingers=records(seed, 1))
    reference = serbia.begin().say(question).content.matches[0].reference
    wish = FollowUpRequest(reference=reference, need="Samir Haddad", fields=("category",))
    replies = [
        serbia.say(question),
        serbia.say(wish),
        serbia.say(MatchConfirmed(reference=reference, decided_at=now())),
        serbia.say(PrintsRequest(reference=reference), purpose="RET"),
        serbia.say(PrintsRequest(reference=reference), purpose="XYZ"),
        serbia.say(PrintsRequest(reference="0" * 32)),
        serbia.say(Ping(), number=99),
    ]
    body = serbia.seal(serbia.letter(serbia.message(Ping())))
    replies += [serbia.send(serbia.sign(body), body[:-2] + b"xx")]
    return [(one.status, one.code, one.content.message if one.message else json.dumps(one.problem)) for one in replies]


def test_refusals_are_the_same_for_an_applicant(serbia: Neighbour, register: Any) -> None:
    told = []
    for seed, category in ((4, APPLICANT), (5, OTHER)):
        ours = register(seed=seed, category=category)
        told.append(refusals(serbia, seed))
        for _, _, text in told[-1]:
            assert_bare(text, [ours])
    assert told[0] == told[1]
    assert {code for _, code, _ in told[0]} >= {"exchange.match_not_confirmed", "exchange.reference_unknown"}
    with pytest.raises(AssertionError):
        assert_bare(f"{told[0][0][2]} The person applied for asylum.")


@pytest.mark.parametrize(
    "name", ["answer_prints_request", "answer_search", "arrival", "take_evidence", "take_follow_up", "take_verdict"]
)
def test_texts_of_refusals_are_fixed(name: str) -> None:
    """What a handler tells a partner is a sentence of the program, with nothing filled in."""
    source = Path(actions.__path__[0], f"{name}.py").read_text(encoding="utf-8")
    assert not filled_in(source)
    assert filled_in('Problem("exchange.x", f"{data_set.category} is unknown.", "")') == ["f'{data_set.category} is unknown.'"]


def filled_in(source: str) -> list[str]:
    """Codes and messages of problems and refusals that aren't a constant, as source."""
    calls = [call for call in ast.walk(ast.parse(source)) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)]
    given = [
        one
        for call in calls
        if call.func.id in ("Problem", "Refusal", "_refusal")
        for one in [*call.args[:3], *(word.value for word in call.keywords if word.arg in ("code", "message"))]
    ]
    return [ast.unparse(one) for one in given if isinstance(one, ast.JoinedStr | ast.BinOp | ast.Call)]


def header_shapes(serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> list[list[tuple[str, int]]]:
    """Listens to the headers of all responses from here on: each name, and how long its value is."""
    heard: list[list[tuple[str, int]]] = []
    post = Client.post

    def listen(self: Client, *given: Any, **named: Any) -> Any:
        response = post(self, *given, **named)
        heard.append(sorted((name, len(value)) for name, value in response.items()))
        return response

    monkeypatch.setattr(Client, "post", listen)
    return heard


def test_headers(serbia: Neighbour, register: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed list of names; for an applicant each is as long as for anybody else."""
    heard = header_shapes(serbia, monkeypatch)
    lives = []
    for seed, category in ((4, APPLICANT), (5, OTHER)):
        heard.clear()
        whole_life(serbia, register, seed, category)
        refusals(serbia, seed)
        lives.append(list(heard))
    assert {name for life in lives for response in life for name, _ in response} <= HEADERS
    assert lives[0] == lives[1] and len(lives[0]) > 8


def test_entries_written_by_hand_are_found_too() -> None:
    """The look at the log sees what `write_entries` writes: no kind but the five gets by."""
    write_entries([("refused_asylum", "b" * 64)])  # type: ignore[list-item]
    with pytest.raises(AssertionError):
        assert_entries_are_bare(entry.entry for entry in LogEntry.objects.all())
