"""The quarter in brief: what a minister reads who reads one page."""

from egnatia.reports.document import Piece, passage
from egnatia.reports.parts_of_counts import quarter_of, write_overview
from egnatia.reports.texts import Texts


def write_summary(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """All indicators in one table; and in words who is missing, what rang, and what waits for a decision."""
    parts = [one for chapter in facts["chapters"] for one in chapter["parts"]]
    by_kind = {one["kind"]: one for one in parts}
    said = [
        texts.say("sentences.summary", quarter=texts.quarter(quarter_of(facts))),
        *_missing(texts, by_kind["deliveries"]),
        *_alarms(texts, by_kind["alarms"]),
        *_waiting(texts, by_kind["recommendations"]),
        *_commitments(texts, by_kind["commitments"]),
    ]
    told = [one for one in parts if one["kind"] == "indicator" and any(value is not None for value in one["values"])]
    overview = write_overview(texts, texts.say("titles.summary"), told)
    return [passage("\n".join(said)), *([overview] if told else [])]


def _missing(texts: Texts, part: Piece) -> list[str]:
    names = ", ".join(texts.name("partners", partner) for partner in part["missing"])
    return [texts.say("sentences.missing", partners=names)] if names else []


def _alarms(texts: Texts, part: Piece) -> list[str]:
    if not part["total"]:
        return [texts.say("sentences.no_alarms")]
    states = {state: texts.number(count) for state, count in part["states"].items()}
    return [texts.say("sentences.alarms", total=texts.number(part["total"]), **states)]


def _waiting(texts: Texts, part: Piece) -> list[str]:
    """Measures that the centre has been asked for and nobody has been given yet."""
    waiting = [one["measure"] for one in part["rows"] if one["level"] == "central" and one["state"] == "proposed"]
    names = ", ".join(texts.name("measures", measure) for measure in dict.fromkeys(waiting))
    return [texts.say("sentences.waiting_central", measures=names)] if names else []


def _commitments(texts: Texts, part: Piece) -> list[str]:
    names = "; ".join(sentence for sentence, *_rest in part["late"])
    return [texts.say("sentences.late_commitments", total=texts.number(len(part["late"])), commitments=names)] if names else []
