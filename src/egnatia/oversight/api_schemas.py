"""The statistics as connected systems get them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from egnatia import law
from egnatia.base import node
from egnatia.oversight.presenting import state_of
from egnatia.oversight.queries.statistics import Shown
from egnatia.oversight.words import NOT_RECORDED


class LetterOut(BaseModel):
    """One letter of art. 12(1) of the Eurodac regulation.

    unit    persons | data_sets | transmissions | hits | requests
    state   counted | not_recorded (`needs` says what is missing) | not_in_use (nobody is registered in such a category here)
    """

    letter: str
    name: str
    unit: str
    state: str
    needs: str | None


class FigureOut(BaseModel):
    """One table. `rows`: a label for each axis, "" for the sum over it, and a count; null is hidden; what isn't there is 0.

    code   the letter, with a point where it has several tables; hits and hits.where: the letters (k) to (p) together;
           t.between: what police asked of partners and partners' police here, each question once
    """

    code: str
    axes: list[str]
    labels: list[list[str]]
    rows: list[list[str | int | None]]


class StatisticsOut(BaseModel):
    """A month of a partner.

    form      exact | released
    vintage   null: the month isn't closed yet, these are the counts so far
    """

    partner: str
    month: str
    form: str
    vintage: int | None
    vintages: list[int]
    as_of: datetime
    letters: list[LetterOut]
    figures: list[FigureOut]


def statistics_out(shown: Shown) -> StatisticsOut:
    return StatisticsOut(
        partner=node.current().partner,
        month=shown.month.code,
        form="released" if shown.is_released else "exact",
        vintage=shown.vintage or None,
        vintages=list(shown.vintages),
        as_of=shown.as_of,
        letters=[_letter_out(shown, one) for one in law.statistics().values()],
        figures=[FigureOut(**_figure(figure.to_json())) for figure in shown.statistics.figures.values()],
    )


def _letter_out(shown: Shown, statistic: law.Statistic) -> LetterOut:
    state = state_of(shown, statistic.code)
    needs = statistic.needs if state == NOT_RECORDED else None
    return LetterOut(letter=statistic.code, name=statistic.name, unit=statistic.unit, state=state, needs=needs)


def _figure(written: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in written.items() if name != "cells"} | {"rows": written["cells"]}
