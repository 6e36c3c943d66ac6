"""The work programme, members, joint operations, the register: what is written, refused and told to the audit."""

import csv
import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from egnatia import law
from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.cooperation import queries
from egnatia.cooperation.actions.add_member import MemberFacts, add_member, change_member
from egnatia.cooperation.actions.keep_register import add_register_entry, change_register_entry, remove_register_entry
from egnatia.cooperation.actions.plan_item import ItemFacts, change_item, plan_item
from egnatia.cooperation.actions.plan_operation import OperationFacts, change_operation, plan_operation
from egnatia.cooperation.actions.record_item_progress import record_item_progress
from egnatia.cooperation.downloads import register_file
from egnatia.cooperation.models import Item, Member, RegisterEntry
from egnatia.cooperation.queries.channels import pair_rows
from egnatia.cooperation.queries.members import former_members, members_by_partner
from egnatia.cooperation.queries.programme import chapters, late_items
from tests.cooperation.conftest import TODAY

DAY = timedelta(days=1)


def test_the_programme_has_the_three_mandates_as_chapters(make_item):
    make_item(chapter="technology")
    assert [(one.code, len(one.items)) for one in chapters()] == [("data", 0), ("flows", 0), ("technology", 1)]


def test_progress_is_a_note_and_a_state_and_done_ends_it(make_item, director):
    item = make_item(due_on=TODAY - DAY)
    assert list(late_items()) == [item]
    record_item_progress(director, item, "done", "All six use it", evidence="https://example.org/form")
    item.refresh_from_db()
    assert (item.state, item.ended_on, late_items().count()) == ("done", TODAY, 0)
    chapter = chapters()[0]
    assert (chapter.done, chapter.counted) == (1, 1)
    record_item_progress(director, item, "under_way", "Two went back")
    item.refresh_from_db()
    assert (item.is_open, item.ended_on) == (True, None)


def test_items_that_cannot_be_are_refused(director, analyst, make_item):
    for facts, code in (
        (ItemFacts("money", "x"), "cooperation.chapter.unknown"),
        (ItemFacts("data", "  "), "cooperation.empty"),
        (ItemFacts("data", "x", owner="GR"), "law.partner.unknown"),
        (ItemFacts("data", "a\x07b"), "law.text.control_characters"),
        (ItemFacts("data", "x" * 301), "law.text.too_long"),
    ):
        with pytest.raises(Problem) as caught:
            plan_item(director, facts)
        assert caught.value.code == code
    assert not Item.objects.exists()
    with pytest.raises(Problem, match="accounts.not_allowed"):
        change_item(analyst, make_item(), ItemFacts("data", "y"))


def test_a_change_tells_the_audit_what_was_before(make_item, director):
    item = make_item(owner="RS")
    change_item(director, item, ItemFacts("data", item.title, owner="AL", due_on=TODAY))
    changed = Event.objects.get(action="cooperation.item.changed").details["changed"]
    assert changed == {"owner": ["RS", "AL"], "due_on": [None, "2026-11-22"]}


def test_members_stand_by_partner_until_their_last_day(director, present):
    facts = MemberFacts("AL", "Blerta Synthetic", "Head of border police", date(2024, 5, 2), contact="b@example.org")
    member = add_member(director, facts)
    assert members_by_partner()[law.partner("AL")] == [member]
    change_member(director, member, MemberFacts(**{**vars_of(facts), "contact": "c@example.org", "until": TODAY - DAY}))
    assert list(former_members()) == [member]
    assert members_by_partner()[law.partner("AL")] == []
    event = Event.objects.get(action="cooperation.member.changed")
    assert event.details["changed"]["contact"] == "changed"  # what it was stays sealed in the row
    assert Member.objects.get().contact == "c@example.org"


def vars_of(facts: MemberFacts) -> dict:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def test_a_span_that_ends_before_it_starts_is_refused(director, present):
    with pytest.raises(Problem) as caught:
        add_member(director, MemberFacts("AL", "A", "B", TODAY, until=TODAY - DAY))
    assert (caught.value.code, caught.value.field) == ("cooperation.ends_before_start", "until")


def test_operations_are_now_to_come_and_over(director, present):
    facts = OperationFacts("Autumn", "Frontex", ("RS", "MK"), "Preševo", TODAY - DAY, TODAY)
    operation = plan_operation(director, facts)
    assert operation.partners == ["MK", "RS"]  # in the order of the partners
    assert list(queries.operations_now()) == [operation]
    change_operation(director, operation, OperationFacts("Autumn", "Frontex", ("RS",), "Preševo", TODAY - DAY, TODAY - DAY))
    assert not queries.operations_now().exists()
    with pytest.raises(Problem, match="cooperation.operation.nobody"):
        plan_operation(director, OperationFacts("Spring", "Frontex", (), "Preševo", TODAY))


def test_the_register_holds_each_name_once_and_a_need_has_its_priority(director, entry_facts, present):
    entry = add_register_entry(director, entry_facts(offered=True, priority="high"))
    assert (entry.offered, entry.priority) == (True, "")  # only a need has one
    with pytest.raises(Problem, match="cooperation.register_entry.exists"):
        add_register_entry(director, entry_facts())
    with pytest.raises(Problem, match="cooperation.register_entry.priority"):
        add_register_entry(director, entry_facts(kind="need", state="wanted"))
    change_register_entry(director, entry, entry_facts(purpose="Look-up at the border"))
    remove_register_entry(director, entry)
    assert not RegisterEntry.objects.exists()
    assert Event.objects.get(action="cooperation.register_entry.removed").details["name"] == "Register of foreigners"


def test_the_files_hold_what_the_page_shows_and_run_nothing(director, entry_facts, present):
    add_register_entry(director, entry_facts(name="=cmd|' /C calc'!A0", purpose="Line one\nline two"))
    entries = RegisterEntry.objects.all()
    facts, _empty, head, row = csv.reader(io.StringIO(register_file(entries, "csv").decode("utf-8-sig")))
    assert facts[0] == "Saved from"
    assert row[:5] == ["RS", "Serbia", "Database", "'=cmd|' /C calc'!A0", "Line one\nline two"]
    sheet = load_workbook(io.BytesIO(register_file(entries, "xlsx"))).active
    assert (sheet["D4"].value, sheet["D4"].data_type) == ("'=cmd|' /C calc'!A0", "s")
    assert len(head) == sheet.max_column


def test_the_six_by_six_joins_channels_and_agreements(db):
    rows = {row.partner.code: {pair.other.code: pair for pair in row.pairs} for row in pair_rows()}
    assert {(one, other) for one in rows for other in rows[one]} == {(one, other) for one in rows for other in rows}
    assert rows["MK"]["MK"].state == "self"
    assert rows["MK"]["RS"].state == "closed"  # our own view: no member file yet
    assert rows["RS"]["MK"].state == "unknown"  # Serbia has told nothing today
    assert rows["RS"]["MK"].kinds == rows["MK"]["RS"].kinds == ("readmission", "police", "automated_exchange")
    assert rows["BA"]["XK"].kinds == ()
