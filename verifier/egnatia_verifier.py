"""Check exported files of an Egnatia node without Egnatia: its log, the evidence about one matter, a letter.

    python egnatia_verifier.py log DIR --keys keys.txt [--kept heads-that-rs-kept.txt …]
    python egnatia_verifier.py evidence|letter FILE --keys keys.txt

Written from docs/transparency-log.md and docs/protocol/README.md alone. Exits with 0 when all is proven, 1 when something is
wrong (a line `code: sentence` for each), 2 when the files can't be read. Believes only what keys of the reader's file signed.
"""

import argparse
import base64
import hashlib
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Finding = tuple[str, str]  # a code and a sentence
MALFORMED = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)  # what reading a wrong file raises
Keys = Sequence["Key"]
Heads = Sequence["Head"]
LEAF, NODE = b"\x00", b"\x01"  # what stands before the bytes that are hashed in the tree


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def from_base64(text: str, *, jws: bool = False) -> bytes:
    """Bytes of base64 in its only spelling. That of JWS (RFC 7515) has - and _ for + and /, and no padding."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if jws else base64.b64decode(text)
    again = base64.urlsafe_b64encode(data).rstrip(b"=") if jws else base64.b64encode(data)
    if again.decode() != text:
        raise ValueError(f"{text[:40]!r} isn't base64 as it is always written")
    return data


def seconds_of(text: str) -> float:
    """POSIX seconds of an RFC 3339 time; one without its offset is refused."""
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def show(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds < 2e11 else f"second {seconds}"


# ---- JSON, and its one spelling (RFC 8785) -----------------------------------------------------------------------------------
def read_json(text: bytes) -> Any:
    return json.loads(text.decode("utf-8"), object_pairs_hook=read_members)


def read_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member stands twice: two readers could understand that in two ways")
    return dict(pairs)


def canonical(value: Any) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))  # 3.2.3: by UTF-16 code units
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, int) and abs(value) >= 2**53:
        raise ValueError("a whole number that not everybody can read exactly")
    if isinstance(value, float):  # 3.2.2.3: Python finds the same digits as ECMAScript, and puts them otherwise
        fixed = value == 0 or 1e-6 <= abs(value) < 1e21
        return format(Decimal(repr(value + 0)), "f").removesuffix(".0") if fixed else re.sub("e([+-])0", r"e\1", repr(value))
    return json.dumps(value, ensure_ascii=False)


def is_canonical(entry: bytes) -> bool:
    try:
        return canonical(read_json(entry)).encode() == entry
    except MALFORMED:
        return False


# ---- Keys and heads ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Key:
    name: str
    id: bytes
    public: bytes
    first: float  # may sign from this second on
    end: float  # and from this one on no more

    def made(self, signature: bytes, text: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


def read_keys(text: str) -> list[Key]:
    """Verifier keys, one a line: `NAME+ID+BASE64 [FIRST END]`."""
    keys = [read_key(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len({key.public for key in keys}) != len({(key.name, key.public) for key in keys}):
        raise ValueError("one key stands under two names")
    return keys


def read_key(line: str) -> Key:
    words = line.split()
    verifier, first, end = words + ["-"] * (3 - len(words))
    name, number, encoded = verifier.split("+", 2)
    data = from_base64(encoded)
    key_id = sha256(name.encode(), b"\n", data)[:4]
    if not name or len(data) != 33 or data[0] != 4 or number != key_id.hex():
        raise ValueError(f"{line[:60]!r} isn't a verifier key")
    limits = seconds_of(first) if first != "-" else -float("inf"), seconds_of(end) if end != "-" else float("inf")
    return Key(name, key_id, data[1:], *limits)


@dataclass
class Head:
    origin: str
    size: int
    root: bytes
    text: str  # the three lines that are signed
    signatures: list[tuple[str, bytes]]  # who signed; key id, time and what Ed25519 made of it
    signed_at: int | None = None  # set by `check_signatures`: when the log signed; None: it didn't
    seen: list[tuple[str, int]] = field(default_factory=list)  # likewise: which witnesses, when


def read_heads(text: str) -> list[Head]:
    """Signed heads one after the other, an empty line between them. Whatever isn't exactly of that form is refused."""
    parts = text.removesuffix("\n").split("\n\n") if text else []
    if len(parts) % 2 or not text.replace("\n", "").isprintable():
        raise ValueError("heads that aren't three lines, an empty line and signatures, an empty line between them")
    return [read_head(body, signatures.split("\n")) for body, signatures in zip(parts[::2], parts[1::2], strict=True)]


