"""The exchange's pages in a real browser: accessible, on a phone, without script, and fresh without a click."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from egnatia.base.ids import new_id
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.send_evidence import Shown, send_evidence
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.actions.set_standing_rule import set_standing_rule
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.messages.evidence import EvidenceSent, ProposedData
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.notices import CitizenNotice
from egnatia.exchange.messages.search import SearchAnswer
from egnatia.exchange.messages.service import Ping, Refusal
from egnatia.exchange.models import Evidence, FollowUp, PossibleMatch, SearchTarget
from egnatia.persons.actions.mark_data_set import mark_data_set
from egnatia.persons.models import DataSet
from tests.exchange.conftest import candidate, neighbour, register, serbia, told  # noqa: F401  (fixtures)
from tests.exchange.gateways.conftest import LAW, federation, law  # noqa: F401  (fixtures)
from tests.exchange.steps import REFERENCE, reply, waiting, waiting_for


@pytest.fixture
def officer(make_officer):
    """Somebody who sees all of these pages."""
    return make_officer("mira", "registration_officer", "case_officer", "administrator")


@pytest.fixture
def addresses(serbia, candidate, told, examiner, officer):  # noqa: F811
    """Every page of the exchange, with something on it."""
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    match = PossibleMatch.objects.get()
    request_follow_up(officer, match, "Two spellings of one name")
    data = PersonData(surnames=("Haidari",), documents=({"type": "passport", "number": "P1", "issuer": "AFG"},))
    reply(serbia, waiting("follow_up.request"), FollowUpRelease(reference=REFERENCE, data=data))
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames", "category")))
    set_standing_rule(officer, serbia.partner, "MIG", ["sex"])
    mark_data_set(officer, told.data_set, "residence_document_issued")
    serbia.say(CitizenNotice(reference=told.reference))
    PossibleMatch.objects.update(marked_at=match.found_at)
    asked = FollowUp.objects.get(direction="incoming")
    release_follow_up(officer, asked, ["surnames"])
    passport = {"type": "passport", "number": "P1", "issuer": "AFG"}
    proposed = ProposedData.model_validate({"surnames": ["Hadad"]})
    serbia.say(
        EvidenceSent(
            reference=told.reference,
            proposed=proposed,
            evidence="person_says",
            checked_by="officer",
            remark="On being shown it",
        )
    )
    shown = Shown("identity_document", "officer", "Passport seen", "passport")
    send_evidence(officer, match, {"documents": [passport | {"number": "P2"}]}, shown)
    Deadline.objects.filter(rule__in=("follow_up", "evidence_decision"), met_at=None).update(
        due_at=match.found_at - timedelta(hours=1)
    )
    arrived = FollowUp.objects.get(direction="outgoing")
    return [
        reverse("regional_search", args=(candidate.data_set_id,)),
        reverse("ask_follow_up", args=(match.pk,)),
        reverse("follow_up_data", args=(arrived.pk,)),
        reverse("partner_requests"),
        reverse("partner_request", args=(asked.pk,)),
        *(reverse("exchange_evidence_piece", args=(piece.pk,)) for piece in Evidence.objects.all()),
        reverse("exchange_evidence"),
        reverse("send_evidence", args=(arrived.pk,)),
        reverse("partner_searches"),
        reverse("late_exchange"),
        reverse("data_set_event", args=(told.data_set.person_id, told.data_set_id)),
        reverse("my_work_list", args=("partner-citizens",)),
        reverse("person_data_sets", args=(told.data_set.person_id,)),
        reverse("standing_rules"),
        reverse("partners"),
        reverse("exchange_log"),
        reverse("new_partner"),
        reverse("partner", args=("RS",)),
    ]


def test_nothing_for_axe_to_find_also_on_a_phone(page: Page, sign_in, officer, addresses, assert_fit_for_all):
    sign_in(page, officer)
    assert_fit_for_all(page, addresses)


def test_pages_of_the_other_gateway(page: Page, sign_in, officer, law, assert_fit_for_all):  # noqa: F811
    send_message(law["RS"].partner, Ping(), correspondence=new_id(), gateway=LAW)
    sign_in(page, officer)
    assert_fit_for_all(page, [reverse(name) + "?gateway=law_enforcement" for name in ("exchange_log", "delivery_queue")])
    expect(page.get_by_role("navigation", name="Gateway")).to_contain_text("Law enforcement")


@pytest.mark.parametrize("code", ["witness.shortened", "witness.not_consistent"])
def test_a_node_restored_from_an_older_backup_says_so(
    page: Page,
    sign_in,
    officer,
    neighbour,  # noqa: F811
    assert_fit_for_all,
    code,
):
    for refusing in (neighbour("RS"), neighbour("AL")):
        show_head_where_due()
        reply(refusing, waiting_for(refusing, "head.shown"), Refusal(code=code, message="3 leaves; 5 before."))
    sign_in(page, officer)
    assert_fit_for_all(page, ["/", reverse("exchange_log")])
    expect(page.get_by_text("Partners saw more of this log")).to_contain_text("Albania, Serbia")
    page.goto("/")
    page.get_by_text("restored from an older backup").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log of the exchange")


def test_answers_appear_by_themselves(page: Page, sign_in, officer, serbia, register):  # noqa: F811
    register(seed=3)
    sign_in(page, officer)
    page.goto(reverse("regional_search", args=(DataSet.objects.get().pk,)))
    row = page.get_by_role("row", name="Serbia")
    expect(row).to_contain_text("No answer yet")
    reply(serbia, waiting("search.question"), SearchAnswer(result="no_match"))
    expect(row).to_contain_text("No match")


def test_without_script_a_link_looks_again(open_context, sign_in, officer, serbia, register):  # noqa: F811
    page = open_context(java_script_enabled=False).new_page()
    register(seed=3)
    sign_in(page, officer)
    page.goto(reverse("regional_search", args=(DataSet.objects.get().pk,)))
    reply(serbia, waiting("search.question"), SearchAnswer(result="no_match"))
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("row", name="Serbia")).to_contain_text("No match")
    assert SearchTarget.objects.filter(state="waiting").count() == 0
    assert not Candidate.objects.exists()
