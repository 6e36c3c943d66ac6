"""What a verification found wrong: values with a code and a sentence, so that one run tells everything."""

from collections import Counter
from dataclasses import dataclass

_MOST_OF_ONE_CODE = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `code` is stable and machine-readable, `message` names what and where."""

    code: str
    message: str


class Findings:
    """Gathers findings; of one code it keeps the first twenty, and says how many more there were."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, message: str) -> None:
        self._counts[code] += 1
        if self._counts[code] <= _MOST_OF_ONE_CODE:
            self._found.append(Finding(code, message))

    def close(self) -> tuple[Finding, ...]:
        """All of them, in the order in which they were found."""
        more = {code: count - _MOST_OF_ONE_CODE for code, count in self._counts.items() if count > _MOST_OF_ONE_CODE}
        return (*self._found, *(Finding(code, f"The same {count} times more.") for code, count in more.items()))
