"""Reading the working group's tables; and what the first screen and the report ask for."""

from egnatia.cooperation.queries.commitments import late_commitments
from egnatia.cooperation.queries.days import today
from egnatia.cooperation.queries.operations import operations_now
from egnatia.cooperation.queries.reports import NextReport, coordinator, next_report, next_report_date

__all__ = ["NextReport", "coordinator", "late_commitments", "next_report", "next_report_date", "operations_now", "today"]
