"""The inner loops of the comparison: words against words, tokens paired, sums made."""

import numpy as np

from egnatia.engines.names.compiling import kernel

JOIN_COST = 1.0  # nats, for tokens that one hand writes together and the other apart
NOTHING_ALIKE = 6.0  # nats of surprise where no word is paired
MOST_ALONE = 15.0  # nats: what a word says by itself, where nobody counted how many bear it, is at most this
SURELY = 6.0  # nats: a pair of this weight shares all that its words say, one of none shares nothing
SURPRISING = 4.0  # nats by which two spellings of one word may be less alike than usual
WELL_SPELLED = 0.6  # nats a sound: no better is asked of a pair

#: What is summed up of two names, in the order in which `compare_names` fills it in; all but the first in nats.
FEATURES = (
    "words",  # of the name that has fewer
    "weight",  # of all pairs, by the transducer
    "weight_if_left",  # the same, where any word is left over
    "shared",  # information of the words that are paired, the mean of both sides
    "share",  # that, as a part of it and of what is left over
    "differ",  # information of the words that both names have left over, and what pairs don't share
    "lacking",  # information of the words that one name has left over beyond that
    "worst_surprise",  # by how much the worst pair is less alike than two spellings usually are
    "surprise",  # of all pairs, what is more than SURPRISING
    "least_per_sound",  # weight of the worst pair by its sounds
)


@kernel
def weigh_words(a, b, model, room):  # type: ignore[no-untyped-def]
    """Nats by which two words are likelier to be one, spelled twice, than two: `transducer`.

    a, b: uint8[n], sounds; model: `transducer.Transducer`; room: float64[2, len(b) + 1] at least.
    """
    return _weigh_together(a, b, model[0], room) - weigh_alone(a, model[1], model[3]) - weigh_alone(b, model[2], model[4])


@kernel
def _weigh_together(a, b, pairs, room):  # type: ignore[no-untyped-def]
    """Logarithm of how likely both words are made at once."""
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
    return np.log(max(before[len(b)], 1e-300))


@kernel
def weigh_alone(word, sounds, order):  # type: ignore[no-untyped-def]
    """Logarithm of how likely the word is by itself: the mean of that by its sounds and of that by their order."""
    weight, before = 0.0, 0
    for sound in word:
        weight += sounds[sound] + order[before, sound]
        before = sound
    return (weight + order[before, 0]) / 2


@kernel
def compare_names(a, a_starts, a_information, b, b_starts, b_information, model, features, found):  # type: ignore[no-untyped-def]
    """Pair the tokens of two names, those of most weight first, and sum up; returns how many pairs there are.

    a, b: uint8[n], sounds of all tokens; a_starts, b_starts: int64[tokens + 1], where each begins; a_information,
    b_information: float64[tokens], in nats, or empty where nobody counted; model: `transducer.Transducer`. Fills features:
    float64 in the order of FEATURES, and found: float64[tokens, 5], of each pair its tokens from and to, of a and of b, and its
    weight in nats.
    """
    n, m = len(a_starts) - 1, len(b_starts) - 1
    features[:] = 0.0
    if n == 0 or m == 0 or a_starts[-1] == a_starts[0] or b_starts[-1] == b_starts[0]:
        return 0
    room = np.empty((2, b_starts[-1] - b_starts[0] + 1))
    # of each token against each: as they stand, and two neighbours of the longer name taken together
    weights = np.full((n, m, 2), -1e9)
    a_span, b_span = (2 if n > m else 1), (2 if m > n else 1)
    a_alone, b_alone = (
        _weigh_each(a, a_starts, a_span, model[1], model[3]),
        _weigh_each(b, b_starts, b_span, model[2], model[4]),
    )
    for p in range(n):
        for q in range(m):
            a_word, b_word = a[a_starts[p] : a_starts[p + 1]], b[b_starts[q] : b_starts[q + 1]]
            weights[p, q, 0] = _weigh_together(a_word, b_word, model[0], room) - a_alone[p, 0] - b_alone[q, 0]
            if n != m and p + a_span <= n and q + b_span <= m:
                a_words, b_words = a[a_starts[p] : a_starts[p + a_span]], b[b_starts[q] : b_starts[q + b_span]]
                together = _weigh_together(a_words, b_words, model[0], room)
                weights[p, q, 1] = together - a_alone[p, 1] - b_alone[q, 1] - JOIN_COST
    a_taken, b_taken = np.zeros(n, np.bool_), np.zeros(m, np.bool_)
    count = _pair_greedily(weights, model[7], a_span, b_span, a_taken, b_taken, found)
    a_side, b_side = (a, a_starts, a_alone, a_information, model[5]), (b, b_starts, b_alone, b_information, model[6])
    _sum_up(a_taken, b_taken, a_side, b_side, found, count, features)
    return count


