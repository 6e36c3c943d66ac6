"""Data elements in words, for reviews and records: `{% load registration %}`."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia import law
from egnatia.registration.steps import BY_CODE
from egnatia.ui.templatetags.ui import moment, uncertain_date

register = template.Library()
_MODES = {
    "both": gettext_lazy("in writing and explained"),
    "written": gettext_lazy("in writing"),
    "spoken": gettext_lazy("by word of mouth"),
}


@register.simple_tag
def element_rows(elements: dict[str, Any], step: str) -> list[tuple[str, str]]:
    """Name and value of the elements that a step asks for and that are known, in the step's order."""
    codes = BY_CODE[step].elements
    return [(law.element(code).name, element_text(code, elements[code])) for code in codes if elements.get(code)]


def element_text(code: str, value: Any) -> str:
    """One element's value in words."""
    kind = law.element(code).kind
    if kind == "countries":
        return ", ".join(law.country(one).name for one in value)
    if kind == "names_latin":
        return ", ".join(" ".join(value[part]) for part in ("surnames", "forenames") if value.get(part))
    if kind == "birth_date":
        basis = law.date_bases().get(value["basis"])
        return f"{uncertain_date(value)} ({basis.name if basis else value['basis']})"
    if kind == "choice":
        choice = law.sexes().get(value)
        return choice.name if choice else str(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@register.filter
def document_line(document: dict[str, str]) -> str:
    """A document in one line: kind, number, country, validity, authenticity."""
    kind = law.document_types().get(document["type"])
    parts = [f"{kind.name if kind else document['type']} {document['number']}"]
    if document.get("issuer"):
        parts.append(law.country(document["issuer"]).name)
    if document.get("expiry"):
        parts.append(_("valid until %(day)s") % {"day": document["expiry"]})
    if authenticity := law.authenticity_values().get(document.get("authenticity", "")):
        parts.append(authenticity.name)
    return ", ".join(parts)


@register.filter
def notice_mode(mode: str) -> str:
    """How a notice was given."""
    return str(_MODES.get(mode, mode))


@register.filter
def iso_day(day: str) -> str:
    """A day kept as "2026-05-04", as people write it."""
    return moment(date.fromisoformat(day))
