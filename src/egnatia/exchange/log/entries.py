"""Entries of the log: written in the transaction of what they tell of, so that both stand or fall together.

    {"at": "2026-11-28T19:00:00Z", "digest": "<SHA-256, hexadecimal>", "kind": "sent"}

Kinds, and of what the digest is:

    sent        a letter that this node signed, its answers among them
    received    a letter that a partner signed, its answers among them
    released    the letter in which data about a person went to a partner
    withdrawn   a letter that was signed, and taken back or given up before the partner answered for it
    erased      the certificate of an erasure, as canonical JSON

Letters and certificates hold random names, so nobody can try out what is behind a digest.
"""

import hashlib
from collections.abc import Iterable
from itertools import chain
from typing import Literal

from django.db import connection

from egnatia.base import clock
from egnatia.engines.proofs import canonical
from egnatia.exchange import envelope
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.follow_up import FollowUpRelease
from egnatia.exchange.messages.law_enforcement import LawRelease
from egnatia.exchange.models import LogEntry
from egnatia.persons.models import ErasureCertificate

#: Which log it stands in is said when it is numbered. In plain SQL, as every letter writes some: the query builder took as long
#: as opening a letter.
_INSERT = f"INSERT INTO {LogEntry._meta.db_table} (gateway, log, entry, digest) VALUES (%s, 1, %s, %s)"  # noqa: S608  (no value)
Kind = Literal["sent", "received", "released", "withdrawn", "erased"]
Entry = tuple[Kind, str]


def sent(letter: str, content: Content) -> list[Entry]:
    """A letter that this node signed; that data are in it is said by an entry of its own."""
    digest = envelope.digest(letter)
    return [("sent", digest), *([("released", digest)] if isinstance(content, FollowUpRelease | LawRelease) else ())]


def received(letter: str) -> list[Entry]:
    """A letter whose signature is a partner's."""
    return [("received", envelope.digest(letter))]


def signed_anew(letter: str) -> list[Entry]:
    """A letter of this node whose words went out under another key before: what it released is entered already."""
    return [("sent", envelope.digest(letter))]


def withdrawn(digests: Iterable[str]) -> list[Entry]:
    """Letters that are sent no more."""
    return [("withdrawn", digest) for digest in digests]


def erased(certificate: ErasureCertificate) -> list[Entry]:
    """What was erased, on which ground and when, as its certificate says."""
    return [("erased", hashlib.sha256(certificate_form(certificate)).hexdigest())]


def certificate_form(certificate: ErasureCertificate) -> bytes:
    """A certificate of erasure in the one form that is hashed; its random id keeps it from being guessed."""
    return canonical.encode(
        {
            "id": str(certificate.pk),
            "reference_number": certificate.reference_number,
            "category": certificate.category,
            "ground": certificate.ground,
            "due_on": certificate.due_on.isoformat(),
            "erased_at": f"{certificate.erased_at:%Y-%m-%dT%H:%M:%SZ}",
            "counts": certificate.counts,
        }
    )


def write_entries(*entries: list[Entry], gateway: Gateway = Gateway.MIGRATION) -> None:
    """Write them into the log of a gateway, in this order, in the present transaction."""
    at = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    rows = [
        (gateway.value, canonical.encode({"at": at, "digest": digest, "kind": kind}).decode(), digest)
        for kind, digest in chain.from_iterable(entries)
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
