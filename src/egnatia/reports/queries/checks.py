"""Whether an issued report is still what was issued, and whether its counts come out again as of its vintage."""

from egnatia.reports.models import Report
from egnatia.reports.queries.gather import canonical, differing_counts, digest_of
from egnatia.reports.queries.reports import scope_of


def check_report(report: Report) -> list[str]:
    """What differs: "digest", "edition mk", or a place whose counts are others now; nothing for a sound report."""
    found = []
    if report.is_issued and digest_of(canonical(report.facts)) != report.digest:
        found.append("digest")
    found += [
        f"edition {edition.language}" for edition in report.editions.all() if digest_of(edition.content) != edition.digest
    ]
    return [*found, *differing_counts(report.facts, scope_of(report))]
