"""The inner loops of the comparison: words against words, tokens paired, sums made."""

import numpy as np

from egnatia.engines.names.compiling import kernel

JOIN_COST = 1.0  # nats, for tokens that one hand writes together and the other apart
LEAST_WEIGHT = -3.0  # nats: tokens of less are not one another
NOTHING = -6.0  # nats: for a pair that isn't there

#: What is summed up of two names, in the order in which `compare_names` fills it in; weights in nats.
FEATURES = (
    "total",
    "best",
    "second",
    "least",
    "left_of_fewer",  # tokens without a partner, of the name that has fewer of them
    "left_of_more",
    "sounds_left_of_fewer",
    "sounds_left_of_more",
    "paired",
    "is_single",
    "per_sound",
    "total_if_left",
    "total_if_both_left",
    "second_against",
    "least_per_sound",
)


@kernel
def weigh_words(a, b, model, room):  # type: ignore[no-untyped-def]
    """Nats by which two words are likelier to be one, spelled twice, than two: `transducer`.

    a, b: uint8[n], sounds; model: `transducer.Transducer`; room: float64[2, len(b) + 1] at least.
    """
    pairs, first, second, first_order, second_order = model
    before, now = room[0], room[1]
    before[0] = 1.0
    for j in range(len(b)):
        before[j + 1] = before[j] * pairs[0, b[j]]
    for i in range(len(a)):
        alone = pairs[a[i], 0]
        now[0] = before[0] * alone
        for j in range(len(b)):
            now[j + 1] = before[j + 1] * alone + now[j] * pairs[0, b[j]] + before[j] * pairs[a[i], b[j]]
        before, now = now, before
    together = np.log(max(before[len(b)], 1e-300))
    return together - _weigh_alone(a, first, first_order) - _weigh_alone(b, second, second_order)


@kernel
def _weigh_alone(word, sounds, order):  # type: ignore[no-untyped-def]
    """Logarithm of how likely the word is by itself: the mean of that by its sounds and of that by their order."""
    weight, before = 0.0, 0
    for sound in word:
        weight += sounds[sound] + order[before, sound]
        before = sound
    return (weight + order[before, 0]) / 2


@kernel
def compare_names(a, a_starts, b, b_starts, model, features, found):  # type: ignore[no-untyped-def]
    """Pair the tokens of two names, those of most weight first, and sum up; returns how many pairs there are.

    a, b: uint8[n], sounds of all tokens; a_starts, b_starts: int64[tokens + 1], where each begins; fills features: float64 in
    the order of FEATURES, and found: float64[tokens, 5], of each pair its tokens from and to, of a and of b, and its weight
    in nats.
    """
    n, m = len(a_starts) - 1, len(b_starts) - 1
    features[:] = 0.0
    if n == 0 or m == 0 or a_starts[-1] == a_starts[0] or b_starts[-1] == b_starts[0]:
        return 0
    room = np.empty((2, b_starts[-1] - b_starts[0] + 1))
    # of each token against each: as they stand, and two neighbours of the longer name taken together
    weights = np.full((n, m, 2), -1e9)
    a_span, b_span = (2 if n > m else 1), (2 if m > n else 1)
    for p in range(n):
        for q in range(m):
            weights[p, q, 0] = weigh_words(a[a_starts[p] : a_starts[p + 1]], b[b_starts[q] : b_starts[q + 1]], model, room)
            if n != m and p + a_span <= n and q + b_span <= m:
                a_words, b_words = a[a_starts[p] : a_starts[p + a_span]], b[b_starts[q] : b_starts[q + b_span]]
                weights[p, q, 1] = weigh_words(a_words, b_words, model, room) - JOIN_COST
    a_taken, b_taken = np.zeros(n, np.bool_), np.zeros(m, np.bool_)
    count = _pair_greedily(weights, a_span, b_span, a_taken, b_taken, found)
    _sum_up(a_taken, b_taken, a_starts, b_starts, found, count, features)
    return count


