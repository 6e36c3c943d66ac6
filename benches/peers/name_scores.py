"""Other programs' scores for pairs of names, for `benches/_name_peers.py`; runs in their own environment.

Reads JSON from standard input, a list of [name, name]; writes {program: {"scores": [...], "seconds": per pair}} and the
versions of what was used.

rapidfuzz     token_sort_ratio of both names by Unidecode, and by anyascii, in small letters
metaphone     Dice's coefficient of the sets of Double Metaphone codes of the words, by Unidecode
nomenklatura  `name-based` and `logic-v2` of two persons that have only a name, with the defaults of the package
"""

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

from anyascii import anyascii
from followthemoney import model
from metaphone import doublemetaphone
from nomenklatura.matching import ScoringConfig, get_algorithm
from rapidfuzz.fuzz import token_sort_ratio
from unidecode import unidecode

PACKAGES = ("rapidfuzz", "Unidecode", "anyascii", "metaphone", "nomenklatura")
Score = Callable[[str, str], float]


def make_token_sort(romanise: Callable[[str], str]) -> Score:
    return lambda first, second: token_sort_ratio(romanise(first).casefold(), romanise(second).casefold()) / 100


def compare_metaphones(first: str, second: str) -> float:
    one, other = ({doublemetaphone(word)[0] for word in unidecode(name).split()} - {""} for name in (first, second))
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def make_nomenklatura(name: str) -> Score:
    algorithm, config = get_algorithm(name), ScoringConfig.defaults()

    def compare(first: str, second: str) -> float:
        persons = []
        for text in (first, second):
            person = model.make_entity("Person")
            person.id = text  # logic-v2 remembers persons by it
            person.add("name", text)
            persons.append(person)
        return float(algorithm.compare(*persons, config).score)

    return compare


PROGRAMS: dict[str, Score] = {
    "token sort, Unidecode": make_token_sort(unidecode),
    "token sort, anyascii": make_token_sort(anyascii),
    "metaphone": compare_metaphones,
    "name-based": make_nomenklatura("name-based"),
    "logic-v2": make_nomenklatura("logic-v2"),
}


def main() -> None:
    pairs = json.load(sys.stdin)
    found = {}
    for name, score in PROGRAMS.items():
        score(*pairs[0])
        began = time.process_time()
        scores = [score(*pair) for pair in pairs]
        found[name] = {"scores": scores, "seconds": (time.process_time() - began) / len(pairs)}
    json.dump({"programs": found, "versions": {package: version(package) for package in PACKAGES}}, sys.stdout)


if __name__ == "__main__":
    main()
