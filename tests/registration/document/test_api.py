"""`POST /documents/read`: for systems that register, and for nobody else."""

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.audit.models import Event
from egnatia.registration.models import Draft
from tests.engines.documents.photo.pictures import photo_of, require_tesseract
from tests.registration.api_client import System, base64_of
from tests.registration.conftest import ELEMENTS
from tests.registration.document.zones import zone_of

pytestmark = pytest.mark.django_db
DECLARED = {code: value for code, value in ELEMENTS.items() if code != "event"}


@pytest.fixture
def account(make_officer):
    return make_officer("border-police", "service", kind="service", password=None)


@pytest.fixture
def system(account) -> System:
    return System(create_api_token(None, name="Border police", account=account, purposes=["MIG"])[1])


def test_zone_is_read_and_held_against_what_was_declared(system):
    answer = system.post("/documents/read", {"zone": zone_of(sex="F"), "elements": DECLARED})
    told = answer.json()
    assert answer.status_code == 200
    assert told["reads_well"] is True
    assert told["elements"]["documents"] == [{"type": "passport", "number": "N778812", "issuer": "SYR", "expiry": "2031-05-09"}]
    assert {one["field"]: one["outcome"] for one in told["comparisons"]} == {
        "names": "agrees",
        "birth_date": "agrees",
        "nationality": "agrees",
        "sex": "differs",
        "document_number": "agrees",
        "expiry_date": "not_comparable",
    }
    assert "sex.differs" in [one["code"] for one in told["findings"]]


def test_nothing_is_kept_but_that_it_was_asked(system):
    system.post("/documents/read", {"zone": zone_of()})
    assert not Draft.objects.exists()
    event = Event.objects.get(action="registration.document.read")
    assert "N778812" not in str(event.details)


def test_names_in_the_letter_code(system):
    told = system.post("/documents/read", {"zone": zone_of(primary=("XHDAD",), secondary=("MXHMD",))}).json()
    assert told["arabic"]["forenames"] == ["محمد"]
    assert told["elements"]["names_latin"] == {"surnames": ["XHDAD"], "forenames": ["MXHMD"]}


def test_photo(system):
    require_tesseract()
    answer = system.post("/documents/read", {"photo": base64_of(photo_of(zone_of()))})
    assert answer.json()["zone"] == zone_of()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"zone": "Haddad"}, 422),
        ({}, 422),
        ({"photo": "AAAA"}, 422),
        ({"zone": zone_of(), "elements": {"birth_date": "1991"}}, 400),
        ({"zone": zone_of(), "elements": {"religion": "x"}}, 400),
        ({"zone": zone_of(), "kept": True}, 422),
        ({"zone": "<" * 5000}, 422),
    ],
)
def test_what_cannot_be_used_is_refused(system, sent, status):
    answer = system.post("/documents/read", sent)
    assert answer.status_code == status
    assert answer.json()["code"]


def test_only_for_who_registers(account, make_officer):
    other = System(create_api_token(None, name="Return", account=account, purposes=["RET"])[1])
    assert other.post("/documents/read", {"zone": zone_of()}).status_code == 403
    police = make_officer("police", "law_enforcement_service", kind="service", password=None)
    asking = System(create_api_token(None, name="Police", account=police, purposes=["MIG"])[1])
    assert asking.post("/documents/read", {"zone": zone_of()}).status_code == 403
    assert System("").post("/documents/read", {"zone": zone_of()}).status_code == 401
