"""Whether an issued report is still what was signed, and whether it comes out again from its vintage."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.reports.models import Report
from egnatia.reports.queries.gather import canonical, digest_of, rebuild
from egnatia.reports.queries.reports import scope_of
from egnatia.reports.queries.revised import figures_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that isn't as it was signed.

    place   "facts", "vintage", "signatory", "edition mk", or chapter and part ("flows.irregular_crossings")
    figure  of a count: indicator, source, cut and key, else ""
    signed, found   what was signed or stands in the report, and what is there or comes out instead; "" for nothing
    """

    place: str
    figure: str
    signed: str
    found: str

    def __str__(self) -> str:
        return f"{' '.join(filter(None, (self.place, self.figure)))}: {self.signed or '–'} → {self.found or '–'}"

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def verify_report(report: Report) -> list[Difference]:
    """Build an issued report's counts again from its vintage and compare digests; what differs, nothing for a sound one.

    What is stored is compared with its digests, and these with those that the audit recorded when it was signed.
    Raises Problem `reports.not_issued`.
    """
    if not report.is_issued:
        raise Problem(
            "reports.not_issued",
            _("Report %(number)s is a draft: nothing of it has been signed.") % {"number": report.number},
            _("Check it once it is issued."),
            status=409,
        )
    signed = _signed(report)
    return [*_of_facts(report, signed), *_of_editions(report, signed), *_of_counts(report)]


def _signed(report: Report) -> dict[str, Any]:
    """What the audit says was signed. Its own chain is checked by `egnatia doctor`."""
    event = Event.objects.filter(action="reports.report.issued", subject_id=str(report.pk)).order_by("number").first()
    found: dict[str, Any] = (event.details if event else None) or {}
    return found


def _of_facts(report: Report, signed: dict[str, Any]) -> Iterator[Difference]:
    found = {"facts": digest_of(canonical(report.facts)), "vintage": report.vintage.isoformat(), "signatory": report.signatory}
    said = {
        "facts": signed.get("digest", ""),
        "vintage": report.facts["vintage"],
        "signatory": signed.get("signatory", report.signatory),
    }
    for place, value in found.items():
        if value != said[place]:
            yield Difference(place, "", str(said[place]), value)
    if report.digest != signed.get("digest", ""):
        yield Difference("digest", "", str(signed.get("digest", "")), report.digest)


def _of_editions(report: Report, signed: dict[str, Any]) -> Iterator[Difference]:
    said = dict(signed.get("editions", {}))
    stored = {edition.language: edition for edition in report.editions.all()}
    for language in dict.fromkeys([*said, *stored]):
        edition = stored.get(language)
        found = {edition.digest, digest_of(edition.content)} if edition else {""}
        for digest in sorted(found - {said.get(language, "")}):
            yield Difference(f"edition {language}", "", said.get(language, ""), digest)


def _of_counts(report: Report) -> Iterator[Difference]:
    """Where the counts drawn again aren't those that the report holds."""
    again = rebuild(report.facts, scope_of(report))
    for chapter, other in zip(report.facts["chapters"], again["chapters"], strict=True):
        for part, redrawn in zip(chapter["parts"], other["parts"], strict=True):
            if canonical(part) != canonical(redrawn):
                yield from _of_part(f"{chapter['code']}.{part['place']}", part, redrawn)


def _of_part(place: str, part: dict[str, Any], redrawn: dict[str, Any]) -> Iterator[Difference]:
    said, found = figures_of(part), figures_of(redrawn)
    differing = [figure for figure in dict.fromkeys([*said, *found]) if said.get(figure) != found.get(figure)]
    for figure in differing:
        yield Difference(place, " ".join(filter(None, figure)), _word(said.get(figure)), _word(found.get(figure)))
    if not differing:  # its months, days or an earlier quarter
        yield Difference(place, "", digest_of(canonical(part)), digest_of(canonical(redrawn)))


def _word(value: object) -> str:
    return "" if value is None else str(value)
