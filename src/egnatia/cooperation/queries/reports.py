"""The report to the ministers: when it is due next, and who coordinates it."""

from dataclasses import dataclass
from datetime import date

from egnatia import law
from egnatia.base.node_settings import value_of
from egnatia.cooperation.queries.days import today


@dataclass(frozen=True, slots=True)
class Coordinator:
    """The partner that coordinates the working group, and its authority."""

    partner: law.Partner
    office: str

    def __str__(self) -> str:
        return f"{self.partner.name}, {self.office}" if self.office else self.partner.name


@dataclass(frozen=True, slots=True)
class NextReport:
    """When the next report is due, in how many days, the one before, and its coordinator."""

    due_on: date
    days_left: int
    before: date | None
    coordinator: Coordinator


def coordinator() -> Coordinator:
    """As the node's settings say. Raises Problem `law.partner.unknown` where they name no partner."""
    return Coordinator(law.partner(value_of("working_group_coordinator")), value_of("working_group_coordinator_office"))


def next_report_date() -> date:
    """The day on which the next report to the ministers is due; today's counts."""
    return law.report_dates().next_on_or_after(today())


def next_report() -> NextReport:
    """All that the first screen says of it."""
    due_on = next_report_date()
    return NextReport(due_on, (due_on - today()).days, law.report_dates().last_before(due_on), coordinator())
