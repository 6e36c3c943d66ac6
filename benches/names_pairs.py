"""Whether pairs of names are told to be one person's or two persons', on the shared pairs, by script and origin, beside others.

With --fit the weights of the sums (`comparison`) and the lines of the probability (`calibration`) are fitted to all pairs and
written to `engines/names`, and limits that a group has improved on are lowered (`tests/engines/names/limits.json`). Rates are
always those of cross-validation (`_name_fit`). What sounds stand for one another was learned from other data (`names_sounds`).

One threshold for a set gives its F1, and one threshold over all pairs, which 1 % of the different persons reach, the rates by
group: thresholds of all programs are chosen so, on the scores that they are applied to; 95 % intervals are Wilson's. Figures
are those with a pool's counts (`_name_fit`), and beside them those without.

    python -m benches.names_pairs [--fit]
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

import egnatia.engines.names as package
from benches import _name_calibration as calibration
from benches._name_fit import Floats, Pairs, cross_validate, drop_words, make_pools, make_table, make_weights, read_pairs
from benches._name_peers import PUBLISHED, Peer, compare_peers
from benches._rates import find_best_f1, find_threshold, find_wilson
from benches._record import keep_curves, record
from egnatia.engines.names.comparison import Pool, compare_many, prepare

FALSE_POSITIVES = 0.01
CANDIDATES = 200
LIMITS = Path(__file__).parents[1] / "tests" / "engines" / "names" / "limits.json"
OURS, OURS_ALONE = "Egnatia", "Egnatia, no pool"
F1_TARGETS = {"wd_labels": "at least 0.955", "wb_forms": "at least 0.992", "arab_composed": "at least 0.960"}
ARABIC_SCRIPT = ("wd_labels ar", "wd_labels fa", "wd_labels ur", "wd_labels ckb")
_OUT = Path(next(iter(package.__path__)))

Rates = dict[str, dict[str, tuple[int, int]]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fit", action="store_true")
    given = options.parse_args()
    pairs = read_pairs()
    pools = make_pools(pairs)
    tables = {"pool": make_table(pairs, pools), "no pool": make_table(pairs, None)}
    scores = {name: cross_validate(pairs, table) for name, table in tables.items()}
    rates = {OURS: rate_groups(pairs, scores["pool"]), OURS_ALONE: rate_groups(pairs, scores["no pool"])}
    if given.fit:
        write_fits(pairs, tables, scores)
        lower_limits(rates)
    peers, versions = compare_peers(pairs.names)
    rates |= {peer.name: rate_groups(pairs, peer.scores) for peer in peers}
    likely = {name: calibration.judge(pairs, one) for name, one in scores.items()}
    rows = [
        *record_sets(pairs, scores, peers),
        *record_worst(rates),
        *record_calibration(pairs, likely),
        *record_shorter(pairs, pools, tables, scores),
        *record_groups(rates),
        *time_pairs(pairs, pools[0], peers),
    ]
    record("names_pairs", rows)
    reliability = {name: calibration.make_reliability(one, pairs.same) for name, one in likely.items()}
    keep_curves("names_pairs", {"versions": versions, "reliability": reliability, **rates})


def write_fits(pairs: Pairs, tables: dict[str, Floats], scores: dict[str, Floats]) -> None:
    evidence = {"command": "python -m benches.names_pairs --fit", "pairs": len(pairs.same)}
    weights = {"evidence": evidence, **{name: make_weights(pairs, table) for name, table in tables.items()}}
    (_OUT / "weights.json").write_text(json.dumps(weights, indent=2) + "\n")
    scripts = calibration.name_scripts(pairs)
    lines = {name: calibration.fit_lines(one, pairs.same, scripts) for name, one in scores.items()}
    (_OUT / "calibration.json").write_text(json.dumps({"evidence": evidence, **lines}, indent=2) + "\n")


def rate_groups(pairs: Pairs, scores: Floats) -> dict[str, dict[str, tuple[int, int]]]:
    """By group: `missed` and `false`, how many of how many, with the threshold that FALSE_POSITIVES of all strangers reach."""
    reach = scores >= find_threshold(scores, pairs.same, FALSE_POSITIVES)
    found = {}
    for group in sorted(set(pairs.groups.tolist())):
        same, other = (pairs.groups == group) & pairs.same, (pairs.groups == group) & ~pairs.same
        found[group] = {
            "missed": (int((~reach[same]).sum()), int(same.sum())),
            "false": (int(reach[other].sum()), int(other.sum())),
        }
    return found


def lower_limits(rates: dict[str, Rates]) -> None:
    """A group's limit is the upper end of the interval of its best rate so far: it never rises."""
    before = json.loads(LIMITS.read_text(encoding="utf-8")) if LIMITS.exists() else {}
    after: dict[str, dict[str, dict[str, float]]] = {}
    for way in (OURS, OURS_ALONE):
        for group, of_group in rates[way].items():
            known = before.get(way, {}).get(group, {})
            after.setdefault(way, {})[group] = {
                kind: min(known.get(kind, 1.0), round(find_wilson(*counts)[1], 4)) for kind, counts in of_group.items()
            }
    LIMITS.write_text(json.dumps(after, indent=1) + "\n")


