"""Which of a register's words may be a token: those that share a key with it, weighed by the transducer, four at a time.

A search holds tens of thousands of words against its tokens and keeps one in thirty. Each step of the transducer waits for the
one before, so four words of one script and length go side by side; to each it gives what `kernels.weigh_words` gives.

All is read from an `index_parts.Part` that another thread may be scrubbing: every number that may stand there is a place
that exists.
"""

import numpy as np

from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.kernels import weigh_alone
from egnatia.engines.names.keys import count_article

ARTICLE_COST = 1.0  # nats, for a word that is the token once its article is left out
LONGEST_WORDS = 100  # sounds of two words together, of 40 at most each (`sounds`), and some
MOST_WEIGHED = 60_000  # words that a token is held against
LEAST_WORD = 1.0  # nats; words of less are not the token
FOUR = 4


@kernel
def match_words(part, keys, heard, latin, models, model_of, is_first, is_same, as_latin, place, words, weights):  # type: ignore[no-untyped-def]
    """Find words that share a key with a token and weigh them; fills words and weights, in nats, and returns how many.

    keys     uint64[k]: of the token; heard, latin: uint8[n], its sounds
    models   of `transducer`, stacked; model_of: int64[scripts], which of them is for a script and the token's
    is_first, is_same  bool[scripts]: whether the token is the model's first side, and of that script itself
    as_latin uint8[SOUNDS]; place: uint16[words], zero before and after
    """
    sharing = _find_sharing(part, keys, place)
    whose, skipped, starts = _sort_spellings(part, sharing, len(model_of))
    best = np.full(len(sharing), -np.inf)
    room = (np.empty((LONGEST_WORDS, FOUR), np.uint8), np.empty((LONGEST_WORDS, FOUR)), np.empty((LONGEST_WORDS, FOUR)))
    for script in range(len(model_of)):
        of_script = starts[script * LONGEST_WORDS : (script + 1) * LONGEST_WORDS + 1]
        if of_script[0] == of_script[-1]:
            continue
        which, first = model_of[script], is_first[script]
        model = (models[0][which], models[1][which], models[2][which], models[3][which], models[4][which])
        token = heard if first and not is_same[script] else latin
        table = _tabulate(token, model, first, as_latin)
        for length in range(1, LONGEST_WORDS):
            for at in range(of_script[length], of_script[length + 1], FOUR):
                four = slice(at, min(at + FOUR, of_script[length + 1]))
                _weigh_four(part, sharing, whose[four], skipped[four], length, table, room, best)
    count = 0
    for at in range(len(sharing)):
        if best[at] > LEAST_WORD:
            words[count], weights[count] = sharing[at], best[at]
            count += 1
    return count


@kernel
def _find_sharing(part, keys, place):  # type: ignore[no-untyped-def]
    """int32[k]: words that have one of the keys and that somebody bears, each once, at most MOST_WEIGHED."""
    found, count = np.empty(MOST_WEIGHED, np.int32), 0
    for key in keys:
        low = np.searchsorted(part.keys, key, side="left")
        high = np.searchsorted(part.keys, key, side="right")
        for at in range(part.key_starts[low], part.key_starts[high]):
            word = part.key_words[at]
            if place[word] == 0 and part.counts[word] > 0 and count < MOST_WEIGHED:
                place[word] = 1
                found[count] = word
                count += 1
    for word in found[:count]:
        place[word] = 0
    return found[:count]


@kernel
def _sort_spellings(part, sharing, scripts):  # type: ignore[no-untyped-def]
    """Words by script and length, as they stand and without an article: int32[n], which of `sharing` each is, and uint8[n],
    how many sounds are left out; and int64[scripts * LONGEST_WORDS + 1], where those of script · LONGEST_WORDS + length begin.
    """
    whose, skipped = np.empty(2 * len(sharing), np.int32), np.zeros(2 * len(sharing), np.uint8)
    kind, starts, count = np.empty(2 * len(sharing), np.int64), np.zeros(scripts * LONGEST_WORDS + 1, np.int64), 0
    for at in range(len(sharing)):
        word = sharing[at]
        sounds = part.sounds[part.sound_starts[word] : part.sound_starts[word + 1]]
        whole, article = part.scripts[word] * LONGEST_WORDS + len(sounds), count_article(sounds)
        whose[count], kind[count] = at, whole
        count += 1
        if article:
            whose[count], skipped[count], kind[count] = at, article, whole - article
            count += 1
    for at in range(count):
        starts[kind[at] + 1] += 1
    starts = np.cumsum(starts)
    ends, order = starts.copy(), np.empty(count, np.int64)
    for at in range(count):
        order[ends[kind[at]]] = at
        ends[kind[at]] += 1
    return whose[order], skipped[order], starts


