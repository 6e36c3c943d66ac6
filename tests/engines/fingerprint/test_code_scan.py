"""The scan of codes: it weighs as one would by hand, a weak finger doesn't speak against anybody, and codes find the person."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import build_code, find_features
from egnatia.engines.fingerprint.code_scan import build_code_probe, get_mask, scan_codes
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import TenPrint, build_template

PERSONS = 60


def make_ten_print(seed: int, take: int = 0) -> TenPrint:
    return {position: build_template(finger) for position, finger in synthetic_fingers(seed, take).items()}


def code_all(people: list[TenPrint]) -> tuple[np.ndarray, np.ndarray]:
    codes = np.zeros((len(people), 10, p.CODE_WORDS), np.uint64)
    for row, fingers in zip(codes, people, strict=True):
        for position, template in fingers.items():
            row[position - 1] = build_code(template)
    return codes, np.array([get_mask(fingers) for fingers in people], np.uint16)


def scan(probe: TenPrint, codes: np.ndarray, masks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    alike, common = np.empty(len(masks), np.float32), np.empty(len(masks), np.uint8)
    scan_codes(*build_code_probe(probe), codes, masks, alike, common)
    return alike, common


def weigh_by_hand(features: np.ndarray, code: np.ndarray) -> float:
    """Standard deviations beyond what different fingers have, from bits one by one."""
    weights = np.minimum(3, np.rint(np.abs(features) * p.CODE_WEIGHT))
    bits = np.unpackbits(code.view(np.uint8), bitorder="little").astype(bool)
    agreed = np.where((features > 0) == bits, weights, -weights).sum()
    return max(0.0, agreed / np.sqrt((weights**2).sum()) - p.CODE_IMPOSTOR)


@given(seed=st.integers(0, 10_000), mine=st.integers(1, 1023), theirs=st.integers(0, 1023))
@settings(max_examples=20, deadline=None)
def test_the_scan_weighs_as_by_hand(seed: int, mine: int, theirs: int) -> None:
    probe = {place: finger for place, finger in make_ten_print(seed % 5).items() if mine >> (place - 1) & 1}
    codes = np.random.default_rng(seed).integers(0, 2**63, (4, 10, p.CODE_WORDS)).astype(np.uint64)
    codes[0] = code_all([make_ten_print(seed % 5, take=1)])[0][0]
    alike, common = scan(probe, codes, np.full(4, theirs, np.uint16))
    fingers = [place for place in probe if theirs >> (place - 1) & 1]
    for row in range(4):
        said = [weigh_by_hand(find_features(probe[place]), codes[row, place - 1]) ** p.CODE_POWER for place in fingers]
        assert common[row] == len(fingers)
        assert np.isclose(alike[row], sum(said), rtol=1e-3, atol=1e-3)


def test_everyone_is_found_by_codes_alone() -> None:
    codes, masks = code_all([make_ten_print(seed) for seed in range(PERSONS)])
    for seed in range(PERSONS):
        alike, _ = scan(make_ten_print(seed, take=1), codes, masks)
        assert np.argmax(alike) == seed


def test_a_strangers_finger_doesnt_speak_against_the_person() -> None:
    codes, masks = code_all([make_ten_print(1)])
    probe = make_ten_print(1, take=1)
    three = {place: probe[place] for place in (2, 3, 4)}
    alone, _ = scan(three, codes, masks)
    with_a_strangers, _ = scan(three | {7: make_ten_print(9)[7]}, codes, masks)
    assert with_a_strangers[0] >= alone[0] > 0


def test_a_finger_with_one_minutia_is_scanned_too() -> None:
    finger = synthetic_fingers(1, 0, positions=(2,))[2]
    one = build_template(Minutiae(finger.points[:1], finger.quality[:1], finger.width, finger.height))
    codes, masks = code_all([make_ten_print(1)])
    alike, common = scan({2: one}, codes, masks)
    assert common[0] == 1
    assert np.isfinite(alike[0])