def record_sets(pairs: Pairs, scores: dict[str, Floats], peers: list[Peer]) -> list[dict[str, Any]]:
    rows = []
    for name, target in F1_TARGETS.items():
        inside = pairs.sets == name
        same = pairs.same[inside]
        others = {peer.name: round(find_best_f1(peer.scores[inside], same), 3) for peer in peers}
        others = others or {"best of others, published for the whole set": PUBLISHED[name]}
        found = {way: round(find_best_f1(of_way[inside], same), 4) for way, of_way in scores.items()}
        rows.append({"metric": f"names.f1_{name}", "value": found["pool"], "unit": "F1", "target": target, "peers": others})
        rows.append({"metric": f"names.f1_{name}_no_pool", "value": found["no pool"], "unit": "F1"})
    return rows


def record_worst(rates: dict[str, Rates]) -> list[dict[str, Any]]:
    """The worst of all groups, ours with the name of the group and peers'."""
    rows = []
    for way, ending in ((OURS, ""), (OURS_ALONE, "_no_pool")):
        for metric, kind, groups, target in (
            ("names.fnr_arabic_script_worst", "missed", ARABIC_SCRIPT, "at most 0.06"),
            ("names.fpr_worst_group", "false", tuple(rates[way]), "at most 0.02"),
        ):
            worst = {name: max(groups, key=lambda group: _share(of[group][kind])) for name, of in rates.items()}
            others = {
                name: round(_share(rates[name][group][kind]), 3)
                for name, group in worst.items()
                if name not in (OURS, OURS_ALONE) and not ending
            }
            value = round(_share(rates[way][worst[way]][kind]), 4)
            unit = f"{'FNR' if kind == 'missed' else 'FPR'}, {worst[way]}"
            rows.append({"metric": metric + ending, "value": value, "unit": unit, "target": target, "peers": others})
    return rows


def record_calibration(pairs: Pairs, likely: dict[str, Floats]) -> list[dict[str, Any]]:
    rows = []
    for way, ending in (("pool", ""), ("no pool", "_no_pool")):
        error = calibration.find_calibration_error(likely[way], pairs.same)
        brier = float(np.mean((likely[way] - pairs.same) ** 2))
        peers = {"Brier score": round(brier, 4)}
        unit = "mean of |said − found|"
        rows.append({"metric": f"names.calibration_error{ending}", "value": round(error, 4), "unit": unit, "peers": peers})
    return rows


def record_shorter(
    pairs: Pairs, pools: list[Pool], tables: dict[str, Floats], scores: dict[str, Floats]
) -> list[dict[str, Any]]:
    """Misses of persons one of whose three or more words was left out once, at the threshold over all pairs."""
    short, source = drop_words(pairs)
    rows = []
    for way, ending, of_short in (("pool", "", [pools[at] for at in source]), ("no pool", "_no_pool", None)):
        found = cross_validate(pairs, tables[way], (short, make_table(short, of_short)))
        missed = found < find_threshold(scores[way], pairs.same, FALSE_POSITIVES)
        by_set = {name: round(float(missed[short.sets == name].mean()), 3) for name in F1_TARGETS}
        row = {"metric": f"names.fnr_one_word_less{ending}", "value": round(float(missed.mean()), 3)}
        rows.append(row | {"unit": f"FNR of {len(missed)}", "peers": by_set})
    return rows


def record_groups(rates: dict[str, Rates]) -> list[dict[str, Any]]:
    rows = []
    for group, of_group in rates[OURS].items():
        for metric, kind in (("fnr", "missed"), ("fpr", "false")):
            low, high = find_wilson(*of_group[kind])
            others = {name: round(_share(of[group][kind]), 3) for name, of in rates.items() if name != OURS}
            peers = {"of": of_group[kind][1], "95 % interval": f"{low:.3f}–{high:.3f}", **others}
            value = round(_share(of_group[kind]), 4)
            rows.append({"metric": f"names.{metric} {group}", "value": value, "unit": "rate", "peers": peers})
    return rows


def _share(counts: tuple[int, int]) -> float:
    return counts[0] / counts[1]


def time_pairs(pairs: Pairs, pool: Pool, peers: list[Peer]) -> list[dict[str, Any]]:
    """Of each tenth name against 200 others, as a search has its candidates: read before, and put together for each."""
    texts = [text for both in pairs.names for text in both]
    prepare.cache_clear()
    began = time.process_time()
    names = [prepare(text) for text in dict.fromkeys(texts)]
    reading = (time.process_time() - began) / len(names)
    others = {peer.name: round(peer.microseconds, 1) for peer in peers}
    rows = []
    for ending, counted in (("", pool), ("_no_pool", None)):
        compare_many(names[0], names[:CANDIDATES], counted)
        for name in names:
            for token in name.tokens:
                pool.information(token.written)
        began, count = time.process_time(), 0
        for at in range(0, len(names) - CANDIDATES, CANDIDATES // 2):
            compare_many(names[at], names[at : at + CANDIDATES], counted)
            count += CANDIDATES
        comparing = (time.process_time() - began) / count * 1e6
        beside = {"reading a name, µs": round(reading * 1e6, 1), **others} if not ending else {}
        row = {"metric": f"names.pair_us{ending}", "value": round(comparing, 2), "unit": "µs", "peers": beside}
        rows.append(row | {"target": "at most 10"})
    return rows


if __name__ == "__main__":
    main()
