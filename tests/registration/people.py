"""People who don't exist, and what searching for them brought, for tests of the pages around a person."""

import io
from typing import Any

import numpy as np
from PIL import Image

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.biometrics.actions.enrol_data_set import enrol_data_set
from egnatia.biometrics.actions.receive_image import receive_image
from egnatia.biometrics.actions.receive_photo import receive_photo
from egnatia.biometrics.models import Candidate, Capture
from egnatia.biometrics.records import to_record
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.exchange.models import FollowUp, Partner, PossibleMatch, RegionalSearch, SearchTarget
from egnatia.exchange.models.follow_ups import Direction
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.models import DataSet, Link
from tests.kept import impression

ADULT = {
    "surnames": ["Haddad"],
    "forenames": ["Samir"],
    "nationalities": ["SYR"],
    "birth_date": {"value": "1991-04-12", "precision": "day", "basis": "declared"},
    "birth_place": "Homs",
    "event": {"place": "Tabanovce", "date": "2026-11-01"},
    "sex": "male",
    "documents": [{"type": "passport", "number": "N778812", "issuer": "SYR"}],
}
#: What a partner releases of such a person.
RELEASED = {
    "surnames": ["Hadad"],
    "birth_date": {"value": "1991", "precision": "year", "basis": "declared"},
    "nationalities": ["SYR"],
    "capture_date": "2026-10-02",
    "capture_place": "Preševo",
}


def sign(officer: Any, **changed: Any) -> DataSet:
    """A signed registration without fingers; None leaves an element out."""
    elements = {code: value for code, value in {**ADULT, **changed}.items() if value is not None}
    return add_data_set(officer, category=2, elements=elements, captured_at=clock.now())


def sign_with_pictures(officer: Any, *, seed: int = 7, **changed: Any) -> DataSet:
    """A signed registration with the image of one finger, read already, and a photo."""
    holder, data_set = new_id(), sign(officer, **changed)
    pixels = impression(seed, 2, 0)
    finger = receive_image(holder, 2, _png(pixels), officer, dpi=500)
    minutiae = synthetic_fingers(seed, 0, positions=(2,))[2]
    finger.state, finger.quality, finger.minutiae = Capture.State.READY, 70, to_record(minutiae, position=2, quality=70)
    finger.save()
    photo = receive_photo(holder, _png(np.full((640, 480, 3), 200, np.uint8)), officer)
    enrol_data_set(data_set, [finger, photo])
    return data_set


def _png(pixels: Any) -> bytes:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG", dpi=(500, 500))
    return content.getvalue()


def make_partner(officer: Any, code: str = "RS") -> Partner:
    """A confirmed partner; nothing is sent to it."""
    now = clock.now()
    return Partner.objects.create(
        code=code,
        name=f"Node {code}",
        url=f"http://{code.lower()}.invalid",
        signing_keys={},
        sealing_keys={},
        fingerprint="",
        member_file_made_at=now,
        state=Partner.State.CONFIRMED,
        added_at=now,
        added_by=officer,
    )


def search_region(officer: Any, data_set: DataSet, partner: Partner, *, state: str = "no_match") -> SearchTarget:
    """A search with one partner's answer."""
    now = clock.now()
    search = RegionalSearch.objects.create(data_set=data_set, purpose="MIG", started_at=now, started_by=officer)
    answered = None if state == "waiting" else now
    return SearchTarget.objects.create(
        search=search, partner_code=partner.code, partner=partner, state=state, asked_at=now, answered_at=answered
    )


def confirm_match(target: SearchTarget, examiner: Any, *, reference: str = "opaque-1") -> tuple[PossibleMatch, Link]:
    """An examiner said *same* to what the partner found."""
    now = clock.now()
    match = PossibleMatch.objects.create(
        target=target, reference=reference, fingers=[2], score=0.9, state="same", found_at=now, decided_at=now
    )
    data_set = target.search.data_set
    return match, link_data_sets(examiner, data_set, partner=target.partner_code, partner_reference=reference)


def release(match: PossibleMatch, officer: Any, *, data: Any = RELEASED, state: str = "released") -> FollowUp:
    """The partner's answer to a request for data."""
    now = clock.now()
    return FollowUp.objects.create(
        direction=Direction.OUTGOING,
        partner=match.target.partner,
        possible_match=match,
        message_id=new_id(),
        state=state,
        need="Return decision",
        fields=list(data or {}),
        released=list(data or {}),
        asked_at=now,
        asked_by=officer,
        answered_at=now,
        data=data,
    )


def possible_match(data_set: DataSet, other: DataSet, *, state: str = "open") -> Candidate:
    """A possible match in the own node."""
    return Candidate.objects.create(
        data_set=data_set,
        other=other,
        algorithm="test",
        score=0.9,
        finger_scores={"2": 0.9},
        state=state,
        created_at=clock.now(),
    )
