"""The report to the minister in its seven languages as PDF, every figure drawn anew.

    python -m benches.report_languages

A fresh node of the coordinator, so with the regional annex: its own days and earlier months, the other five partners' days as
delivered, alarms with measures, the working group's books (`_quarter.py`).
Peer: the same seven documents with the figures of the first round at hand, so that only Typst works.
"""

import os
import re
import shutil
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benches._quarter import DUE, NOW, PARTNER, fill_quarter
from benches._record import record

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
        settings={"time_zone": "Europe/Skopje", "working_group_coordinator": PARTNER},
    )
    django.setup()
    from egnatia.site.setup import set_up

    set_up(made, administrator="admin", password=_PASSWORD)


def _issued_report():  # type: ignore[no-untyped-def]  # Django's models can't be imported before the node is there
    """The coordinator's report on its quarter, signed."""
    from egnatia.accounts.queries import get_officer, get_service_officer
    from egnatia.base import clock
    from egnatia.reports.actions.draft_report import draft_report
    from egnatia.reports.actions.issue_report import issue_report
    from egnatia.site.demo.accounts import username

    with clock.frozen(NOW):
        fill_quarter()
        report = draft_report(get_service_officer(), PARTNER, DUE, language="en")
        return issue_report(get_officer(username("director", PARTNER)), report, signatory="Dragan Synthetic")


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
