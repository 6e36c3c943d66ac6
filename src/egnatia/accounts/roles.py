"""The roles an officer may have, and what each carries."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

READ_PERSONS = frozenset({"person.read", "person.find", "work.read"})


@dataclass(frozen=True, slots=True)
class Role:
    """code, name as shown, permissions, and whether signing in takes a second factor."""

    code: str
    name: str | Promise
    permissions: frozenset[str]
    needs_second_factor: bool


REGISTRATION_OFFICER = Role(
    "registration_officer",
    _("Registration officer"),
    READ_PERSONS
    | {"registration.write", "registration.sign", "registration.correct", "exchange.search"}
    | {"group.write", "tracing.open"},
    needs_second_factor=False,
)
EXAMINER = Role(
    "examiner",
    _("Fingerprint examiner"),
    frozenset({"examine.read", "examine.verdict", "work.read"}),
    needs_second_factor=True,
)
CASE_OFFICER = Role(
    "case_officer",
    _("Case officer"),
    READ_PERSONS
    | {"registration.correct", "exchange.search", "exchange.follow_up", "exchange.read", "exchange.release", "examine.outcome"}
    | {"group.write", "tracing.open", "tracing.work"},
    needs_second_factor=True,
)
SUPERVISOR = Role(
    "supervisor",
    _("Supervisor"),
    frozenset(
        {
            "access_log.read",
            "oversight.read",
            "statistics.read",
            "exchange.read",
            "exchange.prove",
            "work.read",
            "person.read",
            "person.find",
            "law_enforcement.oversee",
            "security_flag.read",
        }
    ),
    needs_second_factor=True,
)
ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    frozenset({"accounts.manage", "partners.manage", "settings.manage", "exchange.rules", "exchange.read", "work.read"}),
    needs_second_factor=True,
)
#: Sets security flags after the security checks, reviews and removes them; whoever else works with persons sees none.
SECURITY_OFFICER = Role(
    "security_officer",
    _("Officer for security checks"),
    READ_PERSONS | {"security_flag.read", "security_flag.set"},
    needs_second_factor=True,
)
ANALYST = Role(
    "analyst",
    _("Analyst"),
    frozenset(
        {"picture.read", "picture.import", "picture.report", "statistics.read", "alarms.write", "cooperation.read", "work.read"}
    ),
    needs_second_factor=True,
)
DIRECTOR = Role(
    "director",
    _("Head of border police"),
    frozenset({"picture.read", "alarms.write", "cooperation.read", "cooperation.write", "work.read"}),
    needs_second_factor=True,
)
#: The law-enforcement gateway has people of its own: who asks, verifies, compares prints (docs/decisions/0012-two-gateways.md).
LAW_ENFORCEMENT_OFFICER = Role(
    "law_enforcement_officer",
    _("Law-enforcement officer"),
    frozenset({"law_enforcement.ask"}),
    needs_second_factor=True,
)
VERIFYING_OFFICER = Role(
    "verifying_officer",
    _("Officer of the verifying authority"),
    frozenset({"law_enforcement.verify", "law_enforcement.release"}),
    needs_second_factor=True,
)
LAW_ENFORCEMENT_EXAMINER = Role(
    "law_enforcement_examiner",
    _("Fingerprint examiner for law enforcement"),
    frozenset({"law_enforcement.examine"}),
    needs_second_factor=True,
)
#: A police system; it may ask and read what comes of it, never verify or examine.
LAW_ENFORCEMENT_SERVICE = Role(
    "law_enforcement_service",
    _("Connected system of law enforcement"),
    LAW_ENFORCEMENT_OFFICER.permissions | {"api.use"},
    needs_second_factor=False,
)
#: A system of who oversees law enforcement; it reads the record of what partners asked, and no request of this node.
LAW_ENFORCEMENT_OVERSEER = Role(
    "law_enforcement_overseer",
    _("System of who oversees law enforcement"),
    frozenset({"law_enforcement.oversee", "api.use"}),
    needs_second_factor=False,
)
#: A national system or the command line: a service account, never a person at a page.
SERVICE = Role(
    "service",
    _("Connected system"),
    REGISTRATION_OFFICER.permissions
    | CASE_OFFICER.permissions
    | {"api.use", "picture.read", "picture.import", "picture.report", "statistics.read", "statistics.close"},
    needs_second_factor=False,
)

#: A system of the security checks.
SECURITY_SERVICE = Role(
    "security_service",
    _("Connected system of security checks"),
    SECURITY_OFFICER.permissions | {"api.use"},
    needs_second_factor=False,
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        REGISTRATION_OFFICER,
        EXAMINER,
        CASE_OFFICER,
        SUPERVISOR,
        SECURITY_OFFICER,
        ANALYST,
        DIRECTOR,
        ADMINISTRATOR,
        SERVICE,
        SECURITY_SERVICE,
        LAW_ENFORCEMENT_OFFICER,
        VERIFYING_OFFICER,
        LAW_ENFORCEMENT_EXAMINER,
        LAW_ENFORCEMENT_SERVICE,
        LAW_ENFORCEMENT_OVERSEER,
    )
}


def get_role(code: str) -> Role:
    """Raises KeyError for a code that isn't a role."""
    return ROLES[code]


def works_for_law_enforcement(role: Role) -> bool:
    """Whether the role asks, verifies or examines at the law-enforcement gateway; to oversee it doesn't count."""
    return bool(role.permissions & {"law_enforcement.ask", "law_enforcement.verify", "law_enforcement.examine"})
