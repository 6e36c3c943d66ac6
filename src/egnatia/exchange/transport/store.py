"""A node's own certificate, and whom it trusts: `keys/transport/`, read anew whenever a file there is replaced.

node.pem                    this node's certificate, what leads to its authority, and its key: one file, so that one rename
                            changes all of it; nginx and the node's own client read it
node-next.key               key of a request that is under way
federation.pem, .crl        the federation's authority, and the certificates that it has revoked
own/RS.pem, own/RS.crl      a partner's own authority: good for that partner alone
partners.pem, partners.crl  all of these, for nginx
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.exchange.transport.certificates import is_authority, read_certificates, read_revocations
from egnatia.exchange.transport.files import replace_file
from egnatia.exchange.transport.requests import make_key

FEDERATION = "federation"
Stamp = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Trust:
    """An authority. scope: whose word it is good for: everybody's (`federation`), or one partner's own (its letters)."""

    scope: str
    file: Path
    authorities: tuple[x509.Certificate, ...]
    revoked_file: Path
    revocations: tuple[x509.CertificateRevocationList, ...]


def folder() -> Path:
    return node.current().directory / "keys" / "transport"


def own_file() -> Path:
    return folder() / "node.pem"


def next_key_file() -> Path:
    return folder() / "node-next.key"


def find_own() -> x509.Certificate | None:
    """This node's certificate; None where it has none. Raises Problem `exchange.certificate_file.unreadable`."""
    stamp = stamp_of(own_file())
    return _read_own(own_file(), stamp) if stamp else None


def find_trust(partner: str) -> Trust | None:
    """The authority that may vouch for a partner: its own where it has one here, else the federation's."""
    return _find_scope(partner) or _find_scope(FEDERATION)


def all_trusted() -> Iterator[Trust]:
    """Every authority that was installed, the federation's first."""
    scopes = [FEDERATION, *sorted(path.stem for path in (folder() / "own").glob("*.pem"))]
    for scope in scopes:
        if (found := _find_scope(scope)) is not None:
            yield found


def files_of(scope: str) -> tuple[Path, Path]:
    """Certificates of an authority, and its list of revoked ones."""
    place = folder() / (scope if scope == FEDERATION else f"own/{scope}")
    return place.with_suffix(".pem"), place.with_suffix(".crl")


def stamp_of(*files: Path) -> Stamp:
    """By which one sees that a file was replaced; empty where none of them is there."""
    found = []
    for file in files:
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        found.append((status.st_mtime_ns, status.st_ino, status.st_size))
    return tuple(found)


def write_trust(scope: str, certificates: bytes, revocations: bytes) -> None:
    """Replace an authority's files, and those that nginx reads."""
    for file, content in zip(files_of(scope), (certificates, revocations), strict=True):
        replace_file(file, content)
    everything = list(all_trusted())
    replace_file(folder() / "partners.pem", b"".join(trust.file.read_bytes() for trust in everything))
    replace_file(folder() / "partners.crl", b"".join(trust.revoked_file.read_bytes() for trust in everything))


def begin_key() -> bytes:
    """The key of the request under way, made where there is none: asking twice doesn't spoil the first answer."""
    if not next_key_file().is_file():
        made = make_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        replace_file(next_key_file(), made)
    return next_key_file().read_bytes()


def find_key_for(certificate: x509.Certificate) -> bytes | None:
    """The private key that belongs to a certificate: that of the request under way, or the one in use."""
    for file in (next_key_file(), own_file()):
        try:
            content = file.read_bytes()
            key = load_pem_private_key(content[content.index(b"-----BEGIN PRIVATE KEY") :], None)
        except (FileNotFoundError, ValueError):
            continue
        if key.public_key() == certificate.public_key():
            return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return None


def write_own(chain: bytes, key: bytes) -> None:
    """Put a certificate into use; the request that it answers is over."""
    replace_file(own_file(), chain + key)
    next_key_file().unlink(missing_ok=True)


def _find_scope(scope: str) -> Trust | None:
    files = files_of(scope)
    stamp = stamp_of(*files)
    return _read_trust(scope, files, stamp) if len(stamp) == len(files) else None


@lru_cache(maxsize=32)
def _read_own(file: Path, stamp: Stamp) -> x509.Certificate:
    found = [one for one in read_certificates(file.read_bytes()) if not is_authority(one)]
    if not found:
        raise Problem(
            "exchange.certificate_file.unreadable", f"{file} holds no certificate of a node.", "Install it again.", status=500
        )
    return found[0]


@lru_cache(maxsize=64)
def _read_trust(scope: str, files: tuple[Path, Path], stamp: Stamp) -> Trust:
    certificates, revocations = (file.read_bytes() for file in files)
    authorities, lists = read_certificates(certificates), read_revocations(revocations)
    return Trust(scope, files[0], tuple(authorities), files[1], tuple(lists))
