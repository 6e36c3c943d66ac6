"""The closed list of audit events: each package keeps its own in `audit_events.toml`.

["persons.data_set.signed"]
text = "A registration was signed"
kind = "change"
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

#: Events of the law-enforcement gateway begin so; they are shown in its own log, and no page of migration shows them.
LAW_ENFORCEMENT = "lawenforcement."
_PACKAGES = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class EventType:
    """code `package.thing.happened`; `kind` says whether something changed, was read, touches security, or ran by itself."""

    code: str
    text: str
    kind: Literal["change", "read", "security", "system"]


@cache
def event_types() -> dict[str, EventType]:
    """All events, by code."""
    found: dict[str, EventType] = {}
    for path in sorted(_PACKAGES.glob("*/audit_events.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[code] = EventType(code, entry["text"], entry["kind"])
    return found


def get_event_type(code: str) -> EventType:
    """Raises LookupError for an event that no catalogue names: a mistake in the program, not in its use."""
    try:
        return event_types()[code]
    except KeyError:
        raise LookupError(f"audit event {code!r} stands in no audit_events.toml") from None
