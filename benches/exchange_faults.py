"""Six nodes under ten thousand faults: what is lost, doubled, out of order or not provable afterwards.

    python -m benches.exchange_faults [--faults 10000] [--round 1000] [--seed 1]

Rounds of faults over six live nodes with lines of their own (tests/exchange/faults): connections cut, requests doubled,
delayed, altered and mixed up, processes killed, clocks put wrong, disks full. After each round everything has to be whole. What
is done is kept in var/bench/faults.json, so that a campaign that is stopped goes on where it was; --fresh begins anew. Nodes
are made anew every ten rounds, because everything that was ever said between them is looked at after each.
"""

import argparse
import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from benches._record import record
from tests.exchange.faults.campaign import campaign

STATE = Path("var/bench/faults.json")
_ROUNDS_OF_A_REGION = 10


def main() -> None:
    """Go on with the campaign, then record."""
    options = argparse.ArgumentParser()
    options.add_argument("--faults", type=int, default=10_000)
    options.add_argument("--round", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--fresh", action="store_true")
    given = options.parse_args()
    rounds = [] if given.fresh or not STATE.is_file() else json.loads(STATE.read_text())
    while _faults(rounds).total() < given.faults:
        _go_on(rounds, given)
    kinds = _faults(rounds)
    print(f"{sum(one['messages'] for one in rounds)} messages, {kinds.total()} faults: {dict(kinds.most_common())}")
    target = f"0 of {kinds.total()} faults, {kinds['kill']} of them kills"
    record(
        "exchange_faults",
        [
            {
                "metric": f"exchange.faults_{what}",
                "value": sum(len(one[what]) for one in rounds),
                "unit": "messages" if what != "unproven" else "logs",
                "target": target,
            }
            for what in ("lost", "doubled", "reordered", "unproven")
        ],
    )


def _go_on(rounds: list[dict[str, object]], given: argparse.Namespace) -> None:
    """Some rounds over one region."""
    folder = Path(tempfile.mkdtemp(prefix="egnatia-faults-"))
    seed = given.seed + len(rounds)
    earlier = 0
    with campaign(folder, seed) as running:
        for _ in range(_ROUNDS_OF_A_REGION):
            if (left := given.faults - _faults(rounds).total()) <= 0:
                break
            found = running.run(min(given.round, left))
            rounds.append(vars(found) | {"messages": found.messages - earlier})
            earlier = found.messages
            STATE.parent.mkdir(parents=True, exist_ok=True)
            STATE.write_text(json.dumps(rounds, indent=1))
            how = "clean" if found.is_clean else "NOT CLEAN"
            print(f"round {len(rounds)}: {found.faults.total()} faults, {found.messages} messages so far, {how}", flush=True)
            if not found.is_clean:
                raise SystemExit(f"{json.dumps(vars(found), indent=1)[:4000]}\nThe nodes are kept in {folder}.")
    shutil.rmtree(folder)


def _faults(rounds: list[dict[str, object]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in rounds:
        total.update(one["faults"])
    return total


if __name__ == "__main__":
    main()
