"""From facts to words, tables and figures: who has delivered, and the six side by side and each on its page."""

from egnatia.reports.document import Piece, partners_map, passage, table
from egnatia.reports.names import capital, heads
from egnatia.reports.parts_of_counts import names_of, quarter_of, write_cells, write_months, write_overview
from egnatia.reports.texts import Texts

#: One map says where most are found; of the other indicators the table is enough. Of a single partner there is nothing to see.
_MAPPED, _LEAST_ON_MAP = "irregular_crossings", 2


def write_partners(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """One indicator side by side for the six."""
    name, unit = texts.name("indicators", part["code"]), texts.name("units", part["unit"])
    if all(value is None for _partner, value, *_days in part["rows"]):
        return [passage(texts.say("sentences.partners_none"))]
    areas = [
        [partner, texts.name("partners", partner), value if isinstance(value, int) else None, texts.number(value)]
        for partner, value, *_days in part["rows"]
    ]
    cells = "; ".join(f"{label} {word}" for _code, label, _value, word in areas)
    title = texts.say("titles.map", name=name)
    description = texts.say("alt.map", name=name, unit=unit, cells=cells)
    notes = [texts.say("general.note_missing"), *(f"* {note}" for note in texts.entries["footnotes"].values())]
    caption = " ".join([f"{capital(unit)}.", texts.quarter(quarter_of(facts)).rstrip(".") + ".", *notes])
    of = texts.say("labels.partner")
    drawn = partners_map(title, of=of, unit=unit, caption=caption, description=description, areas=areas)
    told = sum(value is not None for _code, _label, value, _word in areas)
    head = [of, capital(unit), texts.say("labels.days")]
    return [
        passage(texts.say("sentences.partners_known", name=name, unit=unit)),
        *([drawn] if part["code"] == _MAPPED and told >= _LEAST_ON_MAP else []),
        table(title, head, _partner_rows(texts, part), numbers=[1, 2]),
    ]


def _partner_rows(texts: Texts, part: Piece) -> list[list[str]]:
    return [
        [texts.name("partners", partner), texts.number(value), f"{texts.number(days)} / {texts.number(all_days)}"]
        for partner, value, days, all_days in part["rows"]
    ]


def write_partner(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """One partner's page: its indicators compared, and the months and cells of the first."""
    partner = texts.name("partners", part["source"])
    days, all_days, last = part["days"]
    if not days:
        return [passage(texts.say("sentences.partner_silent", partner=partner))]
    said = texts.say("sentences.partner_told", partner=partner, days=texts.number(days), all=texts.number(all_days),
                     last=texts.day(last))  # fmt: skip
    first = part["indicators"][0]
    names = names_of(texts, facts, first)
    names["name"] = f"{names['name']}, {partner}"
    overview = write_overview(texts, texts.say("titles.partner", partner=partner), part["indicators"])
    return [passage(said), overview, *write_months(texts, first, names), *write_cells(texts, first, names)]


def write_deliveries(texts: Texts, facts: Piece, part: Piece) -> list[Piece]:
    """Who has delivered: a partner without counts is named."""
    names = {partner: texts.name("partners", partner) for partner, *_rest in part["rows"]}
    partial = [names[partner] for partner, days, all_days, _last in part["rows"] if 0 < days < all_days]
    said = []
    if part["missing"]:
        said.append(texts.say("sentences.missing", partners=", ".join(names[partner] for partner in part["missing"])))
    elif not partial:
        said.append(texts.say("sentences.all_delivered"))
    if partial:
        said.append(texts.say("sentences.partial", partners=", ".join(partial)))
    rows = [
        [names[partner], f"{texts.number(days)} / {texts.number(all_days)}", texts.day(last)]
        for partner, days, all_days, last in part["rows"]
    ]
    head = heads(texts, "partner", "days", "last_day")
    return [passage(" ".join(said)), table(texts.say("titles.deliveries"), head, rows, numbers=[1])]
