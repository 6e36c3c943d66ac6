"""A list as an operator looks at it: what it changes against the one before it, from when, who has signed, who is missing."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from egnatia.base.errors import Problem
from egnatia.exchange.federation import in_force
from egnatia.exchange.federation.chain import Standing, check_succession, fork, look_at_signatures
from egnatia.exchange.federation.listing import Listing, SignedListing
from egnatia.exchange.federation.rules import check_lawful
from egnatia.exchange.federation.wording import describe_changes, describe_signatures, moment_in_words


@dataclass(frozen=True, slots=True)
class Proposal:
    """What there is to see.

    signed_by    partners whose signatures count
    obstacle     why it can't be applied whoever signs, "" where nothing is in the way
    is_complete  every signature is there
    is_applied   it was applied here before
    """

    number: int
    digest: str
    fingerprint: str
    in_force_from: str
    from_when: datetime
    changes: list[str]
    signatures: list[str]
    signed_by: list[str]
    obstacle: str
    is_complete: bool
    is_applied: bool

    def as_dict(self) -> dict[str, Any]:
        """For a machine."""
        return {name: value for name, value in asdict(self).items() if name != "from_when"}


def look_at(signed: SignedListing) -> Proposal:
    """Against the list applied here that has the number before."""
    listing = signed.listing
    previous, applied = in_force.find_applied(listing.number - 1), in_force.find_applied(listing.number)
    before = previous.listing if previous else None
    standing = look_at_signatures(signed, before)
    is_applied = applied is not None and applied.listing.digest == listing.digest
    obstacle = "" if is_applied else _find_obstacle(listing, before, applied.listing if applied else None)
    return Proposal(
        number=listing.number,
        digest=listing.digest,
        fingerprint=listing.fingerprint,
        in_force_from=moment_in_words(listing.in_force_from),
        from_when=listing.in_force_from,
        changes=describe_changes(listing, before),
        signatures=_signature_words(standing, obstacle),
        signed_by=sorted(standing.signed),
        obstacle=obstacle,
        is_complete=standing.is_complete and not obstacle,
        is_applied=is_applied,
    )


def _signature_words(standing: Standing, obstacle: str) -> list[str]:
    return [obstacle] if obstacle else describe_signatures(standing)


def _find_obstacle(listing: Listing, before: Listing | None, other: Listing | None) -> str:
    """`other`: what was applied here under the same number."""
    try:
        if other is not None:
            raise fork(other, listing)
        check_succession(listing, before)
        check_lawful(listing)
    except Problem as problem:
        return f"{problem.message} {problem.cure}"
    return ""
