"""Days as they are typed after a command."""

from datetime import UTC, date, datetime, time

from egnatia.base.errors import Problem


def read_day(text: str, name: str) -> date:
    """A day from "2024-03-31". Raises Problem `picture.day`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("picture.day", f"{text} is not a day.", "Write it as 2024-03-31.", field=name) from None


def end_of(text: str) -> datetime:
    """The last second of a day, in UTC. Raises as `read_day`."""
    return datetime.combine(read_day(text, "as_of"), time(23, 59, 59), UTC)
