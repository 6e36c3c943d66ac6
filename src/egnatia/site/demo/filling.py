"""Filling a demo node with people who don't exist: identities from lists, fingers grown straight to minutiae."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.biometrics import gallery_writer
from egnatia.biometrics.actions.enrol_data_set import enrol_data_set
from egnatia.biometrics.models import Capture
from egnatia.biometrics.records import to_record
from egnatia.engines.fingerprint.minutiae import POSITIONS, Fingers
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.set_transmitted import set_transmitted
from egnatia.registration.actions.register_person import register_person
from egnatia.registration.intake import Intake
from egnatia.site.databases import refresh_statistics
from egnatia.site.demo.picture_days import fill_picture
from egnatia.site.demo_data.cast import RESIDENTS, TRAVELLER
from egnatia.site.demo_data.people import node_seeds, synthetic_category, synthetic_identity
from egnatia.site.demo_data.story import identity_of

_BATCH, _YOUNGEST = 100, 7
_DAYS_BACK = 240


def fill(persons: int, *, officer: Officer, progress: Any = None) -> None:
    """Add persons until the node has `persons` of them; what a broken earlier run added counts.

    progress   called with the number of persons so far, after each batch
    """
    from egnatia.persons.models import Person

    of_age = (seed for seed in node_seeds(node.current().partner, 2 * persons) if not _is_small_child(seed))
    seeds = list(islice(of_age, persons))
    done = Person.objects.count()
    while done < persons:
        batch = min(_BATCH, persons - done)
        with transaction.atomic():
            for number in range(done, done + batch):
                _add(seeds[number], number, persons, officer)
        done += batch
        if progress is not None:
            progress(done)
    refresh_statistics()
    _write_gallery()  # first without them: each of their registrations searches it
    _register_residents(officer)
    _write_gallery()
    fill_picture()


def _write_gallery() -> None:
    while gallery_writer.bring_up_to_date():
        pass


def _add(seed: int, number: int, persons: int, officer: Officer) -> None:
    """One person, registered at some moment of the past months; the most recent ones today."""
    today = clock.now()
    moment = today - timedelta(days=_DAYS_BACK * (1 - (number + 1) / persons), minutes=(seed * 37) % 600)
    with clock.frozen(min(moment, today)):
        elements = synthetic_identity(seed, node.current().partner, until=clock.today())
        data_set = add_data_set(
            officer, category=synthetic_category(seed), elements=elements, captured_at=clock.now(), origin="import"
        )
        enrol_data_set(data_set, _keep_fingers(synthetic_fingers(seed, 0), officer, clock.now()))
        set_transmitted(data_set, at=clock.now())


def _register_residents(officer: Officer) -> None:
    """The node's persons with pictures of all ten fingers and a face, but for the one whom the story registers."""
    for member in RESIDENTS:
        if member.node == node.current().partner and member is not TRAVELLER:
            intake = Intake(
                category=synthetic_category(member.seed),
                elements=identity_of(member, clock.today()),
                fingers={position: member.print_file(position).read_bytes() for position in POSITIONS},
                photo=member.face_file.read_bytes(),
                dpi=500,
            )
            register_person(officer, intake, origin="import")


def _is_small_child(seed: int) -> bool:
    """Under six nobody's prints are taken, so such a child has no data set."""
    born = synthetic_identity(seed, node.current().partner)["birth_date"]
    return clock.today().year - int(born["value"][:4]) < _YOUNGEST


def _keep_fingers(fingers: Fingers, officer: Officer, moment: datetime) -> list[Capture]:
    """Ten fingers as if they had been read from images that an old system didn't hand over."""
    holder = new_id()
    return Capture.objects.bulk_create(
        Capture(
            kind=Capture.Kind.FINGER,
            position=position,
            holder=holder,
            width=minutiae.width,
            height=minutiae.height,
            captured_at=moment,
            captured_by=officer,
            state=Capture.State.READY,
            quality=int(minutiae.quality.mean()),
            minutiae=to_record(minutiae, position=position, quality=int(minutiae.quality.mean())),
            extractor="synthetic",
        )
        for position, minutiae in fingers.items()
    )
