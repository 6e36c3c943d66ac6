"""The proof of a whole log from outside: exported leaves, heads signed by the log, and heads that witnesses kept.

Every head's root is computed anew from one run over the leaves, so heads that hold are consistent with each other without
proofs between them. What is wrong is a finding, not an error. Codes of findings, and what each means:

    head.other_origin      a head of another log is among the exported ones
    head.not_signed        no signature by a known key of the log
    head.signature_bad     a signature by a known key that it didn't make over this head and time
    key.not_valid          a genuine signature, made when the key wasn't valid
    head.shrinks           a head is smaller than the one before it
    head.time_backwards    a head is signed earlier than the one before it
    log.forked             the log signed two roots for one size: by itself proof that it rewrote its past
    log.leaves_missing     an exported head counts more leaves than were exported
    log.altered            leaves aren't those that the exported heads sign
    head.diverges          an exported head disagrees with the leaves that a later head signs
    log.shortened          a witness kept a head with more leaves than were exported
    log.diverges           a witness kept a head whose root isn't that of the exported leaves
    log.no_head            no head signed by the log
    kept.not_signed        a witness's head that the log didn't sign: it says nothing against the log
    cosignature.bad        a signature by a known witness that it didn't make over this head and time
    witness.contradicts    a witness cosigned a smaller head after a larger one
    entry.…                see `leaves`
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from egnatia.engines.proofs.findings import Finding, Findings
from egnatia.engines.proofs.frontier import Frontier
from egnatia.engines.proofs.heads import Checked, Head, SignedHead, check_signatures, signer_of
from egnatia.engines.proofs.keys import VerifierKey, refuse_shared_keys, write_time
from egnatia.engines.proofs.leaves import check_leaves
from egnatia.engines.proofs.merkle import EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The largest head that holds and that this witness cosigned, and when it last did so (POSIX seconds)."""

    name: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What a run has proven, and what is wrong.

    leaves    exported
    proven    the first so many are those that the log signed
    heads     exported heads that hold
    kept      heads kept by witnesses that hold
    signed    POSIX seconds of the first and last head that holds; None where there is none
    """

    origin: str
    leaves: int
    proven: int
    heads: int
    kept: int
    signed: tuple[int, int] | None
    witnesses: tuple[Witnessed, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings

    def size_witnessed_by(self, count: int) -> int:
        """How many of the first leaves at least `count` witnesses (1 or more) have seen."""
        sizes = sorted((witness.size for witness in self.witnesses), reverse=True)
        return sizes[count - 1] if len(sizes) >= count else 0

    def to_lines(self) -> list[str]:
        """The result in plain words, a sentence a line."""
        lines = [
            f"{self.origin}: {self.proven} of {self.leaves} leaves are those that signed heads stand for "
            f"({self.heads} exported, {self.kept} kept by witnesses)."
        ]
        if self.signed:
            lines.append(f"These heads were signed from {write_time(self.signed[0])} to {write_time(self.signed[1])}.")
        lines += [f"{each.name} has seen {each.size} leaves, last on {write_time(each.time)}." for each in self.witnesses]
        lines += [f"{finding.code}: {finding.message}" for finding in self.findings]
        return lines if self.findings else [*lines, "Nothing wrong was found."]


def verify_log(
    origin: str,
    heads: Sequence[SignedHead],
    keys: Sequence[VerifierKey],
    *,
    leaf_hashes: Iterable[bytes] | None = None,
    entries: Iterable[bytes] | None = None,
    kept: Iterable[SignedHead] = (),
) -> Verification:
    """Verify the log called `origin`, in one pass over its leaves and in memory for its heads only.

    heads        exported by the log, in the order in which they were signed, cosigned or not
    keys         the log's (by its signer's name) and the witnesses', from whoever the reader trusts: never from the export
    leaf_hashes  bytes[32] each, from the first leaf on; `leaves.read_hashes` reads them from a file
    entries      what the leaves are hashes of, a line of canonical JSON each; instead of leaf hashes or beside them
    kept         heads that witnesses kept, from the witnesses; those of other logs are passed over

    Raises EngineError `leaves.damaged`, `key.shared`.
    """
    refuse_shared_keys(keys)
    findings = Findings()
    reader = _HeadReader(origin, keys, findings)
    exported = [claim for signed in heads if (claim := reader.read_exported(signed))]
    held = [claim for signed in kept if (claim := reader.read_kept(signed))]
    _check_order(exported, findings)
    _check_forks([*exported, *held], findings)
    sizes = {claim.head.size for claim in [*exported, *held]}
    roots, count = _compute_roots(sizes, check_leaves(leaf_hashes, entries, findings))
    holding = [claim for claim in [*exported, *held] if claim.holds(roots)]
    proven = max((claim.head.size for claim in holding), default=0)
    if not exported and not held:
        findings.add("log.no_head", f"There is no head signed by {origin}: nothing is proven.")
    _check_reach(exported, held, count, findings)
    _check_roots(exported, held, roots, proven, findings)
    _check_witnesses([*exported, *held], findings)
    times = sorted(claim.time for claim in holding)
    return Verification(
        origin=origin,
        leaves=count,
        proven=proven,
        heads=sum(claim.holds(roots) for claim in exported),
        kept=sum(claim.holds(roots) for claim in held),
        signed=(times[0], times[-1]) if times else None,
        witnesses=_sum_up_witnesses(holding),
        findings=findings.close(),
    )


@dataclass(frozen=True, slots=True)
class _Claim:
    """A head that the log signed: at what time, and cosigned by whom."""

    head: Head
    time: int
    cosigned: tuple[Checked, ...]

    @property
    def text(self) -> str:
        return f"head of size {self.head.size} (signed {write_time(self.time)})"

    @property
    def holders(self) -> str:
        return ", ".join(sorted({checked.name for checked in self.cosigned})) or "somebody who isn't a known witness"

    def holds(self, roots: dict[int, bytes]) -> bool:
        return roots.get(self.head.size) == self.head.root

    def contradicts(self, roots: dict[int, bytes]) -> bool:
        """Do the exported leaves reach so far, and give another root?"""
        return self.head.size in roots and not self.holds(roots)


class _HeadReader:
    """Checks heads' signatures; gives those that the log signed as claims."""

    def __init__(self, origin: str, keys: Sequence[VerifierKey], findings: Findings) -> None:
        self._origin, self._signer, self._keys, self._findings = origin, signer_of(origin), keys, findings

    def read_exported(self, signed: SignedHead) -> _Claim | None:
        if signed.head.origin != self._origin:
            self._findings.add("head.other_origin", f"A head of size {signed.head.size} is of {signed.head.origin}.")
            return None
        return self._read(signed, "head.not_signed", "An exported head")

    def read_kept(self, signed: SignedHead) -> _Claim | None:
        return self._read(signed, "kept.not_signed", "A kept head") if signed.head.origin == self._origin else None

    def _read(self, signed: SignedHead, not_signed: str, what: str) -> _Claim | None:
        checks = check_signatures(signed, self._keys)
        for checked in checks:
            self._report(signed.head, checked)
        own = [checked for checked in checks if checked.name == self._signer]
        if not own:
            self._findings.add(
                not_signed, f"{what} of size {signed.head.size} has no signature by a known key of {self._signer}."
            )
        times = [checked.time for checked in own if checked.counts]
        cosigned = tuple(checked for checked in checks if checked.counts and checked.name != self._signer)
        return _Claim(signed.head, min(times), cosigned) if times else None

    def _report(self, head: Head, checked: Checked) -> None:
        if not checked.genuine:
            code = "head.signature_bad" if checked.name == self._signer else "cosignature.bad"
            self._findings.add(code, f"The signature by {checked.name} on the head of size {head.size} isn't genuine.")
        elif not checked.in_time:
            self._findings.add(
                "key.not_valid",
                f"{checked.name} signed the head of size {head.size} on {write_time(checked.time)} "
                "with a key that wasn't valid then.",
            )