def read_head(body: str, lines: Sequence[str]) -> Head:
    match = re.fullmatch("([^ +\n]{1,200})\n(0|[1-9][0-9]{0,18})\n([^\n]+)", body)
    parts = [part for line in lines if (part := re.fullmatch("\u2014 ([^ +]{1,200}) ([^ ]+)", line))]
    signatures = [(part[1], data) for part in parts if len(data := from_base64(part[2])) > 4]
    if match is None or len(root := from_base64(match[3])) != 32 or int(match[2]) >= 2**63:
        raise ValueError(f"{body[:80]!r} isn't the name of a log, a size and a root")
    if not len(signatures) == len(lines) <= 64:
        raise ValueError(f"the lines below {body[:80]!r} aren't signatures, or more than 64")
    return Head(match[1], int(match[2]), root, body + "\n", signatures)


def check_signatures(head: Head, keys: Keys, not_signed: str = "head.not_signed") -> list[Finding]:
    """Find who signed a head and when; return what is wrong."""
    found: list[Finding] = []
    tried, times = False, []
    signer = re.sub("(.)/([2-9]|[1-9][0-9]+)$", r"\1", head.origin)  # MK signs its second log, MK/2, by its own name
    for name, data in head.signatures:
        if not (ours := [key for key in keys if (key.name, key.id) == (name, data[:4])]):
            continue  # by a key that the reader doesn't know
        by_log, time = name == signer, int.from_bytes(data[4:12], "big")
        text = f"cosignature/v1\ntime {time}\n{head.text}".encode()
        makers = [key for key in ours if 0 < time < 2**63 and key.made(data[12:], text)]
        what = f"the signature of {name} under size {head.size} at {show(time)}"
        tried |= by_log
        if not makers:
            found.append(("head.signature_bad" if by_log else "cosignature.bad", f"{what} isn't genuine"))
        elif not any(key.first <= time < key.end for key in makers):
            found.append(("key.not_valid", f"{what} was made when its key was not valid"))
        elif by_log:
            times.append(time)
        else:
            head.seen.append((name, time))
    head.signed_at = min(times, default=None)
    return found if tried else [*found, (not_signed, f"no known key of {signer} signed the head of size {head.size}")]


# ---- The tree (RFC 9162, section 2.1) ----------------------------------------------------------------------------------------
def roots_at(sizes: set[int], leaf_hashes: Iterable[bytes]) -> dict[int, bytes]:
    """Roots of the first n leaves for each size asked for, in one pass: a stack of complete subtrees, the largest first."""
    stack: list[bytes] = []
    roots = {0: sha256()}
    for index, root in enumerate(leaf_hashes):
        merges = index
        while merges & 1:  # while the last subtree on the stack has as many leaves as this one
            root, merges = sha256(NODE, stack.pop(), root), merges >> 1
        stack.append(root)
        if index + 1 in sizes:
            for left in reversed(stack[:-1]):
                root = sha256(NODE, left, root)
            roots[index + 1] = root
    return roots


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (2.1.3.2); None where it can't be one of leaf `index` among `size`."""
    last = size - 1
    if not 0 <= index <= last:
        return None
    for sibling in proof:
        if last == 0:
            return None
        if index & 1 or index == last:
            leaf = sha256(NODE, sibling, leaf)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = sha256(NODE, leaf, sibling)
        index, last = index >> 1, last >> 1
    return leaf if last == 0 else None


# ---- A log -------------------------------------------------------------------------------------------------------------------
def verify_log(origin: str, heads: Heads, keys: Keys, leaf_hashes: bytes, kept: Heads = ()) -> tuple[int, Heads, list[Finding]]:
    """How many leaves (32 bytes of hash each) are proven; which heads, kept ones too, agree with the leaves; what is wrong."""
    findings = [("head.other_origin", f"a head is of {head.origin}") for head in heads if head.origin != origin]
    for code, some in (("head.not_signed", heads), ("kept.not_signed", kept)):
        for head in some:
            findings += check_signatures(head, keys, code) if head.origin == origin else []
    exported, kept = ([head for head in some if head.origin == origin and head.signed_at is not None] for some in (heads, kept))
    both, size = [*exported, *kept], len(leaf_hashes) // 32
    roots = roots_at({head.size for head in both}, (leaf_hashes[at : at + 32] for at in range(0, 32 * size, 32)))
    agreeing = [head for head in both if roots.get(head.size) == head.root]
    proven = max((head.size for head in agreeing), default=0)
    findings += [*find_contradictions(origin, exported, both), *compare_leaves(exported, kept, roots, size, proven)]
    return proven, agreeing, findings


