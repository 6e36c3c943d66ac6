"""Can whoever sees a sealed answer tell a match from no match? A classifier on its size and its time tries to.

    python -m benches.exchange_match_alike [--answers 10000] [--persons 3000] [--folder var/bench/alike]

One node with `persons` synthetic persons, its server and its worker; another node asks it over HTTP on loopback with its own
keys, one search after the other, as many that match as that don't, in random order. Seen of an answer: its status, the bytes of
body and headers, and the seconds until its first and its last byte, as the asking node's own software has them before it opens
the letter. A logistic regression over all of them and their squares is fitted on nine tenths and judged on the last tenth by
the area under the curve (0.5: guessing), ten times; beside it stands each feature alone, or its mirror. Reported is the largest
of all.
"""

import argparse
import json
import os
import random
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benches._record import record
from egnatia.site.demo.processes import Processes
from egnatia.site.demo.region import DemoNode

PORTS = {"MK": 8585, "RS": 8586}
FEATURES = (
    "status", "bytes", "header bytes", "seconds to first byte", "seconds to last byte", "steps", "seconds beyond the step",
)  # fmt: skip
_LAST_BYTE, _STEP_SECONDS = 4, 0.1  # default of exchange_answer_step_ms
_FOLDS, _ROUNDS, _POOL, _WARM_UP = 10, 300, 1000, 20


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer: what was in it, and what there was to see of it."""

    matched: bool
    features: tuple[float, ...]


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("--answers", type=int, default=10_000, help="of each kind")
    options.add_argument("--persons", type=int, default=3000)
    options.add_argument("--folder", type=Path, default=Path("var/bench/alike"))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--dry", action="store_true", help="print, don't record")
    given = options.parse_args()
    asked, asker = (DemoNode(code, port, (given.folder / code.lower()).absolute()) for code, port in PORTS.items())
    _make(asked, asker, given.persons)
    with Processes() as processes:
        processes.start(asked)
        processes.wait_until_answering(asked)
        os.environ |= {"EGNATIA_NODE": str(asker.directory), "DJANGO_SETTINGS_MODULE": "egnatia.site.settings"}
        seen = _ask(asked, given.answers, random.Random(given.seed))
    _tell(seen, given)


def _make(asked: DemoNode, asker: DemoNode, persons: int) -> None:
    """Both nodes anew: the asked one filled, each known to the other, and no quota in the way."""
    from egnatia.site.setup import create_node, set_up_in_new_process

    settings = {
        "demo": True,
        "extraction_workers": 1,
        "exchange_daily_quota": {"MIG": 10_000_000},
        "exchange_witness_hours": 72,
    }
    for each in (asked, asker):
        shutil.rmtree(each.directory, ignore_errors=True)
        made = create_node(
            each.directory, partner=each.partner, name="Bench", port=each.port, host="127.0.0.1", url=each.url, database_url="",
            settings=settings,
        )  # fmt: skip
        set_up_in_new_process(made, administrator="ada", password="bench-Egnatia-2026")  # noqa: S106  (a throw-away node's)
    asked.run("demo-fill", "--persons", str(persons))
    files = {each.partner: each.directory / "run" / f"{each.partner}.member" for each in (asked, asker)}
    for each in (asked, asker):
        files[each.partner].parent.mkdir(exist_ok=True)
        each.run("partners", "export", str(files[each.partner]))
    for each, other in ((asked, asker), (asker, asked)):
        added = json.loads(each.run("partners", "add", str(files[other.partner]), "--json"))
        each.run("partners", "confirm", other.partner, added["fingerprint"])


def _ask(asked: DemoNode, answers: int, chance: random.Random) -> list[Seen]:
    """So many answers of each kind; which kind it was is what the opened answer says."""
    import django

    django.setup()
    from egnatia.exchange.models import Partner
    from egnatia.site.demo_data.people import node_seeds

    partner = Partner.objects.get(code=asked.partner)
    line = _Line(partner)
    known = list(node_seeds(asked.partner, _POOL))
    pool = {True: [_fingers(seed) for seed in known], False: [_fingers(90_000_000 + seed) for seed in range(_POOL)]}
    missing = {True: answers, False: answers}
    seen: list[Seen] = []
    for _ in range(_WARM_UP):
        line.ask(chance.choice(pool[chance.random() < 0.5]))
    while any(missing.values()):
        kind = chance.choices((True, False), weights=(missing[True], missing[False]))[0]
        answer = line.ask(chance.choice(pool[kind]))
        if missing[answer.matched]:  # not every known person is told of: a partner's own nationals aren't
            missing[answer.matched] -= 1
            seen.append(answer)
    return seen


def _fingers(seed: int) -> tuple[Any, ...]:
    """A second take of somebody's ten fingers, as they go over the line."""
    from egnatia.biometrics.records import to_record
    from egnatia.engines.fingerprint.synthetic import synthetic_fingers
    from egnatia.exchange.messages.fingers import FingerRecord

    taken = synthetic_fingers(seed, 1)
    return tuple(
        FingerRecord(position=place, record=to_record(one, position=place, quality=80)) for place, one in taken.items()
    )


