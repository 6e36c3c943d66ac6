"""Results of connected systems: in order, polled, and sent to a real server on this machine."""

import hashlib
import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.base import clock
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.models import DataSet
from egnatia.registration.actions.register_person import register_person
from egnatia.registration.actions.set_web_hook import set_web_hook
from egnatia.registration.actions.void_registration import void_registration
from egnatia.registration.jobs import erase_old_results, send_results, sign_what_is_ready
from egnatia.registration.models import ResultNotice, WebHook
from egnatia.registration.web_hooks import MOST_AT_ONCE, deliver
from tests.registration.api_client import System
from tests.registration.conftest import records_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(make_officer):
    return make_officer("border-police", "service", kind="service", password=None)


@pytest.fixture
def system(account) -> System:
    return System(create_api_token(None, name="Border police", account=account, purposes=["MIG"])[1])


@dataclass
class Receiver:
    """A national system's server: keeps what it gets, and answers as it is told."""

    url: str = ""
    status: int = 204
    location: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def numbers(self) -> list[int]:
        return [result["number"] for _, body in self.got for result in json.loads(body)["results"]]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.status)
            if kept.location:
                self.send_header("Location", kept.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}/results"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


# -- what is told


def kinds(system: System, after: int = 0) -> list[str]:
    return [result["kind"] for result in system.get(f"/results?after={after}").json()["results"]]


def test_results_follow_a_registration_in_order(system, account, make_intake, examiner):
    first = register_person(account, make_intake(national_number="A-1"), origin="api").data_set
    register_person(account, make_intake(national_number="A-2", take=1), origin="api")
    register_person(account, make_intake(national_number="A-2", take=1, birth_place="Hama"), origin="api")
    record_verdict(examiner, Candidate.objects.first(), "same", "details_agree_on_several_fingers")
    told = system.get("/results").json()
    results = told["results"]
    assert [(one["national_number"], one["kind"]) for one in results[:3]] == [
        ("A-1", "registered"),
        ("A-2", "registered"),
        ("A-2", "candidate"),
    ]
    assert "verdict" in [one["kind"] for one in results]
    verdict = next(one for one in results if one["kind"] == "verdict")
    assert (verdict["details"]["state"], verdict["details"]["reference_number"]) == ("same", first.reference_number)
    assert [one["number"] for one in results] == sorted(one["number"] for one in results)
    assert (told["after"], told["more"]) == (results[-1]["number"], False)
    assert system.get(f"/results?after={told['after']}").json()["results"] == []


def test_results_are_fetched_in_parts_without_a_gap(system, account, make_intake):
    for number in range(3):
        register_person(account, make_intake(national_number=f"A-{number}", seed=number + 10), origin="api")
    whole = [one["number"] for one in system.get("/results").json()["results"]]
    parts, after, more = [], 0, True
    while more:
        part = system.get(f"/results?after={after}&limit=1").json()
        parts += [one["number"] for one in part["results"]]
        after, more = part["after"], part["more"]
    assert parts == whole


def test_refusal_by_the_worker_is_told(system, account, make_intake):
    register_person(account, make_intake(national_number="A-1", records=records_of(1)[:8]), origin="api", wait=False)
    sign_what_is_ready()
    (result,) = system.get("/results").json()["results"]
    assert (result["kind"], result["details"]["code"]) == ("refused", "registration.fingers.missing")


def test_voiding_at_a_page_is_told_and_erasure_takes_the_results(system, account, make_intake, case_officer):
    data_set = register_person(account, make_intake(national_number="A-1"), origin="api").data_set
    void_registration(case_officer, data_set, reason="wrong_category")
    assert kinds(system) == ["registered", "voided"]
    erase_data_set(DataSet.objects.get(), ground="authority", reason="test")
    assert kinds(system) == []


def test_nothing_is_told_of_others(system, account, make_intake, make_officer, registration_officer):
    other = make_officer("asylum-service", "service", kind="service", password=None)
    register_person(other, make_intake(national_number="B-1"), origin="api")
    register_person(registration_officer, make_intake(national_number="B-2", seed=2), origin="api")
    register_person(account, make_intake(seed=3), origin="api")  # without a number it can't be named
    assert kinds(system) == []
    assert ResultNotice.objects.count() == 1


def test_results_hold_nothing_about_the_person(system, account, make_intake, elements):
    register_person(account, make_intake(national_number="A-1"), origin="api")
    register_person(account, make_intake(national_number="A-2", take=1), origin="api")
    answer = system.get("/results").content.decode()
    for word in (elements["surnames"][0], elements["birth_place"], "1991", "score", elements["documents"][0]["number"]):
        assert word not in answer


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=501", "after=99999999999999999999999"])
def test_bad_query_is_a_problem(system, query):
    assert system.get(f"/results?{query}").json()["code"] == "site.api.malformed"


def test_old_results_go(account, make_intake):
    register_person(account, make_intake(national_number="A-1"), origin="api")
    assert erase_old_results() == 0
    with clock.frozen(clock.now() + timedelta(days=91)):
        assert erase_old_results() == 1


# -- sending