@kernel
def _weigh_each(sounds, starts, span, weights, order):  # type: ignore[no-untyped-def]
    """float64[tokens, 2]: `weigh_alone` of each word, and of `span` words from it on."""
    alone = np.zeros((len(starts) - 1, 2))
    for at in range(len(alone)):
        alone[at, 0] = weigh_alone(sounds[starts[at] : starts[at + 1]], weights, order)
        alone[at, 1] = alone[at, 0]
        if span > 1 and at + span < len(starts):
            alone[at, 1] = weigh_alone(sounds[starts[at] : starts[at + span]], weights, order)
    return alone


@kernel
def _pair_greedily(weights, least, a_span, b_span, a_taken, b_taken, found):  # type: ignore[no-untyped-def]
    n, m = weights.shape[0], weights.shape[1]
    count = 0
    while count < min(n, m):
        best, best_p, best_q, best_s = least, -1, -1, 0
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
def _sum_up(a_taken, b_taken, a_side, b_side, found, count, features):  # type: ignore[no-untyped-def]
    """Fills `features` in the order of FEATURES; a side: sounds, starts, weights alone, information, usual weight of sounds."""
    weight, shared, surprise, lost = 0.0, 0.0, 0.0, 0.0
    worst_surprise, least_per_sound = -1e9, WELL_SPELLED
    for k in range(count):
        a_says, a_usual, a_sounds = _look_at(a_side, int(found[k, 0]), int(found[k, 1]))
        b_says, b_usual, b_sounds = _look_at(b_side, int(found[k, 2]), int(found[k, 3]))
        weight += found[k, 4]
        says = (a_says + b_says) / 2
        sure = says * min(max(found[k, 4] / SURELY, 0.0), 1.0)
        shared += sure
        lost += says - sure
        lacks = (a_usual + b_usual) / 2 - found[k, 4]
        worst_surprise = max(worst_surprise, lacks)
        surprise += max(lacks - SURPRISING, 0.0)
        least_per_sound = min(least_per_sound, found[k, 4] / max(a_sounds + b_sounds, 1))
    a_left, b_left = _count_left(a_taken, a_side), _count_left(b_taken, b_side)
    differ, lacking = lost + min(a_left, b_left), abs(a_left - b_left)
    is_left = not (a_taken.all() and b_taken.all())
    features[0] = min(len(a_taken), len(b_taken))
    features[1] = weight
    features[2] = weight if is_left else 0.0
    features[3] = shared
    features[4] = shared / max(shared + differ + lacking, 1.0)
    features[5] = differ
    features[6] = lacking
    features[7] = worst_surprise if count else NOTHING_ALIKE
    features[8] = surprise
    features[9] = least_per_sound if count else 0.0


@kernel
def _look_at(side, begin, end):  # type: ignore[no-untyped-def]
    """Of words of one side, taken as one: information, what is usual of their sounds, how many sounds."""
    sounds, starts, alone, information, usual = side
    says = expected = 0.0
    for at in range(begin, end):
        if starts[at] < starts[at + 1]:
            says += information[at] if len(information) else min(-alone[at, 0], MOST_ALONE) / 2
    for sound in sounds[starts[begin] : starts[end]]:
        expected += usual[sound]
    return says, expected, starts[end] - starts[begin]


@kernel
def _count_left(taken, side):  # type: ignore[no-untyped-def]
    left = 0.0
    for at in range(len(taken)):
        if not taken[at]:
            left += _look_at(side, at, at + 1)[0]
    return left


@kernel
def weigh_many(probe, listed, is_probe_first, model, weights, base, bits):  # type: ignore[no-untyped-def]
    """Compare one name with many: fills bits, float64[names].

    probe: sounds, starts and information as in `compare_names`; listed: the same of all names, one after the other, and names:
    int64[names + 1], which token each begins with; is_probe_first: whether the model's first side is the probe's; weights:
    float64[FEATURES] and base, in bits.
    """
    ours, our_starts, our_information = probe
    sounds, starts, information, names = listed
    features = np.empty(len(FEATURES))
    found = np.empty((max(len(our_starts), 1 + np.diff(names).max()), 5))
    for k in range(len(names) - 1):
        own = starts[names[k] : names[k + 1] + 1]
        says = information[names[k] : names[k + 1]] if len(information) else information
        if is_probe_first:
            compare_names(ours, our_starts, our_information, sounds, own, says, model, features, found)
        else:
            compare_names(sounds, own, says, ours, our_starts, our_information, model, features, found)
        bits[k] = 0.0
        if features.any():
            bits[k] = base
            for at in range(len(features)):
                bits[k] += features[at] * weights[at]
