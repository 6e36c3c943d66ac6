"""Counts how words of names in Arabic script are written in Latin letters, and writes `engines/names/latin_forms.tsv`.

From the file wd_arabic.normalized.aligned.tokens of the repository NETransliteration-COLING2018 by S. Ash and others: labels of
Wikidata in two languages (CC0), each word with how many persons are called so (Merhav and Ash, "Design Challenges in Named
Entity Transliteration", COLING 2018). Words of fewer than three persons are left out, and so are forms that have less than a
twelfth of what the most frequent one has: slips, and other languages' forms of the name.

    python -m benches.latin_forms --words FILE
"""

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import egnatia.engines.names as package
from egnatia.engines.names.latin_forms import MOST_FORMS, fold

FEWEST = 3
_SHARE = 12
_OUT = Path(next(iter(package.__path__))) / "latin_forms.tsv"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--words", type=Path, required=True)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in options.parse_args().words.read_text(encoding="utf-8").splitlines():
        latin, arabic, persons = line.split("\t")
        if latin.isalpha() and latin.isascii():
            counts[fold(arabic.replace(" ", ""))][latin] += int(persons)
    kept = {word: forms for word, forms in counts.items() if forms.total() >= FEWEST and len(word) > 1}
    lines = ["\t".join((word, *_likeliest(forms))) for word, forms in sorted(kept.items())]
    _OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} words")


def _likeliest(forms: Counter[str]) -> list[str]:
    most = sorted(forms.items(), key=lambda one: (-one[1], one[0]))[:MOST_FORMS]
    return [form for form, persons in most if persons * _SHARE >= most[0][1]]


if __name__ == "__main__":
    main()
