"""The inner loops of the candidate index: entries that have a name's words (`index_words`), and what each adds up to.

All read a `index_parts.Part`, which another thread may be scrubbing: every number that
may stand there is a place that exists.
"""

import numpy as np

from egnatia.engines.names.births import weigh_births
from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.places import OTHER_BITS, is_one_of
from egnatia.engines.names.traits import weigh_traits

RARE = 4_000  # entries: a token that no more have makes each of them a candidate
MOST_GATHERED = 500_000  # entries
MOST_SCORED = 4_000  # entries whose names are scored word by word
SAMPLED = 1_500  # entries of the rest, by which it is judged what these add up to
_TRAITS = np.uint32(509)  # that are kept at hand
ENOUGH = 2_000  # entries; with fewer, those of common words are taken too
MOST_TOKENS = 6  # the rarest are looked for; also what fits into the bits of a byte beside NEAR and GATHERED
MOST_WORDS = 8  # of an entry that are scored
NEAR, GATHERED = 64, 128
LEFT_OF_BOTH = -3.0  # bits: a token without a partner on either side was changed
LEFT_OF_ONE = -1.0  # and where only one side has one left, it was lost


@kernel
def gather(part, starts, words, near, seen, found, has):  # type: ignore[no-untyped-def]
    """Find entries worth a score: with a rare word, with two, or with one and a birth date that may be the one.

    Fills found: int32[MOST_GATHERED], and has: uint8[MOST_GATHERED], the tokens of which each has a word, a bit for each;
    returns how many.

    starts: int64[tokens + 1], where each token's words begin in words: int32[n], the rarest token first
    near:   int64[n, 2], spans of entries that are born on a day that may be the one
    seen:   uint8[entries], zero before and after
    """
    count, marked, tokens, is_rare = 0, 0, len(starts) - 1, False
    for begin, end in near:
        seen[begin:end] = NEAR
    for token in range(tokens):
        bit, is_last = np.uint8(1 << token), token == tokens - 1
        of_token = words[starts[token] : starts[token + 1]]
        total = 0
        for word in of_token:
            total += part.posting_starts[word + 1] - part.posting_starts[word]
        is_rare = total <= RARE
        marked += 0 if is_last else total
        for word in of_token:
            for entry in part.postings[part.posting_starts[word] : part.posting_starts[word + 1]]:
                before = seen[entry]
                if before == 0 and is_last and not is_rare:
                    continue  # nothing comes that would ask for it
                if before < GATHERED and (is_rare or before & ~bit) and count < len(found):
                    found[count] = entry
                    count += 1
                    before |= GATHERED
                seen[entry] = before | bit
    for token in range(tokens):
        if count >= ENOUGH:
            break
        for word in words[starts[token] : starts[token + 1]]:
            for entry in part.postings[part.posting_starts[word] : part.posting_starts[word + 1]]:
                if seen[entry] < GATHERED and count < min(RARE, len(found)):
                    found[count] = entry
                    count += 1
                    seen[entry] |= GATHERED | np.uint8(1 << token)
    for k in range(count):
        has[k] = seen[found[k]] & (NEAR - 1)
    if marked > len(seen) // 16:
        seen[:] = 0
    else:
        for word in words if is_rare else words[: starts[tokens - 1]]:
            for entry in part.postings[part.posting_starts[word] : part.posting_starts[word + 1]]:
                seen[entry] = 0
        for begin, end in near:
            seen[begin:end] = 0
        for entry in found[:count]:
            seen[entry] = 0
    return count


@kernel
def choose_scored(part, found, has, surest, birth, traits, asked_places, same_place, most):  # type: ignore[no-untyped-def]
    """(int32[k], int32[m]): those of `found` whose names are worth scoring, some more than `most`, and of the rest a sample.

    They are chosen by the most that they can add up to: of each token that they have a word of the bits of the surest one, and
    what birth date, traits and place say, which lie nearer at hand than the words of an entry.

    found: int32[n], entries; has: uint8[n], the tokens of which each has a word, a bit for each (`gather`)
    surest: float64[tokens], bits of each token's surest word; same_place: bits of one of asked_places: uint32[p]
    """
    tokens, first, last = len(surest), -40, 88
    of_tokens = np.zeros(1 << tokens)
    for mask in range(1 << tokens):
        for token in range(tokens):
            of_tokens[mask] += surest[token] if mask & (1 << token) else LEFT_OF_ONE
    levels, counts = np.empty(len(found), np.uint8), np.zeros(2 * (last - first), np.int64)
    # neighbours are born on one day, and there are few different traits
    last_birth, of_birth = -1, 0.0
    known_traits, of_traits = np.zeros(_TRAITS, np.uint32), np.full(_TRAITS, weigh_traits(traits, 0))
    for k in range(len(found)):
        entry = found[k]
        if part.births[entry] != last_birth:
            last_birth = part.births[entry]
            of_birth = weigh_births(birth, last_birth)
        place, has_traits = part.places[entry], part.traits[entry]
        at = has_traits % _TRAITS
        if known_traits[at] != has_traits:
            known_traits[at] = has_traits
            of_traits[at] = weigh_traits(traits, has_traits)
        bits = of_tokens[has[k]] + of_birth + of_traits[at]
        if len(asked_places) and place:
            bits += same_place if is_one_of(place, asked_places) else OTHER_BITS
        levels[k] = int(2 * (min(max(bits, first), last - 1) - first))
        counts[levels[k]] += 1
    least, chosen = len(counts), 0
    while chosen < most and least > 0:
        least -= 1
        chosen += counts[least]
    step = max((len(found) - chosen) // SAMPLED, 1)
    scored, sample = np.empty(chosen, np.int32), np.empty((len(found) - chosen) // step + 1, np.int32)
    at, rest = 0, 0
    for k in range(len(found)):
        if levels[k] >= least:
            scored[at] = found[k]
            at += 1
        else:
            if rest % step == 0:
                sample[rest // step] = found[k]
            rest += 1
    return scored, sample[: (rest + step - 1) // step]


@kernel
def score_names(part, found, counted, starts, words, bits, tokens, place, scores, scripts, sums):  # type: ignore[no-untyped-def]
    """Fills scores: float32[len(found)], the bits of names, and scripts: uint8[len(found)], of each name (`find_script`).

    A word is paired with the token it is most bits of, the surest pair first. Adds 2 ** score to sums: float64, by script, as
    often as `counted` says that an entry stands for others, too.
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
            row = place[part.entry_words[begin + at]]
            for token in range(asked):
                pairs[at, token] = table[row, token]
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
            for token in range(asked):
                pairs[best_word, token] = 0
            for at in range(many):
                pairs[at, best_token] = 0
        left, other_left = max(tokens - paired, 0), max(end - begin - paired, 0)
        both = min(left, other_left)
        scores[k] = score + both * LEFT_OF_BOTH + (max(left, other_left) - both) * LEFT_OF_ONE
        scripts[k] = find_script(part, found[k])
        sums[scripts[k]] += counted * np.exp2(scores[k])
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
