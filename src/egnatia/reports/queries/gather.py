"""All that a report says, chapter by chapter, as JSON values and codes: the same vintage gives the same counts again."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from egnatia import law
from egnatia.base.node_settings import value_of
from egnatia.reports.chapters import Chapter, Part, chapters, part_of
from egnatia.reports.queries.agreed import commitment_facts, operation_facts, programme_facts, register_facts
from egnatia.reports.queries.counted import Scope, indicator_facts, partners_facts
from egnatia.reports.queries.deliveries import delivery_facts, partner_facts, vintage_facts
from egnatia.reports.queries.revised import revision_facts
from egnatia.reports.queries.warned import alarm_facts, recommendation_facts

#: Parts that are counts with vintages; the others are kept as they stood when the report was drafted.
COUNTED = frozenset({"indicator", "partners", "partner", "deliveries", "vintages", "revisions"})
_MAKERS: dict[str, Callable[[Scope, Part], dict[str, Any]]] = {
    "indicator": indicator_facts,
    "summary": lambda scope, part: {"kind": "summary", "place": "summary"},
    "partners": partners_facts,
    "partner": partner_facts,
    "deliveries": lambda scope, part: delivery_facts(scope),
    "vintages": lambda scope, part: vintage_facts(scope),
    "revisions": revision_facts,
    "alarms": lambda scope, part: alarm_facts(scope),
    "recommendations": lambda scope, part: recommendation_facts(scope),
    "programme": programme_facts,
    "register": lambda scope, part: register_facts(scope),
    "operations": lambda scope, part: operation_facts(scope),
    "commitments": lambda scope, part: commitment_facts(scope, law.local_day(scope.as_of, scope.partner)),
    "suppression": lambda scope, part: {"kind": "suppression", "place": "suppression"},
    "definitions": lambda scope, part: {"kind": "definitions", "place": "definitions"},
}


def gather(scope: Scope, due_on: date) -> dict[str, Any]:
    """The facts of a report."""
    return {
        "partner": scope.partner,
        "due_on": due_on.isoformat(),
        "quarter": scope.quarter.start.isoformat(),
        "vintage": scope.as_of.isoformat(),
        "chapters": [_gather_chapter(scope, chapter) for chapter in chapters() if _belongs(chapter, scope.partner)],
    }


def _belongs(chapter: Chapter, partner: str) -> bool:
    return not chapter.of_coordinator or value_of("working_group_coordinator") == partner


def _gather_chapter(scope: Scope, chapter: Chapter) -> dict[str, Any]:
    parts = [_MAKERS[part.kind](scope, part) for part in chapter.parts]
    return {"code": chapter.code, "mandate": list(chapter.mandate), "parts": parts}


def rebuild(facts: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """The same facts with every count drawn again from the database as of the report's vintage."""
    return facts | {
        "chapters": [
            chapter | {"parts": [_rebuilt(part, scope) if part["kind"] in COUNTED else part for part in chapter["parts"]]}
            for chapter in facts["chapters"]
        ]
    }


def _rebuilt(part: dict[str, Any], scope: Scope) -> dict[str, Any]:
    return _MAKERS[part["kind"]](scope, part_of(part))


def canonical(content: Any) -> str:
    """Content as the one JSON text that a digest is taken of."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
