"""Sample persons for the demo: the packages above say where they come from; a real node has none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Sample:
    """One synthetic person whose fingers may be used on the fingerprint page."""

    code: str
    label: str | Promise


class SampleSource(Protocol):
    """Where sample fingers come from."""

    def samples(self) -> list[Sample]:
        """What to offer as buttons."""

    def fingers(self, code: str) -> Mapping[int, bytes]:
        """Image files by position, 1 right thumb … 10 left little."""

    def photo(self, code: str) -> bytes | None:
        """A drawn face, if there is one."""


_sources: list[SampleSource] = []


def use_samples(source: SampleSource) -> None:
    """Offer these samples on the fingerprint page (called by the demo's set-up)."""
    _sources[:] = [source]


def find_source() -> SampleSource | None:
    """The samples of this node, where it is a demo."""
    return _sources[0] if _sources else None
