"""Errors by quality and age: with evidence, whole, and cut where the law cuts."""

from itertools import pairwise

from egnatia import law
from egnatia.engines.fingerprint.expected_errors import age_bands, get_evidence, quality_bands, weak_below


def test_quality_bands_cover_the_score_and_were_measured_on_all_the_shared_prints():
    bands = quality_bands()
    assert [bands[0].low, bands[-1].high] == [0, 100]
    assert all(after.low == before.high + 1 for before, after in pairwise(bands))
    assert sum(band.captures for band in bands) == 320
    assert (sum(band.comparisons for band in bands), sum(band.different for band in bands)) == (1120, 11520)
    assert get_evidence()["command"] == "python -m benches.fingerprint_quality"


def test_better_prints_are_missed_less():
    rates = [band.missed / band.comparisons for band in quality_bands()]
    assert rates == sorted(rates, reverse=True) and rates[0] > 3 * rates[-2]


def test_a_print_is_weak_where_the_poorest_band_ends():
    assert weak_below() == 40


def test_ages_are_cut_where_the_law_cuts():
    rules = law.age_rules()
    edges = [band.low for band in age_bands()]
    assert edges == [0, rules.youngest_for_biometrics, rules.second_examiner_below, rules.adult_from]
    assert all(before.high == after.low for before, after in pairwise(age_bands())) and age_bands()[-1].high is None


def test_what_was_not_measured_says_so_and_what_was_published_names_its_source():
    for band in age_bands():
        assert band.done
        assert "nothing" in band.measured or "aren't known" in band.measured
        assert any(year in band.published for year in ("2013", "2016", "2018", "2020"))
