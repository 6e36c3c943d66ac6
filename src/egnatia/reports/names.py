"""Names in the language of the report: of sources, cells and series, and the heads of tables."""

from egnatia import law
from egnatia.reports.queries.counted import OTHER
from egnatia.reports.texts import Texts


def capital(text: str) -> str:
    """With a capital in front; the rest as it is, for a name may stand in it."""
    return text[:1].upper() + text[1:]


def heads(texts: Texts, *keys: str) -> list[str]:
    return [texts.say(f"labels.{key}") for key in keys]


def source_name(texts: Texts, source: str) -> str:
    """Whose figures, in words."""
    if source in law.partners():
        return texts.say("sources.own", partner=texts.name("partners", source))
    return texts.name("sources", source)


def cell_name(texts: Texts, cut: str, key: str) -> str:
    """One cell of a cut in the language of the report; a country that the texts don't have keeps the law's name."""
    if key == OTHER:
        return texts.say("labels.other")
    if cut == "nationality":
        known = texts.name("countries", key)
        return known if known != key else law.countries()[key].name if key in law.countries() else key
    if cut == "section":
        return _section_name(texts, key)
    if cut == "type":
        return texts.name("types", key.rpartition(".")[2])
    band, _dot, sex = key.partition(".")
    return ", ".join([texts.say("neighbours.unknown") if band == "unknown" else band, texts.name("sexes", sex)])


def _section_name(texts: Texts, key: str) -> str:
    one, dash, other = key.partition("-")
    if not dash:
        return texts.name("neighbours", key)
    there = texts.name("partners", other) if other in law.partners() else texts.name("neighbours", other)
    between = ", " if other in ("SEA", "AIR", "IN") else " – "
    return texts.name("partners", one) + between + there


def series_name(texts: Texts, indicator: str, source: str, cut: str, key: str) -> str:
    """A series or one figure of it; a border section names its partner itself."""
    parts = [texts.name("indicators", indicator)]
    if source in law.partners() and cut != "section":
        parts.append(texts.name("partners", source))
    if cut:
        parts.append(cell_name(texts, cut, key))
    return ", ".join(parts)


def place_name(texts: Texts, place: str) -> str:
    """Where a passage stands: its chapter, and what it is about there."""
    chapter, _dot, part = place.partition(".")
    _kind, _line, code = part.partition("_")
    sections = (("indicators", part), ("indicators", code), ("partners", code), ("titles", part))
    named = (texts.entries[section].get(key) for section, key in sections)
    about = texts.say("general.own_words") if part == "own" else next((name for name in named if name), "")
    return ": ".join(filter(None, (texts.name("chapters", chapter), about)))
