"""Draws docs/fairness.md from benches/results/curves/names_pairs.json: nothing in it is written by hand.

python -m benches._fairness
"""

import json
from pathlib import Path
from typing import Any

from benches._rates import find_wilson
from benches._record import CURVES

PAGE = Path(__file__).parent.parent / "docs" / "fairness.md"
_SOURCE = CURVES / "names_pairs.json"
_OURS = ("Egnatia", "Egnatia, no pool")
_TARGET = {"missed": 0.06, "false": 0.02}
_SETS = {
    "wd_labels": "labels of public figures, with their Latin form",
    "wb_forms": "forms of this region's names",
    "arab_composed": "composed names",
}
_LANGUAGES = {
    "ar": "Arabic",
    "az": "Azerbaijani (Latin)",
    "bg": "Bulgarian",
    "ckb": "Sorani",
    "el": "Greek",
    "fa": "Persian",
    "he": "Hebrew",
    "hy": "Armenian",
    "ka": "Georgian",
    "mk": "Macedonian",
    "ru": "Russian",
    "sr": "Serbian (Cyrillic)",
    "sr_el": "Serbian (Latin)",
    "uk": "Ukrainian",
    "ur": "Urdu",
}
_HEAD = """<!-- Written by `python -m benches._fairness` from benches/results/curves/names_pairs.json; don't edit. -->

# Fairness: for whom the comparison of names errs

Two errors are counted for each script and origin: how often one person's two names are **missed**, and how often two different
persons' names are **taken for one**. All programs are asked about the same pairs in the same run, and each has one threshold
over all pairs, which at most 1 % of the pairs of different persons reach. In brackets the 95 % interval (Wilson).

- Egnatia's weights are cross-validated: no name that is judged was learned from. The thresholds are chosen on the scores that
  they are applied to, for all programs alike.
- *With a pool* the comparison knows how common words are where the names come from. The pool is the set's own names, of the
  composed ones those of one origin, without regard to who is whom; a register has that of itself. The others know no pool, nor
  does the column *without*.
- Two of three strangers of the composed names and one of three of the others share words with the person: strangers who are
  met by chance are taken for one far less often.
- Labels are of public figures. How people of this route are written by border posts isn't measured by them.
- In the forms of Albanian names, 8 of the 519 pairs of different persons seem to be one person spelled twice (*Vesna
  Jovanoviæ* and *Весна Јовановић*, *Et'hem Çeku* and *Етем Чеку*); they stay in.
- The price of few strangers is paid by persons of whose three words one was left out: see `names.fnr_one_word_less` in
  [benchmarks.md](benchmarks.md#names_pairs).
- A name never decides: it makes somebody *possible*, never a hit.

Which limits the suite holds is in `tests/engines/names/limits.json`: no group may be worse than the upper end of the interval
of its best rate so far. How names are compared is in [names.md](names.md); times and F1 are in
[benchmarks.md](benchmarks.md#names_pairs).
"""


def page() -> str:
    """The whole page."""
    found = json.loads(_SOURCE.read_text(encoding="utf-8"))
    peers = [name for name in found if name not in (*_OURS, "versions", "reliability")]
    return "".join(
        [
            _HEAD,
            _draw_errors(found, peers, "missed", "One person, missed"),
            _draw_errors(found, peers, "false", "Different persons, taken for one"),
            _draw_reliability(found["reliability"]),
            _draw_versions(found["versions"]),
        ]
    )


def _draw_errors(found: dict[str, Any], peers: list[str], kind: str, title: str) -> str:
    target = f"{_TARGET[kind]:.0%}".replace("%", " %")
    words = "Arabic, Persian, Urdu and Sorani labels" if kind == "missed" else "any group"
    lines = [f"\n## {title}\n\nTarget for {words}: at most {target}. Shares in %.\n\n"]
    heads = ["names", "pairs", "with a pool", "without", *peers]
    lines.append(f"| {' | '.join(heads)} |\n|---|---:|{'---:|' * (len(heads) - 2)}\n")
    for group, counts in found[_OURS[0]].items():
        cells = [_put(found[name][group][kind], interval=True) for name in _OURS]
        cells += [_put(found[name][group][kind], interval=False) for name in peers]
        lines.append(f"| {say_group(group)} | {counts[kind][1]:,} | {' | '.join(cells)} |\n")
    worst = [_put(max((of[kind] for of in found[name].values()), key=_share), interval=False) for name in (*_OURS, *peers)]
    return "".join([*lines, f"| **the worst** | | {' | '.join(worst)} |\n"])


def _put(counts: list[int], *, interval: bool) -> str:
    share = f"{_share(counts) * 100:.1f}"
    low, high = find_wilson(*counts)
    return f"{share} [{low * 100:.1f}–{high * 100:.1f}]" if interval else share


def _share(counts: list[int]) -> float:
    return counts[0] / counts[1]


def say_group(group: str) -> str:
    name, rest = group.split(" ", 1)
    return f"{_LANGUAGES.get(rest, rest.replace('~', ' and '))}: {_SETS[name]}"


def _draw_reliability(found: dict[str, list[dict[str, Any]]]) -> str:
    lines = [
        "\n## Does the probability hold\n\nOf pairs to which `calibration` gives a probability between two bounds, how many "
        "are one person; at the odds of these pairs (one to three), cross-validated.\n\n"
        f"| probability | with a pool: pairs | said | found | without: pairs | said | found |\n|---|{'---:|' * 6}\n"
    ]
    for one, other in zip(found["pool"], found["no pool"], strict=True):
        lines.append(f"| {one['from']:g}–{one['to']:g} | {_put_bin(one)} | {_put_bin(other)} |\n")
    return "".join(lines)


def _put_bin(row: dict[str, Any]) -> str:
    low, high = row["interval"]
    return f"{row['pairs']:,} | {row['said']:.3f} | {row['found']:.3f} [{low:.3f}–{high:.3f}]"


def _draw_versions(found: dict[str, str]) -> str:
    if not found:
        return "\nOther programs weren't on the machine of this run.\n"
    return f"\nOther programs: {', '.join(f'{name} {version}' for name, version in found.items())}.\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
