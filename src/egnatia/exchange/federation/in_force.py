"""The lists that this node has applied, and which of them is in force."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from egnatia.exchange.federation.listing import Listing, SignedListing, read_file
from egnatia.exchange.models import FederationList


def find_newest() -> Listing | None:
    """The last one applied, in force or not yet: the next list has to follow it."""
    row = FederationList.objects.order_by("-number").only("digest", "content").first()
    return _read(row.digest, row.content).listing if row else None


def find_in_force(now: datetime) -> Listing | None:
    """None before the first list: member files count."""
    row = FederationList.objects.filter(in_force_from__lte=now).order_by("-number").only("digest", "content").first()
    return _read(row.digest, row.content).listing if row else None


def find_applied(number: int) -> SignedListing | None:
    """The list of this number that was applied here, in force or not."""
    row = FederationList.objects.filter(number=number).only("digest", "content").first()
    return _read(row.digest, row.content) if row else None


def is_governed() -> bool:
    """Whether a list was ever applied: from then on member files by themselves change nothing."""
    return FederationList.objects.exists()


def read_all() -> Iterator[SignedListing]:
    """Every list that was applied, from the first on."""
    for row in FederationList.objects.order_by("number"):
        yield _read(row.digest, row.content)


@lru_cache(maxsize=64)
def _read(digest: str, content: str) -> SignedListing:
    """A list is read once: it never changes."""
    return read_file(content.encode())
