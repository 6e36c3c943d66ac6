"""What is said of a document's name beside the declared one, on the shared pairs, by scripts: same, differs, or can't be told.

Bits are those of cross-validation (`_name_fit`), as in `names_pairs`; the lines of the probability are the program's own.

    python -m benches.holder_names
"""

import math
from collections import Counter
from dataclasses import replace
from typing import Any

from benches._name_calibration import name_scripts
from benches._name_fit import cross_validate, make_table, read_pairs
from benches._record import record
from egnatia.engines.documents.holder_names import EVEN, judge_pair
from egnatia.engines.names.calibration import calibrate, find_probability

ALL = "all"
WORDS = {True: "same", False: "differ", None: "can't be told"}


def main() -> None:
    pairs = read_pairs()
    nats = cross_validate(pairs, make_table(pairs, None))
    said: dict[tuple[str, bool], Counter[str]] = {}
    for names, scripts, group, bits, same in zip(
        pairs.names, pairs.scripts, name_scripts(pairs).tolist(), nats / math.log(2), pairs.same.tolist(), strict=True
    ):
        judged = judge_pair(*names)
        if judged is not None:
            likely = find_probability(calibrate(float(bits), *scripts, is_counted=False), EVEN)
            judged = replace(judged, probability=likely.value)
        for name in (ALL, group):
            said.setdefault((name, same), Counter())[WORDS[judged.verdict if judged else None]] += 1
    record("holder_names", [row for name in sorted({name for name, _ in said}) for row in make_rows(name, said)])


def make_rows(name: str, said: dict[tuple[str, bool], Counter[str]]) -> list[dict[str, Any]]:
    rows = []
    for same, wrong, limit in ((True, "differ", "at most 1"), (False, "same", "at most 0.5")):
        counts = said[name, same]
        shares = {verdict: round(100 * count / counts.total(), 2) for verdict, count in counts.items()}
        whose = "one person's names" if same else "strangers' names"
        rows.append(
            {
                "metric": f"holder_names.{name}.{'same' if same else 'other'}",
                "value": shares.get(wrong, 0.0),
                "unit": f"% of {counts.total()} pairs of {whose} are said to {'differ' if same else 'be the same'}",
                "target": limit if name == ALL else None,
                "peers": {verdict: share for verdict, share in shares.items() if verdict != wrong},
            }
        )
    return rows


if __name__ == "__main__":
    main()
