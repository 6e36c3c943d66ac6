"""Learns which sounds stand for which in spellings of one word, and writes `engines/names/sound_pairs.npz`.

From single words of real people's names in two spellings each, none of them among the pairs that the engine is judged on by
set:

- Arabic, Hebrew, Russian against Latin: the files wd_arabic.normalized.aligned.tokens, wd_hebrew.normalized.aligned.tokens and
  wd_russian_80 of the repository NETransliteration-COLING2018 by S. Ash and others (MIT; labels of Wikidata, CC0; Merhav and
  Ash, "Design Challenges in Named Entity Transliteration", COLING 2018), in the folder --words
- Latin against Latin: different Latin words of the same Arabic or Russian one, and words against themselves
- Arabic against Arabic and Hebrew against Hebrew: different words of the same Latin one, and words against themselves, heard as
  if in Latin letters, as names of one script are

Nothing but probabilities of sounds goes into the file. Expectation maximisation as in Ristad and Yianilos 1998. Some of the
pairs aren't spellings of one word (4 % by what is learned, 8 % of the Latin ones): from the third round on a pair counts as
much as it is likely to be one at all, by the weight of evidence that the round before gives it.

    python -m benches.names_sounds --words FOLDER [--only NAME …]
"""

import argparse
import math
import random
from collections import defaultdict
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import numba
import numpy as np
from numpy.typing import NDArray

import egnatia.engines.names as package
from egnatia.engines.names.kernels import weigh_words
from egnatia.engines.names.letters import SOUNDS
from egnatia.engines.names.prepared import LATIN_SOUNDS
from egnatia.engines.names.sounds import hear
from egnatia.engines.names.spelling import read_name
from egnatia.engines.names.transducer import make_transducer

FILES = {"Arab": "wd_arabic.normalized.aligned.tokens", "Hebr": "wd_hebrew.normalized.aligned.tokens", "Cyrl": "wd_russian_80"}
MOST = 80_000  # pairs of each
ROUNDS = 8
ROUNDS_OF_ALL = 3  # before pairs are doubted
SLIPS = 0.01  # of the steps of a script against itself
DOUBT = 3.0  # nats: a pair of this weight is as likely one word as not
PRIOR = 30.0  # steps that weren't seen, spread as `make_start` has it
ORDER_PRIOR = 20.0  # times that each sound was followed by any other as often as that is found at all
_OUT = Path(next(iter(package.__path__))) / "sound_pairs.npz"
_OPEN = set("aeiou") | {"A", "W", "Y", "Y2", "H", "'", "J", "h"}

Word = tuple[str, str, int]  # in its script, in Latin letters, how many persons are called so
Sounds = NDArray[np.uint8]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--words", type=Path, required=True)
    options.add_argument("--only", nargs="+", metavar="NAME", help="learn these alone and keep the others as they are")
    given = options.parse_args()
    words = {script: read_words(given.words / name) for script, name in FILES.items()}
    learned: dict[str, NDArray[np.float32]] = {}
    alike = {name: pair_spellings(*sources) for name, sources in list_alike(words).items()}
    with np.load(_OUT) as before:
        kept = {name: before[name] for name in before.files if given.only and name not in ("sounds", "provenance")}
    for script, of_script in {**words, **alike}.items():
        if given.only and script not in given.only:
            continue
        pairs = hear_words(of_script[:MOST])
        if script in alike:  # which of the two is the first means nothing
            pairs = [(LATIN_SOUNDS[first], LATIN_SOUNDS[second], weight) for first, second, weight in pairs]
            pairs += [(second, first, weight) for first, second, weight in pairs]
        orders = [count_orders([(pair[side], pair[2]) for pair in pairs]) for side in (0, 1)]
        steps = learn(pairs, orders)
        if script != "Latn" and script in alike:
            steps = add_slips(steps, (kept | learned)["Latn"])
        learned |= {
            script: steps.astype(np.float32),
            f"{script} first": orders[0],
            f"{script} second": orders[1],
        }
        print(f"{script}: {len(pairs)} pairs of words", flush=True)
    provenance = f"learned by benches/names_sounds.py on {datetime.now(UTC).date()}"
    np.savez_compressed(_OUT, sounds=np.array(SOUNDS), provenance=provenance, **(kept | learned))
    print(provenance, _OUT.stat().st_size, "bytes")


