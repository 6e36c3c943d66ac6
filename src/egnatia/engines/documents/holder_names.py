"""Whether the holder's name in a document is that of the person who shows it, as far as spelling tells.

Bits of the comparison become a probability by the two names' scripts (`names.calibration`), before which that the document is
another's counts as likely as that it is theirs. How often either limit errs, script by script, is measured by
`benches/holder_names.py`: who is told that names differ has to explain it, so of one person's names at most one in a hundred
may be called so, and of strangers' at most one in two hundred may be called the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from egnatia.engines.linkage.names import compare_names, kind_of
from egnatia.engines.linkage.records import WrittenName
from egnatia.engines.names.calibration import calibrate, find_probability
from egnatia.engines.names.comparison import prepare
from egnatia.engines.names.scripts import Script

EVEN = 0.5
#: From this probability on two names are one person's; up to this they are two persons'. In between it can't be told.
AGREE, DIFFER = 0.9, 0.05


@dataclass(frozen=True, slots=True)
class Judged:
    """How likely two names are one person's by their bits, and whether their words let them agree at all."""

    probability: float
    may_agree: bool

    @property
    def verdict(self) -> bool | None:
        if self.probability >= AGREE and self.may_agree:
            return True
        return False if self.probability <= DIFFER else None


def judge_names(of_document: Iterable[str], said: Iterable[str]) -> bool | None:
    """Whether one spelling of each agrees (True) or none does (False); None where that can't be told."""
    judged = [judge_pair(*pair) for pair in product(of_document, said)]
    verdicts = {one.verdict for one in judged if one is not None}
    return True if True in verdicts else False if verdicts == {False} else None


def judge_pair(first: str, second: str) -> Judged | None:
    """None where one has no word that can be read.

    Names that share words while both have others never agree: brothers' do so, and may show one another's documents. Nor do
    those of one script other than Latin whose words have different consonants: no such pairs were counted.
    """
    found = compare_names((WrittenName(first),), (WrittenName(second),), None)
    if found is None or found.level == "not_comparable":
        return None
    scripts = prepare(first).script, prepare(second).script
    is_uncounted = scripts[0] is scripts[1] is not Script.LATIN
    may_agree = kind_of(found.level) != "differing" and not (is_uncounted and found.level == "similar_spelling")
    evidence = calibrate(found.weight.bits, *scripts, is_counted=False)
    return Judged(find_probability(evidence, EVEN).value, may_agree)
