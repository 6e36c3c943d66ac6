"""Who is found, for the command line: asked of the node's server, which has the names in memory, or found in this process.

A question that the server answers costs the command no engine: what compares names is brought in only where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from egnatia.audit import Actor, context
from egnatia.base import node_calls
from egnatia.base.errors import Problem

if TYPE_CHECKING:
    from egnatia.biographics.queries import Found

KIND = "find"


@dataclass(frozen=True, slots=True)
class Told:
    """Those listed, each in a line for people and as facts for machines; and how many there are in all."""

    lines: list[str]
    facts: list[dict[str, Any]]
    total: int


def find_for_command(wanted: Mapping[str, Any], *, limit: int, why: str, alone: Callable[[], None]) -> Told:
    """Those whom `look_up` lists to the operator.

    wanted  text, name, document and birth_date (ISO) of a `LookUp`, as far as given; relatives as `read_relatives` takes them
    alone   called before this process reads the names of everybody, because no server of the node answers

    Raises Problem as `look_up` and `read_relatives` do.
    """
    asked = context.current()
    question = {"wanted": dict(wanted), "limit": limit, "why": why, "actor": asdict(asked.actor), "where": asked.where}
    told = node_calls.ask(KIND, question)
    if told is None:
        if wanted.get("text") or wanted.get("name"):
            alone()
        return tell_found(wanted, limit=limit, why=why)
    if problem := told.get("problem"):
        raise Problem(problem["code"], problem["message"], problem["cure"], status=problem["status"])
    return Told(**told)


def answer_command(question: dict[str, Any]) -> dict[str, Any]:
    """The server's side: looked up and recorded as the command itself would have."""
    try:
        with context.acting(Actor(**question["actor"]), where=question["where"]):
            return asdict(tell_found(question["wanted"], limit=question["limit"], why=question["why"]))
    except Problem as problem:
        told = {"code": problem.code, "message": problem.message, "cure": problem.cure, "status": problem.status}
        return {"problem": told}


def tell_found(wanted: Mapping[str, Any], *, limit: int, why: str) -> Told:
    """Look up here; `wanted` as in `find_for_command`."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.biographics.given_relatives import read_relatives
    from egnatia.biographics.queries import LookUp, look_up

    born = wanted.get("birth_date")
    texts = {name: wanted.get(name, "") for name in ("text", "name", "document")}
    relatives = read_relatives(wanted.get("relatives", ()))
    asked = LookUp(**texts, birth_date=date.fromisoformat(born) if born else None, relatives=relatives)
    listing = look_up(get_service_officer(), asked, limit=limit, why=why)
    return Told([_line(one) for one in listing.found], [_facts(one) for one in listing.found], listing.total)


def _facts(found: Found) -> dict[str, Any]:
    match = found.match
    return {
        "reference_number": found.data_set.reference_number if found.data_set else None,
        "child_note": found.data_set is None,
        "matched_by": found.matched_by,
        "standing": match.standing if match else None,
        "bits": round(match.linkage.bits, 2) if match else None,
        "levels": {one.field: one.level for one in match.linkage.fields if one.is_known} if match else {},
    }


def _line(found: Found) -> str:
    from egnatia.biographics.records import name_forms
    from egnatia.biographics.words import LEVELS, STANDINGS
    from egnatia.ui.dates import record_in_words

    shown = found.data_set or found.child_note
    elements = (shown.elements if shown else None) or {}
    number = found.data_set.reference_number if found.data_set else "child's note"
    birth = record_in_words(elements["birth_date"]) if elements.get("birth_date") else ""
    parts = [number, " / ".join(name_forms(elements)[:2]), birth]
    if found.match:
        known = [str(LEVELS[one.level]) for one in found.match.linkage.fields if one.is_known]
        parts.append(f"{STANDINGS[found.match.standing].text}: {'; '.join(known)}")
    return "  ".join(filter(None, parts))