class _Line:
    """The asking node's own posting, and what can be seen of each response before it is opened."""

    def __init__(self, partner: Any) -> None:
        from egnatia.exchange import keys
        from egnatia.exchange.delivery.posting import open_client

        self._partner, self._keys, self._own = partner, partner.keys, keys.own()
        self._client = open_client()
        self._sent = 0.0
        self._features: tuple[float, ...] = ()
        self._client.event_hooks = {"request": [self._note_request], "response": [self._note_response]}

    def ask(self, fingers: tuple[Any, ...]) -> Seen:
        from egnatia.exchange.delivery.posting import post_letters
        from egnatia.exchange.messages.search import SearchAnswer

        (answer,) = post_letters(self._client, self._partner.url, [self._letter(fingers)], self._own, self._keys)
        content = answer.message.content
        if not isinstance(content, SearchAnswer):
            raise SystemExit(f"no answer to a search: {content}")
        return Seen(content.result == "possible_match", self._features)

    def _letter(self, fingers: tuple[Any, ...]) -> str:
        from egnatia.base import clock
        from egnatia.base.ids import new_id
        from egnatia.exchange import envelope
        from egnatia.exchange.messages import Message
        from egnatia.exchange.messages.search import SearchQuestion

        message = Message(
            id=new_id(), sender=self._own.partner, receiver=self._partner.code, made_at=clock.now(), correspondence=new_id(),
            number=1, content=SearchQuestion(fingers=fingers), purpose="MIG", case=new_id(),
        )  # fmt: skip
        return envelope.write_letter(message.to_body(), self._own)

    def _note_request(self, request: Any) -> None:
        self._sent = time.perf_counter()

    def _note_response(self, response: Any) -> None:
        first = time.perf_counter() - self._sent
        response.read()
        last = time.perf_counter() - self._sent
        headers = sum(len(name) + len(value) for name, value in response.headers.raw)
        self._features = (response.status_code, len(response.content), headers, first, last)


def area_under_curve(scores: NDArray[np.float64], matched: NDArray[np.bool_]) -> float:
    """How often a match scores higher than no match, ties counted half (Mann and Whitney)."""
    order = np.argsort(scores, kind="stable")
    _, first, counts = np.unique(scores[order], return_index=True, return_counts=True)
    ranks = np.empty(len(scores))
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    positive = int(matched.sum())
    return float((ranks[matched].sum() - positive * (positive + 1) / 2) / (positive * (len(scores) - positive)))


def cross_validated_area(features: NDArray[np.float64], matched: NDArray[np.bool_], seed: int) -> float:
    """Mean area of ten folds, each with as many of both kinds, by a logistic regression that was fitted without the fold.

    Scores of different folds aren't pooled: where there is nothing to learn, that falls below one half by itself.
    """
    chance = np.random.default_rng(seed)
    halves = [np.array_split(chance.permutation(np.flatnonzero(matched == kind)), _FOLDS) for kind in (True, False)]
    areas = []
    for fold in (np.concatenate(pair) for pair in zip(*halves, strict=True)):
        rest = np.setdiff1d(np.arange(len(features)), fold)
        mean, spread = features[rest].mean(axis=0), features[rest].std(axis=0)
        columns = (features - mean) / np.where(spread > 0, spread, 1)
        design = np.column_stack([np.ones(len(columns)), columns, columns**2])
        areas.append(area_under_curve(design[fold] @ _fit(design[rest], matched[rest].astype(float)), matched[fold]))
    return float(np.mean(areas))


def _fit(design: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a logistic regression by Newton's steps, with a ridge that keeps constant columns harmless."""
    weights = np.zeros(design.shape[1])
    ridge = 1e-3 * len(target) * np.eye(design.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (target - chance) - ridge @ weights
        step = np.linalg.solve((design * (chance * (1 - chance))[:, None]).T @ design + ridge, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _tell(seen: list[Seen], given: argparse.Namespace) -> None:
    features = np.array([one.features for one in seen], dtype=np.float64)
    matched = np.array([one.matched for one in seen])
    steps = features[:, -1:] // _STEP_SECONDS
    features = np.column_stack([features, steps, features[:, -1:] - steps * _STEP_SECONDS])
    areas = {"classifier": cross_validated_area(features, matched, given.seed)}
    for name, column in zip(FEATURES, features.T, strict=True):
        area = area_under_curve(column, matched)
        areas[name] = max(area, 1 - area)
        middle = np.median(column[matched]), np.median(column[~matched])
        print(f"{name}: {area:.3f} alone; median with a match {middle[0]:.5f}, without {middle[1]:.5f}", file=sys.stderr)
    print(f"classifier: {areas['classifier']:.3f}", file=sys.stderr)
    apart = abs(np.median(features[matched, _LAST_BYTE]) - np.median(features[~matched, _LAST_BYTE])) * 1000
    middle_ms = float(np.median(features[:, _LAST_BYTE])) * 1000
    about = f"{matched.sum()} with and {(~matched).sum()} without a match, {given.persons} persons"
    rows = [
        {"metric": "exchange.match_auc", "value": round(max(areas.values()), 3), "unit": about, "target": "≤ 0.55"},
        {"metric": "exchange.match_median_apart_ms", "value": round(apart, 3), "unit": "ms", "target": "≤ 2"},
        {"metric": "exchange.search_answer_ms", "value": round(middle_ms, 1), "unit": "ms"},
    ]
    if given.dry:
        print("\n".join(f"{row['metric']}: {row['value']} {row['unit']}" for row in rows))
    else:
        record("exchange_match_alike", rows)


if __name__ == "__main__":
    main()
