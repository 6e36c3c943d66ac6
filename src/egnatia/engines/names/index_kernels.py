"""The inner loops of the candidate index: words that may be a token, entries that have them, and what each entry adds up to.

All read a `index_parts.Part`, which another thread may be scrubbing: every number that
may stand there is a place that exists.
"""

import numpy as np

from egnatia.engines.names.births import weigh_births
from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.kernels import weigh_words
from egnatia.engines.names.keys import count_article
from egnatia.engines.names.traits import weigh_traits

ARTICLE_COST = 1.0  # nats, for a word that is the token once its article is left out
LONGEST_WORDS = 100  # sounds of two words together, of 40 at most each (`sounds`), and some
MOST_WEIGHED = 20_000  # words that a token is held against
LEAST_WORD = 1.0  # nats; words of less are not the token
RARE = 4_000  # entries: a token that no more have makes each of them a candidate
MOST_SCORED = 300_000  # entries
ENOUGH = 2_000  # entries; with fewer, those of common words are taken too
MOST_TOKENS = 6  # the rarest are looked for; also what fits into the bits of a byte beside GATHERED
MOST_WORDS = 8  # of an entry that are scored
GATHERED = 128
LEFT_OF_BOTH = -3.0  # bits: a token without a partner on either side was changed
LEFT_OF_ONE = -1.0  # and where only one side has one left, it was lost


@kernel
def match_words(part, keys, heard, latin, models, model_of, is_first, is_same, as_latin, place, words, weights):  # type: ignore[no-untyped-def]
    """Find words that share a key with a token and weigh them; fills words and weights, in nats, and returns how many.

    keys     uint64[k]: of the token; heard, latin: uint8[n], its sounds
    models   of `transducer`, stacked; model_of: int64[scripts], which of them is for a script and the token's
    is_first, is_same  bool[scripts]: whether the token is the model's first side, and of that script itself
    as_latin uint8[SOUNDS]; place: uint16[words], zero before and after
    """
    seen, seen_count, count = np.empty(MOST_WEIGHED, np.int32), 0, 0
    room, latin_room = np.empty((2, LONGEST_WORDS)), np.empty(LONGEST_WORDS, np.uint8)
    for key in keys:
        low = np.searchsorted(part.keys, key, side="left")
        high = np.searchsorted(part.keys, key, side="right")
        for at in range(part.key_starts[low], part.key_starts[high]):
            word = part.key_words[at]
            if place[word] or seen_count == MOST_WEIGHED:
                continue
            place[word] = 1
            seen[seen_count] = word
            seen_count += 1
            sounds = part.sounds[part.sound_starts[word] : part.sound_starts[word + 1]]
            if part.counts[word] <= 0 or len(sounds) == 0:
                continue
            script = part.scripts[word]
            which = model_of[script]
            model = (models[0][which], models[1][which], models[2][which], models[3][which], models[4][which])
            weight, skipped = -1e9, count_article(sounds)
            for begin in (0, skipped) if skipped else (0, 0):
                if begin == 0 and weight > -1e9:
                    break
                of_word = sounds[begin:]
                for k in range(len(of_word)):
                    latin_room[k] = as_latin[of_word[k]]
                if is_first[script]:
                    ours = latin if is_same[script] else heard
                    found = weigh_words(ours, latin_room[: len(of_word)], model, room)
                else:
                    found = weigh_words(of_word, latin, model, room)
                weight = max(weight, found - (ARTICLE_COST if begin else 0.0))
            if weight > LEAST_WORD:
                words[count], weights[count] = word, weight
                count += 1
    for k in range(seen_count):
        place[seen[k]] = 0
    return count