def _compute_roots(sizes: set[int], leaf_hashes: Iterable[bytes]) -> tuple[dict[int, bytes], int]:
    """The root at each of these sizes that the leaves reach, and how many leaves there are."""
    frontier = Frontier()
    roots = {0: EMPTY_ROOT}
    for leaf_hash in leaf_hashes:
        frontier.append(leaf_hash)
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
    return roots, frontier.size


def _check_order(exported: list[_Claim], findings: Findings) -> None:
    for before, after in pairwise(exported):
        if after.head.size < before.head.size:
            findings.add("head.shrinks", f"The {after.text} comes after the {before.text}.")
        if after.time < before.time:
            findings.add("head.time_backwards", f"The {after.text} comes after the {before.text}.")


def _check_forks(claims: list[_Claim], findings: Findings) -> None:
    roots: dict[int, dict[bytes, _Claim]] = defaultdict(dict)
    for claim in claims:
        roots[claim.head.size].setdefault(claim.head.root, claim)
    for size, forks in sorted(roots.items()):
        if len(forks) > 1:
            told = "; ".join(f"{root.hex()[:16]}… on {write_time(claim.time)}" for root, claim in forks.items())
            findings.add("log.forked", f"{claims[0].head.origin} signed {len(forks)} roots for {size} leaves: {told}.")


