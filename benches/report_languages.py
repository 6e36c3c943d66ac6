"""The report to the minister in its seven languages as PDF, every figure drawn anew.

    python -m benches.report_languages

A fresh node with the demo's synthetic days (half a year of every kind of event, years of months before), alarms raised on them.
Peer: the same seven documents with the figures of the first round at hand, so that only Typst works.
"""

import os
import re
import shutil
import time
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benches._record import record

PARTNER = "MK"
_PASSWORD = "Long-enough-1234"  # noqa: S105  (of a node that is gone a minute later)


def main() -> None:
    """Measure and record."""
    with TemporaryDirectory() as folder:
        _make_node(Path(folder) / "node")
        from egnatia.base import node
        from egnatia.reports.downloads import document_of
        from egnatia.reports.texts import languages

        report = _issued_report()
        documents = {language: document_of(report, language) for language in languages()}
        moment = datetime.now(UTC)
        shutil.rmtree(node.current().folder("figures"))
        drawn, pages = _render(documents, moment)
        typeset, _pages = _render(documents, moment)
        figures = sum(piece["kind"] == "figure" for chapter in documents["en"]["chapters"] for piece in chapter["pieces"])
    about = f"s ({len(documents)} languages, {figures} figures and {pages / len(documents):.0f} pages each)"
    record(
        "report_languages",
        [
            {
                "metric": "report.seven_languages_s",
                "value": round(drawn, 1),
                "unit": about,
                "target": "at most 30",
                "peers": {"figures drawn before, Typst alone": round(typeset, 1)},
            }
        ],
    )


def _make_node(directory: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "egnatia.site.settings"
    os.environ["EGNATIA_NODE"] = str(directory)
    import django

    from egnatia.base import node

    made = node.create(
        directory,
        partner=PARTNER,
        name="Bench",
        port=8999,
        url="http://localhost:8999",
        settings={"time_zone": "Europe/Skopje"},
    )
    django.setup()
    from egnatia.site.setup import set_up

    set_up(made, administrator="admin", password=_PASSWORD)


def _issued_report():  # type: ignore[no-untyped-def]  # Django's models can't be imported before the node is there
    """The last report whose quarter is over and has synthetic days, signed."""
    from egnatia.accounts.actions.create_officer import create_officer
    from egnatia.accounts.models import Unit
    from egnatia.accounts.queries import get_service_officer
    from egnatia.picture.actions.raise_alarms import raise_alarms
    from egnatia.reports.actions.draft_report import draft_report
    from egnatia.reports.actions.issue_report import issue_report
    from egnatia.site.demo.picture_days import fill_picture

    fill_picture()
    raise_alarms()
    unit = Unit.objects.first() or Unit.objects.create(name="Border police", place="Skopje")
    director = create_officer(
        None, username="director", full_name="Dragan Synthetic", unit=unit, roles=("director",), password=_PASSWORD
    )  # fmt: skip
    report = draft_report(get_service_officer(), PARTNER, _last_due(), language="en")
    return issue_report(director, report, signatory="Dragan Synthetic")


def _last_due() -> date:
    """The due date whose quarter ended last."""
    from egnatia import law
    from egnatia.base import clock
    from egnatia.reports.quarters import quarter_before

    today = clock.today()
    dues = [law.report_dates().last_before(today), law.report_dates().next_on_or_after(today)]
    return max(due for due in dues if due is not None and quarter_before(due).end < today)


def _render(documents: dict[str, dict[str, object]], moment: datetime) -> tuple[float, int]:
    """Seconds for all of them, and how many pages they have together."""
    from egnatia.reports.files import pdf_of

    start = time.perf_counter()
    files = [pdf_of(document, moment) for document in documents.values()]
    return time.perf_counter() - start, sum(map(_pages_of, files))


def _pages_of(pdf: bytes) -> int:
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in parts)


if __name__ == "__main__":
    main()
