"""Limits: by when something has to be done, counted as the law counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from egnatia.law.calendars import add_months, add_working_days, next_working_day
from egnatia.law.entries import Entry, get_entry
from egnatia.law.partners import partner as get_partner
from egnatia.law.partners import partners
from egnatia.law.rule_files import cached_rules, entry_for, entry_source, raw_entries
from egnatia.law.sources import RuleError

UNITS = ("hour", "working_day", "day", "week", "month")


@dataclass(frozen=True, slots=True)
class Limit(Entry):
    """A limit: `n` of `unit` (hour, working_day, day, week, month).

    extends      code of the limit that this one prolongs, or ""
    never_moved  ends on its last day even where that is a weekend or holiday (erasures)
    """

    n: int
    unit: str
    extends: str
    never_moved: bool

    @property
    def counted(self) -> str:
        """How it is counted: by the clock, or by days as in art. 73 of the asylum procedures regulation."""
        return "clock" if self.unit == "hour" else "days"


@cached_rules
def _limits_by_partner() -> Mapping[str, Mapping[str, Limit]]:
    """For each partner, and under "" for all: limits by code."""
    return {
        who: {code: _read(code, entry_for(entry, who)) for code, entry in raw_entries("limits").items()}
        for who in ("", *partners())
    }


def limits(partner: str | None = None) -> Mapping[str, Limit]:
    """All limits by code, as they hold for one partner, or as they hold for all."""
    return get_entry(_limits_by_partner(), partner or "", what="partner")


def _read(code: str, entry: dict[str, object]) -> Limit:
    n, unit = entry["n"], entry["unit"]
    if unit not in UNITS or not isinstance(n, int) or n < 1:
        raise RuleError(f"limits.toml [{code}]: n must be a whole number, unit one of: {', '.join(UNITS)}")
    source = entry_source(entry, "limits", code)
    return Limit(
        code=code,
        name_en=str(entry["name"]),
        source=source,
        n=n,
        unit=str(unit),
        extends=str(entry.get("extends", "")),
        never_moved=bool(entry.get("never_moved", False)),
    )


def limit(code: str, partner: str | None = None) -> Limit:
    """One limit; Problem `law.limit.unknown`."""
    return get_entry(limits(partner), code, what="limit")


def due_at(code: str, start: datetime, partner: str, *, extensions: tuple[str, ...] = ()) -> datetime:
    """When a limit ends that began at `start` (aware); in UTC.

    Hours run by the clock. Days, weeks and months end with the last second of their last day where the partner is.
    extensions  codes of limits in hours that prolong this one, in order
    """
    if start.tzinfo is None:
        raise ValueError("start must carry its time zone")
    rule = limit(code, partner)
    due = _end_of(rule, start, partner)
    for extension in (limit(one, partner) for one in extensions):
        if extension.extends != code or extension.unit != "hour":
            raise ValueError(f"{extension.code} does not prolong {code}")
        due += timedelta(hours=extension.n)
    return due


def _end_of(rule: Limit, start: datetime, partner: str) -> datetime:
    if rule.unit == "hour":
        return start.astimezone(UTC) + timedelta(hours=rule.n)
    zone = get_partner(partner).zone
    last = last_day(rule, start.astimezone(zone).date(), partner)
    return datetime.combine(last, time(23, 59, 59), tzinfo=zone).astimezone(UTC)


def last_day(rule: Limit, event: date, partner: str) -> date:
    """The last day of a limit in days, weeks or months after an event's day, which isn't counted (APR art. 73)."""
    if rule.unit == "working_day":
        return add_working_days(event, rule.n, partner)
    if rule.unit == "month":
        end = add_months(event, rule.n)
    else:
        end = event + timedelta(days=rule.n * (7 if rule.unit == "week" else 1))
    return end if rule.never_moved else next_working_day(end, partner)
