"""Sine and cosine for slow waves: to five decimals, several times as fast as the library's, and alike on every machine."""

import math

from egnatia.engines.fingerprint.synthetic.compiled import inlined

_HALF_TURNS = 1.0 / math.pi


@inlined
def sine(angle: float) -> float:
    """sin(angle) within 0.000005: Taylor's polynomial of degree 9 of the angle's distance from the nearest zero."""
    turns = angle * _HALF_TURNS
    whole = math.floor(turns + 0.5)
    x = math.pi * (turns - whole)
    if int(whole) & 1:
        x = -x
    y = x * x
    return x * (1.0 + y * (-1.0 / 6.0 + y * (1.0 / 120.0 + y * (-1.0 / 5040.0 + y / 362880.0))))


@inlined
def cosine(angle: float) -> float:
    """cos(angle) within 0.000005."""
    return sine(angle + 0.5 * math.pi)
