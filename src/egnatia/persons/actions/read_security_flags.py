"""See security flags: for who holds the permission, and each look is recorded. For all others there are none."""

from collections.abc import Iterable
from typing import Any

from egnatia import audit
from egnatia.accounts import policy
from egnatia.persons.models import SecurityFlag

READ = "security_flag.read"


def read_security_flags(officer: Any, reference_numbers: Iterable[str]) -> dict[str, SecurityFlag]:
    """The flags in force, by reference number; nothing, and no refusal, for who may not see them.

    The access log of a person doesn't have these looks: whoever reads that log would learn that there is a flag.
    """
    if not policy.may(officer, READ):
        return {}
    found = SecurityFlag.objects.filter(reference_number__in=set(reference_numbers), ended_at=None)
    flags = {flag.reference_number: flag for flag in found.select_related("set_by", "looked_at_by")}
    for flag in flags.values():
        audit.record("persons.security_flag.read", subject=flag, officer=officer)
    return flags
