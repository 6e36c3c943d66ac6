"""Pages, API and command of what the police of two partners ask each other."""

from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.base import clock
from egnatia.exchange.messages.law_enforcement import LawErased, LawVerification
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.verify_request import refuse_request
from egnatia.lawenforcement.commands import app
from egnatia.lawenforcement.models import Hit, ReceivedMatch, Request
from egnatia.lawenforcement.queries.partners import to_release
from egnatia.lawenforcement.queries.statistics import count_year
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import reply
from tests.lawenforcement.partners import CONFIRM, answer_question, ask, confirm, match, sent
from tests.lawenforcement.test_asking_partners import release
from tests.lawenforcement.test_pages import SHEET, browse, prints  # noqa: F401  (fixture)
from tests.registration.api_client import System

pytestmark = pytest.mark.django_db


def test_the_form_offers_partners_and_keeps_the_choice(browse: Any, police: Any, serbia: Neighbour) -> None:  # noqa: F811
    assert "Whose police are to be asked too?" in browse(police, "law_new_request")
    browse(police, "law_new_request", data=SHEET | {"prints": prints(), "partners": ["RS"]})
    assert Request.objects.get().partners is None, "all that may be asked stays a rule"
    page = browse(police, "law_new_request", data=SHEET | {"prints": prints()})
    assert Request.objects.order_by("-drafted_at")[0].partners == []
    assert "Partners to be asked" in page
    page = browse(police, "law_new_request", data=SHEET | {"prints": prints(), "partners": ["BA"]})
    assert "Select a valid choice" in page or "not one of the available choices" in page


def test_sheet_and_answer_show_each_partner(
    browse: Any,  # noqa: F811
    searched: Any,
    police: Any,
    law_examiner: Any,
    serbia: Neighbour,
) -> None:
    request = searched(seed=1)
    page = browse(police, "law_request", request.pk)
    assert "No answer yet" in page and "no party to the agreement" in page and "Late" not in page
    with clock.frozen(request.searched_at + timedelta(hours=25)):
        assert "Late" in browse(police, "law_request", request.pk)
    answer_question(serbia, match(1))
    assert "Serbia" in browse(law_examiner, "law_examine")
    hit = Hit.objects.get()
    desk = browse(law_examiner, "law_examine_hit", hit.pk)
    assert "Prints from Serbia" in desk and desk.count("<svg") >= 2
    browse(law_examiner, "law_examine_print", hit.pk, "found", 2, status=404)
    browse(law_examiner, "law_examine_hit", hit.pk, data={"decision": CONFIRM[0], "reason": CONFIRM[1]})
    page = browse(police, "law_answer", request.pk)
    assert "Person 1, Serbia" in page and "an officer there decides" in page
    with clock.frozen(clock.now() + timedelta(hours=49)):
        assert "and is late" in browse(police, "law_answer", request.pk)
    release(serbia)
    assert "Petrović" in browse(police, "law_answer", request.pk)


def test_unjustified_urgency_shows_who_has_erased(
    browse: Any,  # noqa: F811
    submit: Any,
    verifier: Any,
    serbia: Neighbour,
) -> None:
    request = submit(seed=1, urgent=True, urgent_because="A hostage.")
    refuse_request(verifier, request, "not_urgent")
    assert "Told to erase it" in browse(verifier, "law_verify", request.pk)
    with clock.frozen(clock.now() + timedelta(hours=73)):
        assert "Late" in browse(verifier, "law_verify", request.pk)
    reply(serbia, sent("law.verification"), LawErased(erased_at=clock.now()))
    assert "Erased there" in browse(verifier, "law_verify", request.pk)


@pytest.fixture
def wanted(serbia: Neighbour, sign: Any) -> ReceivedMatch:
    sign(seed=1, take=0)
    confirm(serbia, ask(serbia, 1).matches[0].reference)
    return ReceivedMatch.objects.get()


def test_the_desk_of_releases(browse: Any, wanted: ReceivedMatch, verifier: Any, serbia: Neighbour) -> None:  # noqa: F811
    page = browse(verifier, "law_releases")
    assert "Serbia" in page and "Rape" in page and "Haidari" not in page
    page = browse(verifier, "law_release", wanted.pk)
    assert "Haidari" in page and "Verifying authority" in page and wanted.data_set.reference_number not in page
    assert "Choose one" in browse(verifier, "law_release_refuse", wanted.pk, data={})
    assert "on their way" in browse(verifier, "law_release_send", wanted.pk, data={})
    browse(verifier, "law_release_send", wanted.pk, data={}, status=404)
    assert serbia.read(sent("law.release")).content.data.surnames == ("Haidari",)


def test_refusing_at_the_desk(browse: Any, wanted: ReceivedMatch, verifier: Any, serbia: Neighbour) -> None:  # noqa: F811
    page = browse(verifier, "law_release_refuse", wanted.pk, data={"reason": "risk_for_person"})
    assert "no data come" in page and not to_release(verifier).exists()
    assert serbia.read(sent("law.release")).content.reason == "risk_for_person"