def find_contradictions(origin: str, exported: Heads, both: Heads) -> Iterator[Finding]:
    """What heads say against each other, whatever the leaves are."""
    if not both:
        yield "log.no_head", f"{origin} signed none of the heads"
    for before, after in itertools.pairwise(exported):
        if after.size < before.size:
            yield "head.shrinks", f"after the head of size {before.size} comes one of size {after.size}"
        if (after.signed_at or 0) < (before.signed_at or 0):
            yield "head.time_backwards", f"the head of size {after.size} was signed before the one of size {before.size}"
    sizes = [size for size, _ in {(head.size, head.root) for head in both}]
    for size in sorted({size for size in sizes if sizes.count(size) > 1}):
        yield "log.forked", f"{origin} signed {sizes.count(size)} roots for size {size}"
    seen = sorted((name, time, head.size) for head in both for name, time in head.seen)
    for (name, _, size), (next_name, time, next_size) in itertools.pairwise(seen):
        if name == next_name and next_size < size:
            yield "witness.contradicts", f"{name} cosigned size {next_size} at {show(time)}, after size {size}"


def compare_leaves(exported: Heads, kept: Heads, roots: dict[int, bytes], size: int, proven: int) -> Iterator[Finding]:
    """Heads against the leaves. Where exported heads themselves disagree beyond what is proven, the leaves are wrong."""
    for head in exported:
        if head.size > size:
            yield "log.leaves_missing", f"a head counts {head.size} leaves, {size} were exported"
        elif head.size <= proven and head.root != roots[head.size]:
            yield "head.diverges", f"the head of size {head.size} isn't that of the leaves that size {proven} signs"
    if altered := any(proven < head.size <= size for head in exported):
        first = min(head.size for head in [*exported, *kept] if proven < head.size)
        yield "log.altered", f"between size {proven} and size {first} the leaves aren't those that were signed"
    for head in kept:
        who = ", ".join(name for name, _ in head.seen) or "somebody"
        if head.size > size:
            yield "log.shortened", f"{who} kept a head of {head.size} leaves, {size} were exported"
        elif head.root != roots[head.size] and (head.size <= proven or not altered):
            yield "log.diverges", f"the head of size {head.size} that {who} kept isn't that of the exported leaves"


def compare_entries(entries: Sequence[bytes], leaf_hashes: bytes) -> Iterator[Finding]:
    """Entries against the leaf hashes beside them, each by its number from 0."""
    size = len(leaf_hashes) // 32
    for number, entry in enumerate(entries):
        if number >= size:
            yield "entry.without_hash", f"entry {number} has no leaf hash"
        elif sha256(LEAF, entry) != leaf_hashes[32 * number : 32 * number + 32]:
            yield "entry.altered", f"entry {number} isn't the one of its leaf hash"
        elif not is_canonical(entry):
            yield "entry.not_canonical", f"entry {number} isn't in the form of RFC 8785"
    yield from (("entry.missing", f"leaf {number} has no entry") for number in range(len(entries), size))


# ---- Letters, and the evidence about a matter --------------------------------------------------------------------------------
def check_letter(letter: str, keys: Keys) -> tuple[dict[str, Any], list[Finding]]:
    """The body of a letter (JWS compact) and what is wrong; the body is empty where nobody is known to have signed it."""
    try:
        header, body, signature = (from_base64(part, jws=True) for part in letter.split("."))
        told, kid = read_json(body), re.fullmatch("([A-Z]{2}):(law-)?sign:[1-9][0-9]{0,4}", read_json(header)["kid"])
        if kid is None or read_json(header) != {"alg": "Ed25519", "kid": kid[0], "typ": "egnatia-letter"}:
            raise ValueError("its header is not that of a letter")
        sender, made_at = told["sender"], seconds_of(told["made_at"])
    except MALFORMED as error:
        return {}, [("letter.unreadable", f"no letter: {error!r}")]
    name = f"egnatia/{kid[1]}/law-enforcement" if kid[2] else kid[1]
    makers = [key for key in keys if key.name == name and key.made(signature, letter.rpartition(".")[0].encode())]
    if not makers:
        return {}, [("letter.signature_bad", f"no known key of {name} made the letter's signature")]
    timely, when = any(key.first <= made_at < key.end for key in makers), f"{show(made_at)}, when the letter was made"
    found = [] if timely else [("key.not_valid", f"the key of {name} was not valid at {when}")]
    if sender != kid[1]:
        found.append(("letter.sender_differs", f"{kid[1]} signed a letter of {sender}"))
    return told, found


def check_leaf(leaf: dict[str, Any], letter: str, body: dict[str, Any], head: Head) -> Iterator[Finding]:
    """Is the leaf about this letter, and in the tree that the head signs?"""
    entry, number = leaf["entry"], leaf["index"]
    proof = [from_base64(text) for text in leaf["proof"]]
    if entry["digest"] != sha256(letter.encode()).hex():
        yield "leaf.of_another_letter", f"the digest in leaf {number} isn't that of the letter"
    if root_by_inclusion(sha256(LEAF, canonical(entry).encode()), number, head.size, proof) != head.root:
        yield "leaf.not_included", f"leaf {number} isn't in the tree of {head.size} leaves"
    side = {"sent": "sender", "received": "receiver"}.get(entry["kind"])
    if side and body and body.get(side) not in head.origin.split("/"):
        yield "leaf.direction_wrong", f"{head.origin} logged as {entry['kind']} a letter whose {side} is {body.get(side)}"