@kernel
def gather(part, starts, words, near, seen, found):  # type: ignore[no-untyped-def]
    """Find entries worth a score; fills found: int32[MOST_SCORED], and returns how many.

    starts: int64[tokens + 1], where each token's words begin in words: int32[n], the rarest token first
    near:   int64[n, 2], spans of entries that are born on a day that may be the one
    seen:   uint8[entries], zero before and after
    """
    count, marked, tokens = 0, 0, len(starts) - 1
    for token in range(tokens):
        bit, total = np.uint8(1 << token), 0
        of_token = words[starts[token] : starts[token + 1]]
        for word in of_token:
            total += part.posting_starts[word + 1] - part.posting_starts[word]
        marked += total
        is_rare = total <= RARE
        for word in of_token:
            for at in range(part.posting_starts[word], part.posting_starts[word + 1]):
                entry = part.postings[at]
                before = seen[entry]
                if before < GATHERED and (is_rare or before & ~bit) and count < MOST_SCORED:
                    found[count] = entry
                    count += 1
                    before |= GATHERED
                seen[entry] = before | bit
    for k in range(len(near)):
        for entry in range(near[k, 0], near[k, 1]):
            count = _gather_one(entry, seen, found, count, MOST_SCORED)
    for token in range(tokens):
        if count >= ENOUGH:
            break
        for word in words[starts[token] : starts[token + 1]]:
            for at in range(part.posting_starts[word], part.posting_starts[word + 1]):
                count = _gather_one(part.postings[at], seen, found, count, RARE)
    if marked > len(seen) // 16:
        seen[:] = 0
    else:
        for word in words:
            for at in range(part.posting_starts[word], part.posting_starts[word + 1]):
                seen[part.postings[at]] = 0
        seen[found[:count]] = 0
    return count


@kernel
def _gather_one(entry, seen, found, count, most):  # type: ignore[no-untyped-def]
    if 0 < seen[entry] < GATHERED and count < most:
        found[count] = entry
        seen[entry] |= GATHERED
        return count + 1
    return count


@kernel
def score_names(part, found, starts, words, bits, tokens, place, scores, scripts, sums):  # type: ignore[no-untyped-def]
    """Fills scores: float32[len(found)], the bits of names, and scripts: uint8[len(found)], of each name (`find_script`).

    A word is paired with the token it is most bits of, the surest pair first. Adds 2 ** score to sums: float64, by script.
    `place` as in match_words; tokens: how many the probe has in all.
    """
    asked = len(starts) - 1
    table, size = np.zeros((min(len(words), 65_534) + 1, asked), np.float32), 0
    for token in range(asked):
        for at in range(starts[token], starts[token + 1]):
            if place[words[at]] == 0 and size < 65_534:
                size += 1
                place[words[at]] = size
            if place[words[at]]:
                table[place[words[at]], token] = max(table[place[words[at]], token], bits[at])
    pairs = np.empty((MOST_WORDS, asked), np.float32)
    for k in range(len(found)):
        begin, end = part.entry_starts[found[k]], part.entry_starts[found[k] + 1]
        many = min(end - begin, MOST_WORDS)
        for at in range(many):
            pairs[at] = table[place[part.entry_words[begin + at]]]
        score, paired = np.float32(0.0), 0
        while paired < min(many, asked):
            best, best_word, best_token = np.float32(0.0), -1, -1
            for at in range(many):
                for token in range(asked):
                    if pairs[at, token] > best:
                        best, best_word, best_token = pairs[at, token], at, token
            if best_word < 0:
                break
            score += best
            paired += 1
            pairs[best_word] = 0
            pairs[:many, best_token] = 0
        left, other_left = max(tokens - paired, 0), max(end - begin - paired, 0)
        both = min(left, other_left)
        scores[k] = score + both * LEFT_OF_BOTH + (max(left, other_left) - both) * LEFT_OF_ONE
        scripts[k] = find_script(part, found[k])
        sums[scripts[k]] += np.exp2(scores[k])
    for word in words:
        place[word] = 0


@kernel
def add_to_scores(part, found, birth, traits, of_places, scripts, too_much, scores):  # type: ignore[no-untyped-def]
    """Adds birth date, traits and the bits of places to the scores of names.

    too_much  float64, bits that those of a script have less
    """
    for k in range(len(found)):
        scores[k] += weigh_births(birth, part.births[found[k]]) + weigh_traits(traits, part.traits[found[k]])
        scores[k] += of_places[k] - too_much[scripts[k]]


@kernel
def find_script(part, entry):  # type: ignore[no-untyped-def]
    """Of an entry's words, the script that leaves least open, as `prepared.Name` has it."""
    words = part.entry_words[part.entry_starts[entry] : part.entry_starts[entry + 1]]
    script = part.scripts[words[0]] if len(words) else np.uint8(0)
    for word in words[1:]:
        script = min(script, part.scripts[word])
    return script


@kernel
def pick_best(part, found, scores, limit):  # type: ignore[no-untyped-def]
    """int64[k]: places in `found` of the best `limit` and those as good as the last, without any that are gone."""
    least = np.float32(-np.inf)
    if len(scores) > limit:
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    picked, count = np.empty(len(scores), np.int64), 0
    for k in range(len(scores)):
        if scores[k] >= least and part.rows[found[k]] >= 0:
            picked[count] = k
            count += 1
    return picked[:count].copy()