def _check_reach(exported: list[_Claim], held: list[_Claim], count: int, findings: Findings) -> None:
    """Heads that count more leaves than were exported."""
    beyond = [claim for claim in exported if claim.head.size > count]
    if beyond:
        largest = max(beyond, key=lambda claim: claim.head.size)
        findings.add("log.leaves_missing", f"The {largest.text} counts more than the {count} exported leaves.")
    for claim in held:
        if claim.head.size > count:
            findings.add("log.shortened", f"{claim.holders} kept the {claim.text}; the export ends after {count} leaves.")


def _check_roots(exported: list[_Claim], held: list[_Claim], roots: dict[int, bytes], proven: int, findings: Findings) -> None:
    """Heads whose root isn't that of the exported leaves.

    Beyond the last head that holds, the leaves themselves are wrong if the log's own export says so; otherwise the leaves are
    what the log signs now, and the head shows that it signed something else before.
    """
    wrong = [claim for claim in exported if claim.contradicts(roots)]
    kept_wrong = [claim for claim in held if claim.contradicts(roots)]
    for claim in wrong:
        if claim.head.size <= proven:
            findings.add("head.diverges", f"The {claim.text} has another root than the leaves that the head of {proven} signs.")
    altered = any(claim.head.size > proven for claim in wrong)
    if altered:
        _report_altered([claim for claim in [*wrong, *kept_wrong] if claim.head.size > proven], proven, findings)
    agreed = [claim.head.size for claim in [*exported, *held] if claim.holds(roots)]
    for claim in kept_wrong:
        if claim.head.size <= proven or not altered:
            common = max((size for size in agreed if size < claim.head.size), default=0)
            findings.add(
                "log.diverges",
                f"{claim.holders} kept the {claim.text}, whose root isn't that of the exported leaves; "
                f"the last head in common is of size {common}.",
            )


def _report_altered(unproven: list[_Claim], proven: int, findings: Findings) -> None:
    first = min(unproven, key=lambda claim: claim.head.size)
    findings.add(
        "log.altered",
        f"Among leaves {proven} to {first.head.size - 1} at least one isn't what the {first.text} signs; "
        f"{len(unproven) - 1} other heads beyond leaf {proven} don't hold either.",
    )


def _check_witnesses(claims: list[_Claim], findings: Findings) -> None:
    seen: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for claim in claims:
        for checked in claim.cosigned:
            seen[checked.name].add((checked.time, claim.head.size))
    for name, cosigned in sorted(seen.items()):
        for (_, larger), (time, smaller) in pairwise(sorted(cosigned)):
            if smaller < larger:
                findings.add(
                    "witness.contradicts",
                    f"{name} cosigned {smaller} leaves on {write_time(time)}, after it had cosigned {larger}.",
                )


def _sum_up_witnesses(holding: list[_Claim]) -> tuple[Witnessed, ...]:
    best: dict[str, tuple[int, int]] = {}
    for claim in holding:
        for checked in claim.cosigned:
            best[checked.name] = max(best.get(checked.name, (0, 0)), (claim.head.size, checked.time))
    return tuple(Witnessed(name, *best[name]) for name in sorted(best))
