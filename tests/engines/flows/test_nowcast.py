"""Late reports: what the newest periods will have counted, by simulation and at the edges."""

import numpy as np
import pytest

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.nowcast import COLUMNS, nowcast

SHARES = np.array([0.4, 0.3, 0.2, 0.1])


def simulate(seed: int, *, mean: float = 100, periods: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Final counts, and the triangle as it is known when the last period's first reports are in."""
    draw = np.random.default_rng(seed)
    totals = draw.poisson(mean * draw.gamma(6, 1 / 6, periods))
    reports = np.array([draw.multinomial(total, draw.dirichlet(40 * SHARES)) for total in totals], float)
    for period in range(periods):
        reports[period, periods - period :] = np.nan
    return totals.astype(float), reports


def late(finals: np.ndarray) -> np.ndarray:
    return finals[-(len(SHARES) - 1) :]


def test_intervals_hold_what_they_say_and_the_error_more_than_halves() -> None:
    inside80 = inside95 = error = error_as_reported = 0.0
    for seed in range(50):
        totals, reports = simulate(seed)
        expected, low80, high80, low95, high95 = late(nowcast(reports)).T
        finals = late(totals)
        inside80 += ((low80 <= finals) & (finals <= high80)).mean() / 50
        inside95 += ((low95 <= finals) & (finals <= high95)).mean() / 50
        error += np.abs(expected - finals).sum()
        error_as_reported += np.abs(late(np.nansum(reports, axis=1)) - finals).sum()
    assert 0.75 <= inside80 <= 0.92
    assert inside95 >= 0.92
    assert error < error_as_reported / 2


def test_whole_periods_keep_their_count_without_doubt() -> None:
    totals, reports = simulate(1)
    whole = nowcast(reports)[:-3]
    assert (whole == totals[:-3, None]).all()
    assert whole.shape[1] == len(COLUMNS)


def test_the_more_is_reported_the_narrower_the_interval() -> None:
    reports = np.tile(1000 * SHARES, (30, 1)) + np.random.default_rng(2).integers(-30, 30, (30, 4))
    for missing in (1, 2, 3):
        reports[-missing, 4 - (4 - missing) :] = np.nan
    width = np.ptp(nowcast(reports)[-3:, 1:3], axis=1)
    assert width[0] < width[1] < width[2]


def test_period_without_any_report_is_expected_like_the_others() -> None:
    totals, reports = simulate(3)
    reports[-1] = np.nan
    expected, low80, high80, _, _ = nowcast(reports)[-1]
    assert low80 < totals.mean() < high80
    assert expected == pytest.approx(totals[:-3].mean(), rel=0.15)


def test_nothing_counted_for_long_expects_next_to_nothing() -> None:
    reports = np.zeros((30, 4))
    reports[-1, 1:] = np.nan
    assert nowcast(reports)[-1, 0] < 0.5


def test_same_triangle_gives_the_same_intervals() -> None:
    _, reports = simulate(4)
    assert (nowcast(reports) == nowcast(reports)).all()


@pytest.mark.parametrize(
    ("triangle", "code"),
    [
        (np.ones(20), "flows.shape"),
        (np.ones((20, 1)), "flows.shape"),
        (np.tile([1.0, np.nan, 1.0], (20, 1)), "flows.shape"),
        (np.tile([5.0, -2.0], (20, 1)), "flows.negative"),
        (np.ones((7, 3)), "flows.too_short"),
    ],
)
def test_unusable_input_is_refused_with_its_code(triangle: np.ndarray, code: str) -> None:
    with pytest.raises(EngineError) as refused:
        nowcast(triangle)
    assert refused.value.code == code