def test_batch_arrives_signed_and_once(system, account, make_intake, receiver):
    told = system.put("/web-hook", {"url": receiver.url}).json()
    register_person(account, make_intake(national_number="A-1"), origin="api")
    assert send_results() == 1
    assert send_results() == 0
    ((headers, body),) = receiver.got
    key = b64decode(told["secret"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert headers["webhook-signature"] == "v1," + b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert json.loads(body)["results"] == system.get("/results").json()["results"]
    assert system.get("/web-hook").json()["last_number_delivered"] == receiver.numbers()[-1]


def test_failure_is_tried_again_later_and_nothing_is_lost(account, make_intake, receiver):
    set_web_hook(account, receiver.url)
    receiver.status = 500
    register_person(account, make_intake(national_number="A-1"), origin="api")
    assert send_results() == 0
    assert send_results() == 0  # it rests
    assert len(receiver.got) == 1
    assert WebHook.objects.get().last_problem == "status_500"
    register_person(account, make_intake(national_number="A-2", seed=2), origin="api")
    receiver.status = 200
    with clock.frozen(clock.now() + timedelta(seconds=6)):
        assert send_results() == 2
    assert receiver.numbers()[1:] == [notice.number for notice in ResultNotice.objects.all()]
    assert (WebHook.objects.get().failures, WebHook.objects.get().last_problem) == (0, "")


def test_pauses_grow_up_to_an_hour(account, make_intake, receiver):
    hook = set_web_hook(account, receiver.url)
    receiver.status = 503
    register_person(account, make_intake(national_number="A-1"), origin="api")
    pauses = []
    for _ in range(14):
        deliver(hook)
        hook.refresh_from_db()
        pauses.append(round((hook.next_attempt_at - hook.last_attempt_at).total_seconds()))
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == 3600


def test_redirect_is_a_failure_and_leads_nowhere(account, make_intake, receiver):
    set_web_hook(account, receiver.url)
    receiver.status, receiver.location = 307, receiver.url
    register_person(account, make_intake(national_number="A-1"), origin="api")
    send_results()
    assert len(receiver.got) == 1
    assert WebHook.objects.get().last_problem == "status_307"


def test_nobody_there_is_a_failure(account, make_intake):
    set_web_hook(account, "http://127.0.0.1:9/")
    register_person(account, make_intake(national_number="A-1"), origin="api")
    assert send_results() == 0
    assert WebHook.objects.get().last_problem == "not_reached"


def test_crash_after_sending_sends_the_same_again(account, make_intake, receiver):
    hook = set_web_hook(account, receiver.url)
    register_person(account, make_intake(national_number="A-1"), origin="api")
    deliver(hook)
    WebHook.objects.update(last_number_delivered=0)  # as if the process had died before it noted the success
    send_results()
    assert receiver.got[0][1] == receiver.got[1][1]
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]


def test_set_anew_has_a_new_secret_and_goes_on_where_it_was(system, account, make_intake, receiver):
    first = system.put("/web-hook", {"url": receiver.url}).json()
    register_person(account, make_intake(national_number="A-1"), origin="api")
    send_results()
    second = system.put("/web-hook", {"url": receiver.url}).json()
    assert first["secret"] != second["secret"]
    assert second["last_number_delivered"] == receiver.numbers()[-1]
    third = system.put("/web-hook", {"url": receiver.url, "after": 0}).json()
    assert (third["last_number_delivered"], send_results()) == (0, 1)


def test_web_hook_can_be_taken_away(system, account, make_intake, receiver):
    system.put("/web-hook", {"url": receiver.url})
    assert "secret" not in {name for name, value in system.get("/web-hook").json().items() if value}
    assert system.delete("/web-hook").status_code == 204
    register_person(account, make_intake(national_number="A-1"), origin="api")
    assert send_results() == 0
    assert system.get("/web-hook").json()["code"] == "registration.web_hook.not_found"


@pytest.mark.parametrize(
    "url",
    [
        "http://afis.example/",
        "ftp://localhost/",
        "https://",
        "https://user:word@afis.example/",
        "https://afis.example/#part",
        "https://afis.example/ x",
        "https://afis.example:port/",
        "http://127.0.0.1.example/",
        "http://localhost.example/",
        "file:///etc/passwd",
        "https://afis.example/\n",
        "x" * 501,
        "https://[::1",
    ],
)
def test_address_that_nothing_is_sent_to(system, url):
    answer = system.put("/web-hook", {"url": url})
    assert answer.status_code == 422
    assert answer.json()["code"] in ("registration.web_hook.url", "site.api.malformed")
    assert not WebHook.objects.exists()


@pytest.mark.parametrize("url", ["https://10.0.0.7/hook", "https://afis.interior.example:8443/x?y=1", "http://[::1]:8080/"])
def test_address_that_is_taken(system, url):
    assert system.put("/web-hook", {"url": url}).json()["url"] == url


def test_batches_are_bounded(account, make_intake, receiver, monkeypatch):
    monkeypatch.setattr("egnatia.registration.web_hooks.MOST_AT_ONCE", 1)
    set_web_hook(account, receiver.url)
    for number in range(2):
        register_person(account, make_intake(national_number=f"A-{number}", seed=number + 10), origin="api")
    assert [send_results(), send_results(), send_results()] == [1, 1, 0]
    assert MOST_AT_ONCE == 100
