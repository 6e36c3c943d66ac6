"""What the officer is told about a print while its owner is still there."""

import numpy as np
import pytest

from egnatia.engines.fingerprint import quality
from egnatia.engines.fingerprint.extraction import extract
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.quality import rate
from egnatia.engines.fingerprint.ridges import RidgeMap, map_ridges
from tests.engines.fingerprint.prints import FVC, draw_print, needs_real_prints


def some_minutiae(count: int, *, sure: int = 90) -> Minutiae:
    points = np.tile(np.array([50, 50, 0, 1], np.int16), (count, 1))
    return Minutiae(points, np.full(count, sure, np.uint8), 352, 400)


def ridge_map(*, ridged: int = 400, printed: int = 440, tone: float = 160, contrast: float = 60, **changed) -> RidgeMap:
    """Twenty by thirty windows on white ground, the first `printed` of them printed, the first `ridged` with clear ridges
    whose directions go all round and whose distances differ by a tenth.
    """
    number = np.arange(600).reshape(20, 30)
    is_printed = number < printed
    fields = {
        "tone": np.where(is_printed, tone, 250),
        "contrast": np.where(is_printed, contrast, 1),
        "strength": np.where(number < ridged, 0.6, 0.1),
        "period": 9 + number % 3,
        "orientation": number % 8 * np.pi / 8,
        "one_way": np.full((20, 30), 0.8),
    }
    return RidgeMap(**{name: field.astype(np.float32) for name, field in (fields | changed).items()})


EVEN, UNEVEN = np.full((20, 30), 9.0), 7 + np.arange(600).reshape(20, 30) % 3 * 3.0
ALL_ROUND, HALF_ROUND, STRAIGHT = (np.arange(600).reshape(20, 30) % 8 * width * np.pi / 8 for width in (1.0, 0.5, 0.0))


def test_a_good_print_scores_full_and_has_no_reasons():
    found = rate(some_minutiae(60), ridge_map())
    assert (found.score, found.usable, found.reasons) == (100, True, ())


def test_uneven_ridges_and_few_directions_lower_the_score():
    by_evenness = [rate(some_minutiae(30), ridge_map(period=period)).score for period in (EVEN, UNEVEN)]
    by_directions = [rate(some_minutiae(30), ridge_map(orientation=turn)).score for turn in (ALL_ROUND, HALF_ROUND, STRAIGHT)]
    assert by_evenness == sorted(by_evenness, reverse=True) and by_evenness[0] > by_evenness[1]
    assert by_directions == sorted(by_directions, reverse=True) and by_directions[0] > by_directions[2]


@pytest.mark.parametrize(
    ("minutiae", "ridges", "reason"),
    [
        (some_minutiae(15), ridge_map(), quality.FEW_MINUTIAE),
        (some_minutiae(30), ridge_map(ridged=100, printed=110), quality.SMALL_AREA),
        (some_minutiae(40), ridge_map(contrast=12), quality.LOW_CONTRAST),
        (some_minutiae(40), ridge_map(ridged=250, tone=230), quality.TOO_DRY),
        (some_minutiae(40), ridge_map(ridged=250, tone=80), quality.TOO_WET),
        (some_minutiae(40), ridge_map(contrast=60 * np.exp(0.5 * np.cos(2 * ALL_ROUND))), quality.SMEARED),
    ],
)
def test_each_fault_is_named(minutiae, ridges, reason):
    assert rate(minutiae, ridges).reasons == (reason,)


def test_light_or_dark_prints_with_clear_ridges_are_not_faulted():
    assert rate(some_minutiae(40), ridge_map(tone=230)).reasons == ()
    assert rate(some_minutiae(40), ridge_map(tone=80)).reasons == ()


def test_too_little_to_search_with_is_unusable():
    assert not rate(some_minutiae(9), ridge_map()).usable
    assert not rate(some_minutiae(30), ridge_map(ridged=35, printed=60)).usable
    nothing = rate(some_minutiae(0), ridge_map(ridged=0, printed=0))
    assert (nothing.score, nothing.usable) == (0, False)


def test_more_of_anything_never_lowers_the_score():
    scores = [rate(some_minutiae(count), ridge_map(ridged=80)).score for count in range(45)]
    assert scores == sorted(scores) and scores[0] == 0


def test_ridges_are_mapped_where_they_are():
    ridges = map_ridges(draw_print())
    assert ridges.is_ridged[25 // 2, 22 // 2] and not ridges.is_printed[0].any()
    assert 7.5 < np.median(ridges.period[ridges.is_ridged]) < 11
    assert ridges.flow() > 0.9
    left, top, right, bottom = ridges.box(352, 400)
    assert 0 < left < 60 and 0 < top < 60 and 290 < right < 352 and 340 < bottom < 400


def test_nothing_printed_has_no_box():
    assert map_ridges(np.full((200, 200), 250, np.uint8)).box(200, 200) is None


@needs_real_prints
def test_a_good_real_print_scores_above_a_poor_one():
    good, poor = (
        extract(read_image((FVC / f"{name}.png").read_bytes())).quality
        for name in ("fvc2002/DB1_B/101_1", "fvc2004/DB2_B/106_8")
    )
    assert good.usable and good.score > 60 and good.reasons == ()
    assert not poor.usable and poor.score < 50 and quality.FEW_MINUTIAE in poor.reasons
