"""The report as a document in one language: from its facts and people's own words to passages, tables and figures."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from egnatia import law
from egnatia.base import node
from egnatia.reports.document import Piece
from egnatia.reports.models import Report
from egnatia.reports.parts_of_counts import write_indicator
from egnatia.reports.parts_of_method import write_definitions, write_revisions, write_suppression, write_vintages
from egnatia.reports.parts_of_partners import write_deliveries, write_partner, write_partners
from egnatia.reports.parts_of_work import (
    write_alarms,
    write_commitments,
    write_operations,
    write_programme,
    write_recommendations,
    write_register,
)
from egnatia.reports.quarters import Quarter
from egnatia.reports.queries.reports import passages_of
from egnatia.reports.summary import write_summary
from egnatia.reports.texts import Texts, get_texts

OWN_WORDS = "own"
ANNEX = "annex."
_WRITERS: dict[str, Callable[[Texts, Piece, Piece], list[Piece]]] = {
    "summary": write_summary,
    "indicator": write_indicator,
    "partners": write_partners,
    "partner": write_partner,
    "deliveries": write_deliveries,
    "vintages": write_vintages,
    "revisions": write_revisions,
    "alarms": write_alarms,
    "recommendations": write_recommendations,
    "register": write_register,
    "programme": write_programme,
    "operations": write_operations,
    "commitments": write_commitments,
    "suppression": write_suppression,
    "definitions": write_definitions,
}


def compose(report: Report, language: str) -> dict[str, Any]:
    """The whole document. Raises Problem `reports.language_unknown`."""
    texts = get_texts(language)
    own = passages_of(report, texts.language)
    chapters = [_chapter(texts, report.facts, chapter, own) for chapter in report.facts["chapters"]]
    return {
        "number": report.number,
        "language": texts.language,
        "is_issued": report.is_issued,
        "node": node.current().name,
        **_front(texts, report),
        "chapters": chapters,
        "footnotes": _footnotes(texts, report.facts),
    }


def _front(texts: Texts, report: Report) -> dict[str, Any]:
    """Title, the facts below it, and what stands at the foot of each page."""
    facts = report.facts
    partner = texts.name("partners", report.partner)
    quarter = texts.quarter(Quarter(date.fromisoformat(facts["quarter"])))
    due, vintage = texts.day(report.due_on), texts.day(report.vintage, report.partner)
    rows = [("partner", partner), ("number", report.number), ("quarter", quarter), ("due", due), ("vintage", vintage)]
    state = texts.say("general.draft").lower()
    if report.is_issued:
        issued = texts.day(report.issued_at, report.partner)
        rows += [("signatory", report.signatory), ("issued", issued)]
        state = texts.say("general.issued", day=issued)
    return {
        "title": texts.say("general.title", quarter=quarter),
        "subtitle": texts.say("general.subtitle", partner=partner, number=report.number, due=due),
        "note": "" if report.is_issued else texts.say("general.draft_note"),
        "footer": texts.say("general.footer", number=report.number, state=state, vintage=vintage),
        "rows": [[texts.say(f"facts.{key}"), value] for key, value in rows],
    }


def _chapter(texts: Texts, facts: Piece, chapter: Piece, own: Mapping[str, str]) -> Piece:
    pieces: list[Piece] = []
    for part in chapter["parts"]:
        pieces += _part(texts, facts, part, f"{chapter['code']}.{part['place']}", own)
    remarks = own.get(f"{chapter['code']}.{OWN_WORDS}", "")
    if remarks:
        pieces.append(_edited(texts, f"{chapter['code']}.{OWN_WORDS}", remarks, "") | {"title": texts.say("general.own_words")})
    mandate = texts.name("asked", chapter["code"]) if chapter["mandate"] else ""
    return {"code": chapter["code"], "title": texts.say(f"chapters.{chapter['code']}"), "mandate": mandate, "pieces": pieces}


def _part(texts: Texts, facts: Piece, part: Piece, place: str, own: Mapping[str, str]) -> list[Piece]:
    """A part's pieces under its heading; its passage is the person's own one where somebody has written one."""
    written, *others = _WRITERS[part["kind"]](texts, facts, part)
    said = written | {"place": place, "edited": False}
    if place in own:
        said = _edited(texts, place, own[place], written["text"])
    is_page = part["kind"] == "partner"  # each of the six begins a page of its own
    return [said | {"heading": _heading(texts, part, place), "is_page": is_page}, *others]


def _heading(texts: Texts, part: Piece, place: str) -> str:
    if part["kind"] == "partner":
        return texts.name("partners", part["source"])
    has_heading = part["kind"] == "indicator" or place.startswith(ANNEX)  # elsewhere the map follows its indicator
    return texts.name("indicators", part["code"]) if has_heading else ""


def _edited(texts: Texts, place: str, text: str, generated: str) -> Piece:
    return {
        "kind": "text", "text": text, "place": place, "edited": True, "mark": texts.say("general.edited"), "heading": "",
        "generated": generated,
    }  # fmt: skip


def _footnotes(texts: Texts, facts: Piece) -> list[str]:
    """What an asterisk in a name asks for. All six partners stand in the table of deliveries."""
    return [f"* {note}" for code in law.partners() if (note := texts.entries["footnotes"].get(code))]
