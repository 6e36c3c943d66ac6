"""Gateways: two ways into a partner's records that never mix, and what each needs between two partners."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.agreements import KINDS, agreements_between
from egnatia.law.entries import Entry, get_entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries
from egnatia.law.sources import RuleError


@dataclass(frozen=True, slots=True)
class Gateway(Entry):
    """One gateway; each purpose belongs to one (`purposes`).

    needs_agreement   the kind of agreement that both partners must be parties to, or ""
    """

    needs_agreement: str


@cached_rules
def gateways() -> Mapping[str, Gateway]:
    """Both by code."""
    return {
        code: Gateway(code, entry["name"], entry_source(entry, "gateways", code), _checked_kind(code, entry["needs_agreement"]))
        for code, entry in raw_entries("gateways").items()
    }


def gateway(code: str) -> Gateway:
    """One gateway; Problem `law.gateway.unknown`."""
    return get_entry(gateways(), code, what="gateway")


def may_agree(one: str, other: str, through: Gateway) -> bool:
    """Whether the law lets two partners agree on searches through a gateway."""
    needed = through.needs_agreement
    return not needed or any(found.state == "in force" for found in agreements_between(one, other, kind=needed))


def _checked_kind(code: str, kind: str) -> str:
    if kind and kind not in KINDS:
        raise RuleError(f"gateways.toml [{code}]: needs_agreement must be one of {', '.join(KINDS)}, or empty")
    return kind
