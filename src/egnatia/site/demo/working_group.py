"""The demo's working group: invented members, items and entries, so that no page of it is empty."""

from datetime import date, timedelta

from egnatia import law
from egnatia.accounts.models import Officer
from egnatia.accounts.queries import get_officer
from egnatia.base import node
from egnatia.cooperation.actions.add_commitment import Terms, change_commitment
from egnatia.cooperation.actions.add_member import MemberFacts, add_member
from egnatia.cooperation.actions.keep_register import EntryFacts, add_register_entry
from egnatia.cooperation.actions.plan_item import ItemFacts, plan_item
from egnatia.cooperation.actions.plan_operation import OperationFacts, plan_operation
from egnatia.cooperation.actions.record_item_progress import record_item_progress
from egnatia.cooperation.actions.record_progress import record_progress
from egnatia.cooperation.actions.remind import remind
from egnatia.cooperation.models import Commitment, Member
from egnatia.cooperation.queries import today
from egnatia.site.demo.accounts import username

#: Chapter, what is to be done, who does it, days from now (None: no day), what came of it.
ITEMS = (
    ("data", "Agree on one form for the daily counts of each border section", "AL", 10, "A draft went to all six."),
    ("data", "Send the first three months of counts", "", -4, ""),
    ("flows", "Describe the route from Gevgelija to Preševo step by step", "MK", 60, ""),
    ("flows", "Compare how long a registration takes at six crossing points", "RS", 35, "Three have measured."),
    (
        "technology",
        "List every database in which people are looked up at the border",
        "",
        None,
        "Five lists are in the register.",
    ),
)
#: Partner, kind, name, what it is for, state, offered, priority.
REGISTER = (
    ("RS", "database", "Register of foreigners (demo)", "Looking up residence permits and visas", "in_use", True, ""),
    ("AL", "database", "Border crossing records (demo)", "Looking up entries and exits", "ending", False, ""),
    ("MK", "tool", "Document reader (demo)", "Reads the chip of a passport and checks it", "in_use", True, ""),
    ("BA", "need", "Interpreters by video (demo)", "Pashto and Dari at night", "wanted", False, "high"),
    ("ME", "need", "Fingerprint scanners (demo)", "For two posts that have none", "wanted", False, "middle"),
)


def make_working_group() -> None:
    """Fill what isn't there yet; a second run changes nothing."""
    if Member.objects.exists():
        return
    director = get_officer(username("director", node.current().partner))
    _make_members(director)
    _make_programme(director)
    _make_register(director)
    _make_commitments(director)
    facts = ("Joint patrol (demo)", "Two partners with a European agency", ("MK", "RS"), "Gevgelija – Tabanovce – Preševo")
    plan_operation(director, OperationFacts(*facts, starts_on=_in(-20), ends_on=_in(40)))
    remind()


def _make_members(director: Officer) -> None:
    for code in law.partners():
        facts = MemberFacts(code, f"Demo member {code}", "Head of border police", date(2024, 5, 2), reports=True)
        add_member(director, facts)


def _make_programme(director: Officer) -> None:
    for chapter, title, owner, days, note in ITEMS:
        due_on = None if days is None else _in(days)
        item = plan_item(director, ItemFacts(chapter, title, owner=owner, due_on=due_on))
        if note:
            record_item_progress(director, item, "under_way", note)


def _make_register(director: Officer) -> None:
    for partner, kind, name, purpose, state, offered, priority in REGISTER:
        add_register_entry(director, EntryFacts(partner, kind, name, purpose, state, offered=offered, priority=priority))


def _make_commitments(director: Officer) -> None:
    """One late, one that falls due soon, one with a note."""
    for code, days in (("support_for_returns", -12), ("drugs", 8), ("agreements_with_agencies", 90)):
        commitment = Commitment.objects.get(code=code)
        change_commitment(director, commitment, Terms(owner=commitment.owner, due_on=_in(days)))
    record_progress(director, Commitment.objects.get(code="support_for_returns"), "note", "Two of four units have answered.")


def _in(days: int) -> date:
    return today() + timedelta(days=days)
