"""A look-up in an address, for who holds the session alone: no name stands there, and nothing of it is stored.

A list has to be there again after a look at one of its persons, page by page. The address therefore carries what was typed,
sealed (AES-256-GCM) with a key that is worked out from the node's own and the officer's session. The session's name is in the
browser's cookie and in its row in the database; when it ends, nobody can make that key again, and what stays in the
history of a browser says nothing any more.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest
from django.urls import reverse

from egnatia.base import clock, sealing

#: A page that stays open longer is visited anew: whoever is listed again then leaves another trace.
LONGEST_VISIT = timedelta(minutes=30)
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class KeptLookUp:
    """boxes: what was typed, by name of the box; visit: since when the page is looked at."""

    boxes: Mapping[str, str]
    visit: datetime


def keep(request: HttpRequest, boxes: Mapping[str, str], visit: datetime | None = None) -> str:
    """The look-up for an address or a hidden box of this session; `visit`: now, where a new one begins."""
    nonce = os.urandom(_NONCE_BYTES)
    text = json.dumps([dict(boxes), (visit or clock.now()).isoformat()], ensure_ascii=False)
    return urlsafe_b64encode(nonce + AESGCM(_key(request)).encrypt(nonce, text.encode(), None)).decode().rstrip("=")


def find_kept(request: HttpRequest, kept: str) -> KeptLookUp | None:
    """What was kept; None for what was altered, or is of another session. A visit that has lasted too long is a new one."""
    try:
        sealed = urlsafe_b64decode(kept + "=" * (-len(kept) % 4))
        text = AESGCM(_key(request)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError):  # ValueError: what is no Base64, or too short
        return None
    boxes, since = json.loads(text)
    visit, now = datetime.fromisoformat(since), clock.now()
    return KeptLookUp(boxes, visit if now - visit < LONGEST_VISIT else now)


def list_address(request: HttpRequest, boxes: Mapping[str, str]) -> str:
    """Where these boxes are filled in and looked up."""
    return f"{reverse('find_person')}?{urlencode({'look': keep(request, boxes)})}"


def _key(request: HttpRequest) -> bytes:
    return bytes.fromhex(sealing.digest(f"look-up\x1f{request.session.session_key}".encode()))