def describe(body: dict[str, Any]) -> str:
    names = ("kind", "purpose", "made_at", "correspondence")
    said = ", ".join(f"{name} {body.get(name, '-')}" for name in names)
    return f"{body['sender']} to {body.get('receiver')}, {said}" if body else "signed by nobody known"


# ---- The commands ------------------------------------------------------------------------------------------------------------
def run_log(options: argparse.Namespace, keys: Keys) -> Iterator[Finding]:
    about = read_json((options.path / "about.json").read_bytes())
    heads = read_heads((options.path / "heads.txt").read_bytes().decode())
    kept = [head for path in options.kept for head in read_heads(path.read_bytes().decode())]
    given = {file.name: file.read_bytes() for file in options.path.iterdir() if file.name in ("leaf-hashes", "entries.jsonl")}
    lines = given.get("entries.jsonl", b"")
    entries = lines.removesuffix(b"\n").split(b"\n") if lines else []
    hashes = given["leaf-hashes"] if "leaf-hashes" in given else b"".join(sha256(LEAF, entry) for entry in entries)
    if about["version"] != 1 or not given or len(hashes) % 32:
        raise ValueError("about.json isn't of version 1, or there are no leaves, or leaf-hashes isn't 32 bytes for each")
    proven, agreeing, findings = verify_log(about["origin"], heads, keys, hashes, kept)
    say(f"{about['origin']}: {proven} of {len(hashes) // 32} leaves are proven")
    say_witnesses(agreeing)
    yield from findings
    if "entries.jsonl" in given:
        yield from compare_entries(entries, hashes)
    if about["size"] != len(hashes) // 32:
        yield "about.size_differs", f"about.json says {about['size']} leaves, there are {len(hashes) // 32}"


def say(text: str) -> None:
    """A line that says what it seems to: without what moves the cursor or begins another line."""
    print("".join(letter if letter.isprintable() else "?" for letter in text))


def say_witnesses(heads: Heads) -> None:
    """The largest tree that each witness saw, and when first."""
    seen = sorted((head.size, -time, name) for head in heads for name, time in head.seen)
    for name, (size, time) in sorted({name: (size, -time) for size, time, name in seen}.items()):
        say(f"{name} witnessed {size} leaves at {show(time)}")


def run_evidence(options: argparse.Namespace, keys: Keys) -> Iterator[Finding]:
    bundle = read_json(options.path.read_bytes())
    [head] = read_heads(bundle["head"])
    if bundle["version"] != 1 or head.origin != bundle["origin"]:
        raise ValueError(f"not version 1, or its head isn't of {bundle['origin']}")
    yield from check_signatures(head, keys)
    proven = 0
    for number, item in enumerate(bundle["letters"], 1):
        body, found = check_letter(item["letter"], keys)
        found += check_leaf(item["leaf"], item["letter"], body, head)
        say(f"{number}. {item['leaf']['entry']['kind']}: {describe(body)}")
        proven += head.signed_at is not None and not found
        yield from ((code, f"letter {number}: {sentence}") for code, sentence in found)
    say(f"{proven} of {len(bundle['letters'])} letters are proven: in the first {head.size} leaves of {head.origin}")
    say(f"left out, as the file says: {json.dumps(bundle.get('left_out'))}")
    if head.signed_at is not None:
        say(f"{head.origin} signed that at {show(head.signed_at)}")
    say_witnesses([head])


def run_letter(options: argparse.Namespace, keys: Keys) -> Iterator[Finding]:
    body, findings = check_letter(options.path.read_bytes().decode().removesuffix("\n"), keys)
    say(describe(body))
    yield from findings


def main() -> int:
    commands = {"log": run_log, "evidence": run_evidence, "letter": run_letter}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=commands)
    parser.add_argument("path", type=Path, help="the folder of an exported log, or the file")
    parser.add_argument("--keys", type=Path, required=True, help="verifier keys, which you have from the partners")
    parser.add_argument("--kept", type=Path, nargs="+", default=[], help="heads of the log that other partners kept")
    options = parser.parse_args()
    try:
        findings = list(commands[options.what](options, read_keys(options.keys.read_bytes().decode())))
    except (OSError, *MALFORMED) as error:
        print(f"can't be read: {error!r}", file=sys.stderr)
        return 2
    for code, sentence in findings:
        say(f"{code}: {sentence}")
    say("something is wrong" if findings else "nothing is wrong")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
