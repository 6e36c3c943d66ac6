"""The next days at a section: what partners' counts add, what missing days and closed borders do."""

import numpy as np
import pytest

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.daily import backtest_days, forecast_days, forecast_days_together

DAYS = 90


def make_chain(places: int = 3, *, days: int = DAYS, seed: int = 4) -> np.ndarray:
    """float[places, days]: waves of arrivals that move one place a day."""
    draw = np.random.default_rng(seed)
    first = draw.gamma(2, 500, days + places)
    return np.stack([draw.poisson(first[places - place : places - place + days]) for place in range(places)]).astype(float)


def test_wave_upstream_is_expected_tomorrow() -> None:
    chain = make_chain()
    chain[1, -1] = 6000
    (with_partners,) = forecast_days(chain[2], chain[1:2], (1,))
    (alone,) = forecast_days(chain[2], None, (1,))
    assert with_partners.point > 4500 > 2 * alone.point
    assert with_partners.low95 <= with_partners.low80 <= with_partners.point <= with_partners.high80 <= with_partners.high95


def test_partners_counts_more_than_halve_the_error_where_people_only_pass() -> None:
    chain = make_chain()
    with_partners = backtest_days(chain[2], chain[:2], (1, 2))
    alone = backtest_days(chain[2], None, (1, 2))
    for days in (1, 2):
        assert with_partners[days].rel_mae < alone[days].rel_mae / 2


def test_days_together_are_the_sum_and_their_range_is_of_whole_paths() -> None:
    own = make_chain()[2]
    single, together = forecast_days(own, None, range(1, 6)), forecast_days_together(own, None, 1, 5)
    assert together.point == pytest.approx(sum(day.point for day in single))
    assert together.horizon == 5
    widths = [day.high80 - day.low80 for day in single]
    assert max(widths) < together.high80 - together.low80 < sum(widths)
    (third,) = forecast_days(own, None, (3,))
    assert forecast_days_together(own, None, 3, 3) == third


def test_intervals_hold_about_what_they_say() -> None:
    tests = backtest_days(make_chain(days=160)[2], None, (1, 3))
    for test in tests.values():
        assert 0.65 <= test.coverage80 <= 0.95
        assert test.coverage95 >= 0.85


def test_same_series_gives_the_same_forecast() -> None:
    chain = make_chain()
    assert forecast_days(chain[2], chain[:2]) == forecast_days(chain[2], chain[:2])


def test_nothing_after_the_origin_is_used() -> None:
    chain = make_chain()
    later = np.concatenate([chain, chain * 9], axis=1)
    test = backtest_days(later[2], later[:2], (1, 5), first_origin=DAYS - 1, last_origin=DAYS - 1)
    points = [forecast.point for forecast in forecast_days(chain[2], chain[:2], (1, 5))]
    assert [float(test[days].forecast[0]) for days in (1, 5)] == points


def test_closed_border_stays_at_nought() -> None:
    chain = make_chain()
    chain[2, 40:] = 0
    assert [forecast.high95 for forecast in forecast_days(chain[2], None, (1, 5))] == [0, 0]


def test_missing_days_and_a_silent_partner_are_bridged() -> None:
    chain = make_chain()
    whole = forecast_days(chain[2], chain[1:2], (1,))[0]
    chain[2, [30, 70, 71]] = np.nan
    chain[1, 60] = np.nan
    chain[0] = np.nan
    bridged = forecast_days(chain[2], chain[:2], (1,))[0]
    assert bridged.point == pytest.approx(whole.point, rel=0.3)


@pytest.mark.parametrize(
    ("own", "upstream", "horizons", "code"),
    [
        (np.ones(20), None, (1,), "flows.too_short"),
        (np.r_[np.ones(50), np.full(5, np.nan)], None, (1,), "flows.stale"),
        (np.ones(60), None, (), "flows.horizon"),
        (np.ones(60), None, (0,), "flows.horizon"),
        (np.ones(60), np.ones((2, 59)), (1,), "flows.shape"),
        (-np.ones(60), None, (1,), "flows.negative"),
    ],
)
def test_unusable_input_is_refused_with_its_code(
    own: np.ndarray, upstream: object, horizons: tuple[int, ...], code: str
) -> None:
    with pytest.raises(EngineError) as refused:
        forecast_days(own, upstream, horizons)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_backtest_without_a_known_outcome_says_so() -> None:
    with pytest.raises(EngineError) as refused:
        backtest_days(np.ones(40), None, (5,), first_origin=38)
    assert refused.value.code == "flows.too_short"
