"""Runs of fillers in what Tesseract read: towards the end of a long run it takes them for K, E, C or S.

Mended is only what can't be anything else: what comes after a name's second identifier, after a run that no second identifier
follows, and letters of those four that stand between a run of fillers and the end of a line of numbers. How many fillers there
are is left to `mrz.cleaning`, which knows how wide lines are.
"""

import re

_TAKEN_FOR_FILLERS = "KECS"
#: Primary identifier (with what is before it), separator, secondary identifier, and what comes then.
_NAMES = re.compile(r"(?P<primary>[^<]+(?:<[^<]+)*?)(?P<separator><{2,})(?P<secondary>[^<]+(?:<[^<]+)*)?(?P<rest><{2,}.*)?$")
_LONG_RUN = re.compile(r"<{4,}.*$")
_END_OF_NUMBERS = re.compile(rf"<{{2,}}[<{_TAKEN_FOR_FILLERS}]*(?=\d?$)")
_BETWEEN = re.compile(rf"(?<=<)[{_TAKEN_FOR_FILLERS}](?=<)")
_FEW_DIGITS = 4


def mend_fillers(text: str) -> str:
    """The lines, each with its runs of fillers made whole."""
    return "\n".join(_mend(line.strip()) for line in text.splitlines() if line.strip())


def _mend(line: str) -> str:
    if sum(map(str.isdigit, line)) >= _FEW_DIGITS:
        return _END_OF_NUMBERS.sub(_as_fillers, line)
    whole = _LONG_RUN.sub(_as_fillers, _BETWEEN.sub("<", line))
    found = _NAMES.match(whole)
    if found is None or not found["secondary"]:
        return whole
    return f"{found['primary']}<<{found['secondary']}{'<' * len(found['rest'] or '')}"


def _as_fillers(found: re.Match[str]) -> str:
    return "<" * len(found.group())
