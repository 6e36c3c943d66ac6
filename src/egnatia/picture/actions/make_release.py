"""Release counts to everybody: small ones hidden, the others rounded, and nothing that earlier releases would give away."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.engines.errors import EngineError
from egnatia.engines.flows.disclosure import Cell, Layout, Protected, RevealedError, Rule, protect, reveals
from egnatia.picture.indicators import get_indicator
from egnatia.picture.models import Release
from egnatia.picture.periods import period_of, periods_between
from egnatia.picture.queries.release_figures import Scope, get_release_table
from egnatia.picture.queries.sharing import releases_of
from egnatia.picture.releases.content import digest_of, read_content, to_content
from egnatia.picture.sharing_rules import ReleaseRule, release_rules


@transaction.atomic
def make_release(
    officer: Officer,
    indicator: str,
    cut: str,
    *,
    start: date,
    end: date,
    sources: Collection[str] = (),
    title: str = "",
) -> Release:
    """A numbered table of months by partner and cut, kept for good.

    A month that was released before is shown as it was then, whatever was revised since: between two vintages the difference
    of two hidden counts could be one person. What was hidden stays hidden.

    start, end  days in its first and last month; sources: partners, this node's own where none is named
    Raises Problem `accounts.not_allowed`, `picture.indicator.unknown`, `picture.release.not_allowed`,
    `picture.release.not_over`, `picture.release.reveals` (with the cells), `picture.release.vintages_differ`,
    `picture.release.too_large`, and those of `get_release_table`.
    """
    policy.require(officer, "picture.report")
    rule = _rule_for(indicator, cut)
    earlier = releases_of(indicator, period_of(start, "month"), end)
    scope = Scope(rule, cut, _sources(sources), _months(start, end, earlier))
    before = [read_content(release.content) for release in earlier]
    content = to_content(_protect(scope, before))
    release = Release.objects.create(
        number=(Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=title or get_indicator(indicator).name_en,
        indicator=indicator,
        cut=cut,
        sources=list(scope.sources),
        start=min(scope.months),
        end=max(scope.months),
        vintages={f"{month:%Y-%m}": vintage.isoformat() for month, vintage in scope.months.items()},
        content=content,
        digest=digest_of(content),
        made_at=clock.now(),
        made_by=officer,
    )
    audit.record("picture.release.made", subject=release, officer=officer, number=release.number, digest=release.digest)
    return release


def _rule_for(indicator: str, cut: str) -> ReleaseRule:
    get_indicator(indicator)
    rule = release_rules().get(indicator)
    if rule is None or cut not in rule.cuts:
        raise Problem(
            "picture.release.not_allowed",
            gettext("The rules for sharing don't release this indicator by this cut."),
            gettext("See the rules; a cut that isn't named there could tell of single persons."),
            field="cut",
        )
    return rule


def _sources(sources: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(sources))) or (node.current().partner,)


def _months(start: date, end: date, earlier: Sequence[Release]) -> dict[date, datetime]:
    """The months, each with its vintage: that of its first release, now for a new one."""
    months = list(periods_between(start, end, "month"))
    if not months or months[-1] >= period_of(clock.today(), "month"):
        raise Problem(
            "picture.release.not_over",
            gettext("Only whole months that are over are released."),
            gettext("End with the month before this one."),
            field="end",
        )
    first_told: dict[str, str] = {}
    for release in earlier:
        first_told = release.vintages | first_told
    now = clock.now()
    return {month: datetime.fromisoformat(first_told.get(f"{month:%Y-%m}", now.isoformat())) for month in months}


def _protect(scope: Scope, before: Sequence[Protected]) -> Protected:
    table, rule = get_release_table(scope), Rule(scope.rule.minimum, scope.rule.round_to)
    try:
        shown = protect(table, rule, earlier=before)
        revealed = reveals(shown, before)
    except RevealedError as error:
        raise _reveals(error.cells) from error
    except EngineError as error:
        raise _impossible(error) from error
    if revealed:
        raise _reveals(revealed)
    return shown


def _impossible(error: EngineError) -> Problem:
    if error.code == "disclosure.vintages_differ":
        return Problem(
            "picture.release.vintages_differ",
            gettext("Counts that were released before have been changed as if they had been known so then."),
            gettext("Take the revision in under the day on which it became known."),
            status=409,
        )
    return Problem(
        "picture.release.too_large",
        gettext("The table is too large to be checked."),
        gettext("Release fewer months or partners at once."),
        status=409,
    )


def _reveals(cells: Sequence[tuple[Layout, Cell]]) -> Problem:
    """Names the cells by their place, never by their count."""
    places = [" / ".join(label or gettext("all") for label in cell) for _, cell in cells]
    return Problem(
        "picture.release.reveals",
        gettext("With what was released before, these hidden cells could be computed: %(cells)s.")
        % {"cells": ", ".join(places[:10])},
        gettext("Release it less finely, or in the division that was released before."),
        status=409,
        cells=places,
    )