def test_without_witnesses_nothing_is_released(
    browse: Any,  # noqa: F811
    wanted: ReceivedMatch,
    verifier: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("egnatia.exchange.log.standing.is_witnessed", lambda gateway=None: False)
    page = browse(verifier, "law_release_send", wanted.pk, data={})
    assert "witness" in page and to_release(verifier).exists()


def test_who_may_open_what(
    browse: Any,  # noqa: F811
    wanted: ReceivedMatch,
    police: Any,
    law_examiner: Any,
    case_officer: Any,
    supervisor: Any,
    verifier: Any,
) -> None:
    for officer in (police, law_examiner, case_officer, supervisor):
        browse(officer, "law_releases", status=403)
        browse(officer, "law_release", wanted.pk, status=403)
    for officer in (police, law_examiner, case_officer, verifier):
        browse(officer, "law_received", status=403)


def test_the_record_for_supervisors(browse: Any, wanted: ReceivedMatch, supervisor: Any, serbia: Neighbour) -> None:  # noqa: F811
    page = browse(supervisor, "law_received")
    for words in ("Serbia", "Rape", "Approved", "Verifying authority", "Erased on"):
        assert words in page, words
    assert "Haidari" not in page and "Data not decided on" not in page
    with clock.frozen(clock.now() + timedelta(hours=49)):
        assert "Data not decided on" in browse(supervisor, "law_received")
    ask(serbia, 2, urgent=True, verified=None)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert "Not verified in time" in browse(supervisor, "law_received")
    serbia.say(LawVerification(outcome="unjustified", decided_at=clock.now()), purpose="LEA")
    assert "The urgency was not justified" in browse(supervisor, "law_received")
    with clock.frozen(clock.now() + timedelta(hours=73)):
        assert "Erasure there not confirmed" in browse(supervisor, "law_received")
    log = browse(supervisor, "law_log")
    assert "Police of Serbia" in log and "A question of a partner&#x27;s police was answered" in log


def test_counts_of_the_year_on_both_sides(
    wanted: ReceivedMatch,
    serbia: Neighbour,
    searched: Any,
    law_examiner: Any,
    supervisor: Any,
    browse: Any,  # noqa: F811
) -> None:
    searched(seed=7)
    answer_question(serbia, match(7))
    record_verdict(law_examiner, Hit.objects.get(), *CONFIRM)
    counts = count_year(supervisor, clock.today().year)
    assert (counts.asked_partners, counts.questions, counts.partner_hits, counts.hits) == (1, 1, 1, 1)
    assert (counts.received, counts.received_hits, counts.received_urgent) == (1, 1, 0)
    assert "Questions from partners" in browse(supervisor, "law_statistics")


def test_a_system_of_who_oversees_reads_the_record(wanted: ReceivedMatch, make_officer: Any) -> None:
    overseer = make_officer("oversight", "law_enforcement_overseer", kind="service", password=None)
    system = System(create_api_token(None, name="Oversight", account=overseer, purposes=["LEA"])[1])
    [record] = system.get("/law-enforcement/received").json()
    assert (record["partner"], record["offence"], record["found"], record["confirmed"]) == ("RS", "rape", 1, 1)
    assert system.get("/law-enforcement/received?since=2099-01-01T00:00:00Z").json() == []
    told = system.post("/law-enforcement/requests", {})
    assert told.status_code in (403, 422)
    police = make_officer("police-system", "law_enforcement_service", kind="service", password=None)
    other = System(create_api_token(None, name="Police", account=police, purposes=["LEA"])[1])
    assert other.get("/law-enforcement/received").json()["code"] == "accounts.not_allowed"


def test_the_command_tells_the_record(wanted: ReceivedMatch, supervisor: Any, police: Any) -> None:
    told = CliRunner().invoke(app, ["law-enforcement", "received", "--account", supervisor.username])
    assert "RS  rape  approved verifying_authority  found 1, confirmed 1, released 0" in told.output
    told = CliRunner().invoke(app, ["law-enforcement", "received", "--account", supervisor.username, "--json"])
    assert '"partner":"RS"' in told.output
    told = CliRunner().invoke(app, ["law-enforcement", "received", "--account", police.username])
    assert "accounts.not_allowed" in str(told.exception)


def test_the_api_names_partners(serbia: Neighbour, make_officer: Any, verifier: Any) -> None:
    from tests.lawenforcement.test_api import PATH, asked

    unit = make_officer("chief", "law_enforcement_officer").unit
    account = make_officer("police-system", "law_enforcement_service", kind="service", password=None, unit=unit)
    system = System(create_api_token(None, name="Police", account=account, purposes=["LEA"])[1])
    told = system.post(PATH, asked(urgent=True, urgent_because="A hostage.", partners=["RS"])).json()
    assert {one["partner"]: one["state"] for one in told["partners"]}["RS"] == "waiting"
    for wrong in (["MK"], ["ZZ"]):
        assert system.post(PATH, asked(partners=wrong)).json()["code"] == "lawenforcement.value.unknown"
    assert system.post(PATH, asked(partners=["Serbia"])).status_code == 422
