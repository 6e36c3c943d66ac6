"""The demo's accounts: one for each role at each node."""

from egnatia.accounts.actions.create_officer import create_officer
from egnatia.accounts.models import Officer, Unit
from egnatia.accounts.queries import get_service_officer
from egnatia.base import node
from egnatia.site.demo.region import PASSWORD

#: Beginning of the user name (`officer-mk`), the name shown, role.
PEOPLE = (
    ("officer", "Demo registration officer", "registration_officer"),
    ("examiner", "Demo examiner", "examiner"),
    ("examiner2", "Demo second examiner", "examiner"),
    ("case", "Demo case officer", "case_officer"),
    ("supervisor", "Demo supervisor", "supervisor"),
    ("analyst", "Demo analyst", "analyst"),
    ("director", "Demo head of border police", "director"),
    ("administrator", "Demo administrator", "administrator"),
)
#: The law-enforcement gateway's, with the unit each belongs to: who verifies is never of the unit that asks.
LAW_ENFORCEMENT = (
    ("police", "Demo law-enforcement officer", "law_enforcement_officer", "Demo police"),
    ("verifier", "Demo verifying officer", "verifying_officer", "Demo verifying authority"),
    ("police-examiner", "Demo examiner for law enforcement", "law_enforcement_examiner", "Demo police laboratory"),
)
UNIT = "Demo reception centre"
PLACES = {"AL": "Kapshticë", "BA": "Bihać", "XK": "Merdarë", "ME": "Podgorica", "MK": "Gevgelija", "RS": "Preševo"}


def username(kind: str, partner: str) -> str:
    return f"{kind}-{partner.lower()}"


def make_accounts() -> None:
    """Make those that aren't there yet."""
    partner = node.current().partner
    unit = get_service_officer().unit  # what the command line registers belongs to the unit of those who look at it
    Unit.objects.filter(pk=unit.pk).update(name=UNIT, place=PLACES[partner])
    for kind, full_name, role in PEOPLE:
        _make(kind, full_name, role, unit)
    for kind, full_name, role, name in LAW_ENFORCEMENT:
        _make(kind, full_name, role, Unit.objects.get_or_create(name=name)[0])


def _make(kind: str, full_name: str, role: str, unit: Unit) -> None:
    partner = node.current().partner
    if not Officer.objects.filter(username=username(kind, partner)).exists():
        create_officer(
            None,
            username=username(kind, partner),
            full_name=f"{full_name} {partner}",
            unit=unit,
            roles=[role],
            password=PASSWORD,
            is_demo=True,
        )


def demo_accounts() -> list[dict[str, str]]:
    """For the sign-in page: who there is, and as what."""
    officers = Officer.objects.filter(is_demo=True, kind="person").prefetch_related("role_rows").order_by("created_at")
    return [{"username": officer.username, "roles": ", ".join(officer.role_names)} for officer in officers]