@kernel
def _tabulate(token, model, is_first, as_latin):  # type: ignore[no-untyped-def]
    """What the transducer asks for of one token, by the sounds of words as the index keeps them: probabilities of steps that
    make a sound of each (float64[n, SOUNDS]), of the token alone (float64[n]) and of the word alone (float64[SOUNDS]); how
    words are heard (uint8[SOUNDS]); logarithms of their sounds and order; and that of the token by itself.
    """
    pairs, many = model[0] if is_first else np.ascontiguousarray(model[0].T), len(as_latin)
    heard_as = as_latin if is_first else np.arange(many).astype(np.uint8)
    steps, of_word, of_token = np.empty((len(token), many)), np.empty(many), np.empty(len(token))
    for sound in range(many):
        of_word[sound] = pairs[0, heard_as[sound]]
        for at in range(len(token)):
            steps[at, sound] = pairs[token[at], heard_as[sound]]
    for at in range(len(token)):
        of_token[at] = pairs[token[at], 0]
    alone = weigh_alone(token, model[1], model[3]) if is_first else weigh_alone(token, model[2], model[4])
    sounds, order = (model[2], model[4]) if is_first else (model[1], model[3])
    return steps, of_token, of_word, heard_as, sounds, order, alone


@kernel
def _weigh_four(part, sharing, whose, skipped, length, table, room, best):  # type: ignore[no-untyped-def]
    """Raises best: float64[len(sharing)] to the nats of up to four spellings of one length (`kernels.weigh_words`)."""
    steps, of_token, of_word, heard_as, sounds, order, alone = table
    heard, left_out, row = room
    row[0] = 1.0
    for lane in range(FOUR):
        spelling = min(lane, len(whose) - 1)
        begin = part.sound_starts[sharing[whose[spelling]]] + skipped[spelling]
        for at in range(length):
            heard[at, lane] = part.sounds[begin + at]
            left_out[at, lane] = of_word[heard[at, lane]]
            row[at + 1, lane] = row[at, lane] * left_out[at, lane]
    for i in range(len(of_token)):
        step, lost = steps[i], of_token[i]
        above0, above1, above2, above3 = row[0, 0], row[0, 1], row[0, 2], row[0, 3]
        left0, left1, left2, left3 = above0 * lost, above1 * lost, above2 * lost, above3 * lost
        row[0, 0], row[0, 1], row[0, 2], row[0, 3] = left0, left1, left2, left3
        for j in range(length):
            before0, before1, before2, before3 = row[j + 1, 0], row[j + 1, 1], row[j + 1, 2], row[j + 1, 3]
            left0 = before0 * lost + left0 * left_out[j, 0] + above0 * step[heard[j, 0]]
            left1 = before1 * lost + left1 * left_out[j, 1] + above1 * step[heard[j, 1]]
            left2 = before2 * lost + left2 * left_out[j, 2] + above2 * step[heard[j, 2]]
            left3 = before3 * lost + left3 * left_out[j, 3] + above3 * step[heard[j, 3]]
            row[j + 1, 0], row[j + 1, 1], row[j + 1, 2], row[j + 1, 3] = left0, left1, left2, left3
            above0, above1, above2, above3 = before0, before1, before2, before3
    for lane in range(len(whose)):
        word, before = 0.0, 0
        for at in range(length):
            sound = heard_as[heard[at, lane]]
            word += sounds[sound] + order[before, sound]
            before = sound
        apart = alone + (word + order[before, 0]) / 2
        weight = np.log(max(row[length, lane], 1e-300)) - apart - (ARTICLE_COST if skipped[lane] else 0.0)
        best[whose[lane]] = max(best[whose[lane]], weight)
