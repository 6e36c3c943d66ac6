"""What a witness does before it puts its name to a partner's head: the rules of C2SP tlog-witness for one log.

A witness keeps, for each log, the last head it cosigned, and gives its cosignature only to a head that grew from that one.
It has to keep the new head before it hands out the signature, or a crash lets it sign two histories.
"""

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.heads import Head, SignedHead, add_signature, check_signatures
from egnatia.engines.proofs.keys import VerifierKey
from egnatia.engines.proofs.merkle import verify_consistency


def witness_head(
    signed: SignedHead,
    last: Head | None,
    proof: Sequence[bytes],
    *,
    log_keys: Sequence[VerifierKey],
    name: str,
    private: Ed25519PrivateKey,
    time: int,
) -> SignedHead:
    """The head with this witness's cosignature, once it is certain that the log kept all that the witness saw of it before.

    signed    the head as its log signed it
    last      the last head of this log that this witness cosigned; None the first time, when nothing is compared
    proof     consistency from `last` to the head; empty for an unchanged size or the first head
    log_keys  the log's keys; name, private: the witness's own; time: POSIX seconds

    Raises EngineError `witness.other_log`, `witness.not_signed`, `witness.shortened`, `witness.diverges`,
    `witness.not_consistent`.
    """
    head = signed.head
    if last is not None and last.origin != head.origin:
        raise EngineError(
            "witness.other_log",
            f"The head is of {head.origin}, the one kept of {last.origin}.",
            "Compare heads of one log only.",
        )
    own_keys = [key for key in log_keys if key.name == head.signer]
    if not any(checked.counts for checked in check_signatures(signed, own_keys)):
        raise EngineError(
            "witness.not_signed",
            f"The head of size {head.size} isn't signed by {head.signer} with a key valid at that time.",
            "Ask the log's keeper for its head again; check its keys with it over a line you trust.",
        )
    if last is not None:
        _compare(last, head, proof)
    return add_signature(signed, name, private, time=time)


def _compare(last: Head, head: Head, proof: Sequence[bytes]) -> None:
    if head.size < last.size:
        raise EngineError(
            "witness.shortened",
            f"{head.origin} shows {head.size} leaves; it has shown {last.size} before.",
            "Keep both heads, both are signed. Ask the log's keeper, and tell the other witnesses.",
        )
    if head.size == last.size and head.root != last.root:
        raise EngineError(
            "witness.diverges",
            f"{head.origin} shows another root for {head.size} leaves than before.",
            "Keep both heads: together they prove that the log was rewritten. Tell the other witnesses.",
        )
    if not verify_consistency(last.size, head.size, last.root, head.root, proof):
        raise EngineError(
            "witness.not_consistent",
            f"The proof doesn't show that the {head.size} leaves of {head.origin} begin with the {last.size} seen before.",
            "Ask for the proof again; if it stays so, keep both heads and tell the other witnesses.",
        )