def add_slips(steps: NDArray[np.float64], latin: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of one script alone the labels are spelled by rule; hands at a desk also slip, as those who write Latin do, only less."""
    of_latin = np.asarray(latin, np.float64)
    slipped = steps.sum(axis=1, keepdims=True) * of_latin / np.maximum(of_latin.sum(axis=1, keepdims=True), 1e-12)
    mixed = (1 - SLIPS) * steps + SLIPS * (slipped + slipped.T) / (2 * slipped.sum())
    return np.asarray(mixed / mixed.sum())


def read_words(file: Path) -> list[Word]:
    words = []
    for line in file.read_text(encoding="utf-8").splitlines():
        latin, foreign, count = line.split("\t")
        words.append((foreign.replace(" ", ""), latin, int(count)))
    random.Random(1).shuffle(words)
    return words


def list_alike(words: dict[str, list[Word]]) -> dict[str, tuple[list[Word], int]]:
    """By script that is held against itself: from which words, and which side of these is in it."""
    return {"Latn": (words["Arab"] + words["Cyrl"], 1), **{f"{name} alone": (words[name], 0) for name in ("Arab", "Hebr")}}


def pair_spellings(words: list[Word], side: int) -> list[Word]:
    """Words of one side that are spellings of one of the other, where they are few; and words with themselves, to MOST."""
    by_other: dict[str, set[str]] = defaultdict(set)
    for word in words:
        if len(word[side]) > 2:
            by_other[word[1 - side]].add(word[side])
    drawn = random.Random(2)
    pairs = [
        (one, other, 1)
        for spellings in by_other.values()
        if 2 <= len(spellings) <= 6
        for one, other in permutations(sorted(spellings), 2)
        if one[0] == other[0] or drawn.random() < 0.3
    ]
    drawn.shuffle(pairs)
    pairs = pairs[: MOST * 3 // 4]
    same = [(word[side], word[side], 1) for word in words[: MOST - len(pairs)]]
    return pairs + same


def hear_words(words: list[Word]) -> list[tuple[Sounds, Sounds, float]]:
    """Sounds of both spellings and the weight of the pair: many persons say more than one, but not as much more."""
    pairs = []
    for foreign, latin, count in words:
        one, other = read_name(foreign), read_name(latin)
        if len(one) == len(other) == 1:
            a, b = hear(one[0].spelling, one[0].script), hear(other[0].spelling, other[0].script)
            if len(a) and len(b):
                pairs.append((a, b, min(4.0, 1 + math.log(count))))
    return pairs


def make_start() -> NDArray[np.float64]:
    """Before anything is learned: a sound stands for itself, open ones for one another, and may be left out."""
    pairs = np.full((len(SOUNDS), len(SOUNDS)), 0.02)
    for i, one in enumerate(SOUNDS):
        for j, other in enumerate(SOUNDS):
            if i and j and one == other:
                pairs[i, j] = 3
            elif i and j and {one, other} <= _OPEN:
                pairs[i, j] = 0.3
            elif i and j and one.lower()[0] == other.lower()[0]:
                pairs[i, j] = 0.6
        pairs[i, 0] = pairs[0, i] = 1.0 if one in _OPEN else 0.15
    pairs[0, 0] = 0
    return pairs / pairs.sum()


def learn(words: list[tuple[Sounds, Sounds, float]], orders: list[NDArray[np.float32]]) -> NDArray[np.float64]:
    start = make_start()
    pairs = start.copy()
    first, first_at = _join([a for a, _, _ in words])
    second, second_at = _join([b for _, b, _ in words])
    weights = np.array([weight for _, _, weight in words])
    likely = np.ones(len(words))
    for done in range(1, ROUNDS + 1):
        counts = PRIOR * start
        count_steps(first, first_at, second, second_at, weights * likely, pairs, counts)
        counts[0, 0] = 0
        pairs = counts / counts.sum()
        if done >= ROUNDS_OF_ALL:
            evidence = np.empty(len(words))
            weigh_all(first, first_at, second, second_at, make_transducer(pairs, *orders), evidence)
            likely = 1 / (1 + np.exp(DOUBT - evidence))
    return pairs


@numba.njit
def weigh_all(first, first_at, second, second_at, model, evidence):  # type: ignore[no-untyped-def]
    room = np.empty((2, np.diff(second_at).max() + 1))
    for k in range(len(evidence)):
        a, b = first[first_at[k] : first_at[k + 1]], second[second_at[k] : second_at[k + 1]]
        evidence[k] = weigh_words(a, b, model, room)


def count_orders(words: list[tuple[Sounds, float]]) -> NDArray[np.float32]:
    """float32[SOUNDS, SOUNDS]: logarithm of how likely a sound follows another in a word; 0 is its beginning and its end."""
    counts = np.zeros((len(SOUNDS), len(SOUNDS)))
    for word, weight in words:
        ends = np.array([0, *word, 0])
        np.add.at(counts, (ends[:-1], ends[1:]), weight)
    alone = counts.sum(axis=0) / counts.sum()
    return np.log((counts + ORDER_PRIOR * alone) / (counts.sum(axis=1, keepdims=True) + ORDER_PRIOR) + 1e-9).astype(np.float32)


def _join(words: list[Sounds]) -> tuple[Sounds, NDArray[np.int64]]:
    return np.concatenate(words), np.cumsum([0] + [len(word) for word in words])


@numba.njit
def count_steps(first, first_at, second, second_at, weights, pairs, counts):  # type: ignore[no-untyped-def]
    """Adds to `counts` how often each step is expected in the making of all pairs (forward and backward algorithm)."""
    for k in range(len(weights)):
        a, b = first[first_at[k] : first_at[k + 1]], second[second_at[k] : second_at[k + 1]]
        n, m = len(a), len(b)
        forward, backward = np.zeros((n + 1, m + 1)), np.zeros((n + 2, m + 2))
        forward[0, 0] = backward[n, m] = 1.0
        for i in range(n + 1):
            for j in range(m + 1):
                if i:
                    forward[i, j] += forward[i - 1, j] * pairs[a[i - 1], 0]
                if j:
                    forward[i, j] += forward[i, j - 1] * pairs[0, b[j - 1]]
                if i and j:
                    forward[i, j] += forward[i - 1, j - 1] * pairs[a[i - 1], b[j - 1]]
        if forward[n, m] <= 0:
            continue
        share = weights[k] / forward[n, m]
        for i in range(n, -1, -1):
            for j in range(m, -1, -1):
                if i < n:
                    step = pairs[a[i], 0] * backward[i + 1, j]
                    backward[i, j] += step
                    counts[a[i], 0] += share * forward[i, j] * step
                if j < m:
                    step = pairs[0, b[j]] * backward[i, j + 1]
                    backward[i, j] += step
                    counts[0, b[j]] += share * forward[i, j] * step
                if i < n and j < m:
                    step = pairs[a[i], b[j]] * backward[i + 1, j + 1]
                    backward[i, j] += step
                    counts[a[i], b[j]] += share * forward[i, j] * step


if __name__ == "__main__":
    main()