@kernel
def _pair_greedily(weights, a_span, b_span, a_taken, b_taken, found):  # type: ignore[no-untyped-def]
    n, m = weights.shape[0], weights.shape[1]
    count = 0
    while count < min(n, m):
        best, best_p, best_q, best_s = LEAST_WEIGHT, -1, -1, 0
        for p in range(n):
            for q in range(m):
                for s in range(2):
                    if weights[p, q, s] > best:
                        free = not (a_taken[p] or b_taken[q])
                        if s and free:
                            free = not (a_taken[p + a_span - 1] or b_taken[q + b_span - 1])
                        if free:
                            best, best_p, best_q, best_s = weights[p, q, s], p, q, s
        if best_p < 0:
            break
        to_p, to_q = best_p + (a_span if best_s else 1), best_q + (b_span if best_s else 1)
        a_taken[best_p:to_p] = True
        b_taken[best_q:to_q] = True
        found[count, 0], found[count, 1], found[count, 2], found[count, 3] = best_p, to_p, best_q, to_q
        found[count, 4] = best
        count += 1
    return count


@kernel
def _sum_up(a_taken, b_taken, a_starts, b_starts, found, count, features):  # type: ignore[no-untyped-def]
    """Fills `features` in the order of FEATURES."""
    total = 0.0
    for k in range(count):
        total += found[k, 4]
    a_left, a_sounds = _count_left(a_taken, a_starts)
    b_left, b_sounds = _count_left(b_taken, b_starts)
    second = found[1, 4] if count > 1 else NOTHING
    features[0] = total
    features[1] = found[0, 4] if count else NOTHING
    features[2] = second
    features[3] = found[count - 1, 4] if count else NOTHING
    features[4], features[5] = min(a_left, b_left), max(a_left, b_left)
    features[6], features[7] = min(a_sounds, b_sounds), max(a_sounds, b_sounds)
    features[8] = count
    features[9] = min(len(a_taken), len(b_taken)) == 1
    features[10] = total / (a_starts[-1] - a_starts[0] + b_starts[-1] - b_starts[0])
    features[11] = total if max(a_left, b_left) else 0.0
    features[12] = total if min(a_left, b_left) else 0.0
    features[13] = min(second, 0.0)
    for k in range(count):
        sounds = (
            a_starts[int(found[k, 1])] - a_starts[int(found[k, 0])] + b_starts[int(found[k, 3])] - b_starts[int(found[k, 2])]
        )
        each = found[k, 4] / max(sounds, 1)
        features[14] = each if k == 0 else min(features[14], each)


@kernel
def _count_left(taken, starts):  # type: ignore[no-untyped-def]
    left = sounds = 0
    for at in range(len(taken)):
        if not taken[at]:
            left += 1
            sounds += starts[at + 1] - starts[at]
    return left, sounds


@kernel
def weigh_many(  # type: ignore[no-untyped-def]
    probe, probe_starts, sounds, starts, names, is_probe_first, model, weights, base, bits
):
    """Compare one name with many: fills bits, float64[names].

    sounds: uint8[n] and starts: int64[tokens + 1] of all names, one after the other; names: int64[names + 1], which token each
    begins with; is_probe_first: whether the model's first side is the probe's; weights: float64[FEATURES] and base, in bits.
    """
    features = np.empty(len(FEATURES))
    found = np.empty((max(len(probe_starts), 1 + np.diff(names).max()), 5))
    for k in range(len(names) - 1):
        own = starts[names[k] : names[k + 1] + 1]
        if is_probe_first:
            compare_names(probe, probe_starts, sounds, own, model, features, found)
        else:
            compare_names(sounds, own, probe, probe_starts, model, features, found)
        bits[k] = 0.0
        if features.any():
            bits[k] = base
            for at in range(len(features)):
                bits[k] += features[at] * weights[at]
