"""Put one's own words in the place of a passage, or give the place back to what is written from the data."""

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.law.characters import clean_text
from egnatia.picture.alarms.measures import refuse_persons
from egnatia.reports.actions.draft_report import already_issued
from egnatia.reports.compose import OWN_WORDS
from egnatia.reports.models import Passage, Report
from egnatia.reports.texts import get_texts

MOST_LETTERS = 4000


@transaction.atomic
def edit_passage(officer: Officer, report: Report, language: str, code: str, text: str) -> Passage | None:
    """Keep the text as this passage in this language; an empty one gives the place back (None).

    code   chapter and place ("flows.irregular_crossings"), or "flows.own" for remarks on a chapter
    Raises Problem `accounts.not_allowed`, `reports.issued`, `reports.no_such_passage`, `reports.language_unknown`,
    `law.text.*`, and those of `refuse_persons`: a report is never about a person.
    """
    policy.require(officer, "picture.report")
    if report.is_issued:
        raise already_issued(report)
    if code not in places_of(report):
        raise Problem("reports.no_such_passage", _("The report has no such passage."), _("Choose one of its page."), status=404)
    spoken = get_texts(language).language
    words = clean_text(text, field="text", max_length=MOST_LETTERS, lines=True)
    if not words:
        report.passages.filter(language=spoken, code=code).delete()
        passage = None
    else:
        refuse_persons(words, field="text")
        passage, _made = Passage.objects.update_or_create(
            report=report, language=spoken, code=code, defaults={"text": words, "edited_at": clock.now(), "edited_by": officer}
        )
    audit.record("reports.passage.edited", subject=report, officer=officer, language=spoken, place=code, kept=bool(words))
    return passage


def places_of(report: Report) -> set[str]:
    """Where a passage stands, and a place for remarks in each chapter."""
    chapters = report.facts["chapters"]
    return {f"{chapter['code']}.{part['place']}" for chapter in chapters for part in chapter["parts"]} | {
        f"{chapter['code']}.{OWN_WORDS}" for chapter in chapters
    }
