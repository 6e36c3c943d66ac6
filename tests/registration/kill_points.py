"""Kills a registration at every step, and looks at what is left. Run by test_kill_points.py in a process of its own.

Each round starts from the same copy of a node, in a forked process that is killed (SIGKILL) at one place of `register_person`:
before or after a commit, before a change outside a transaction, before or after the writing of an image, and at some
statements inside the transactions. Then the same call is made again by a second process, which checks that all is there, once.

Prints one JSON object: the number of places, and what was found wrong.
"""

import io
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django
from PIL import Image

django.setup()

from django.db import connection, connections, transaction  # noqa: E402

from egnatia.accounts.actions.create_officer import create_officer  # noqa: E402
from egnatia.accounts.models import Officer, Unit  # noqa: E402
from egnatia.audit.recording import find_breaks  # noqa: E402
from egnatia.base import blobs, node  # noqa: E402
from egnatia.base.loading import loading  # noqa: E402
from egnatia.biometrics.models import Capture, CaptureUse, Enrolment, LocalSearch  # noqa: E402
from egnatia.biometrics.records import build_ten_print, fingers_from_records  # noqa: E402
from egnatia.deadlines.models import Deadline  # noqa: E402
from egnatia.engines.fingerprint.comparison import compare  # noqa: E402
from egnatia.persons.models import DataSet, Person  # noqa: E402
from egnatia.registration.actions.register_person import register_person  # noqa: E402
from egnatia.registration.intake import Intake  # noqa: E402
from egnatia.registration.models import Draft, NoticeGiven  # noqa: E402
from egnatia.site.demo_data.cast import TRAVELLER  # noqa: E402
from egnatia.site.packages import modules  # noqa: E402
from tests.registration.conftest import ELEMENTS, records_of  # noqa: E402

#: Statements inside a transaction are all undone alike; every so many of them is enough.
EVERY_INSIDE = 40
IMAGES = (2,)


def main() -> None:
    directory = node.current().directory
    seed, here = directory.with_name("seed"), directory
    with loading():
        _warm_up()
    _fork(_prepare)
    shutil.copytree(here, seed)
    places, wrong = 0, []
    for place in range(10_000):
        _restore(seed, here)
        status = _fork(partial(_register, place))
        if status == 0:
            break
        places += 1
        if status != -signal.SIGKILL:
            wrong.append(f"place {place}: the registration failed by itself ({status})")
        if _fork(_check) != 0:
            wrong.append(f"place {place}: what was left, or the second call")
    _restore(seed, here)
    if _fork(_two_at_once) != 0:
        wrong.append("two at once")
    sys.stdout.write(json.dumps({"places": places, "wrong": wrong}) + "\n")


def _warm_up() -> None:
    """Load what every fork needs of the engine once, here."""
    probe = build_ten_print(fingers_from_records(list(records_of(3))))
    for position, template in probe.items():
        compare(template, probe[position])
    list(modules("hooks"))
    import_module("egnatia.exchange.actions.start_regional_search")  # slow to load, and called by a hook


def _prepare() -> None:
    """The node with another person who has the same pictures: their reading is then known and needn't be made each time."""
    unit = Unit.objects.create(name="Post", place="Post")
    officer = create_officer(None, username="operator", full_name="Operator", unit=unit, roles=["service"], kind="service")
    register_person(officer, _intake("SEED"), origin="api")


def _intake(number: str) -> Intake:
    return Intake(
        category=2,
        elements=ELEMENTS,
        fingers={position: TRAVELLER.print_file(position).read_bytes() for position in IMAGES},
        records=[record for record in records_of(3) if record[24] not in (*IMAGES, 4)],
        missing_fingers={4: "injured"},
        photo=_photo(),
        notice={"language": "ar", "mode": "both"},
        national_number=number,
    )


def _photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (300, 400), (120, 100, 90)).save(content, "PNG")
    return content.getvalue()


def _register(place: int | None) -> None:
    officer = Officer.objects.get(username="operator")
    connection.ensure_connection()
    with _tripwire(place):
        register_person(officer, _intake("X-1"), origin="api")


@contextmanager
def _tripwire(place: int | None) -> Iterator[None]:
    """Kill this process at the `place`th of the places named above."""
    left = [place]
    inside = [0]

    def pass_by() -> None:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if left[0] is not None:
            left[0] -= 1

    def statement(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        inside[0] += connection.in_atomic_block
        # A read outside a transaction changes nothing: being killed there is being killed after the commit before it.
        is_write = not connection.in_atomic_block and not sql.startswith("SELECT")
        if is_write or (connection.in_atomic_block and inside[0] % EVERY_INSIDE == 0):
            pass_by()
        return execute(sql, *args)

    def around(real: Callable[..., Any]) -> Callable[..., Any]:
        def passing(*args: Any, **kwargs: Any) -> Any:
            pass_by()
            result = real(*args, **kwargs)
            pass_by()
            return result

        return passing

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(statement))
        stack.enter_context(patch.object(connection, "commit", around(connection.commit)))
        stack.enter_context(patch.object(blobs, "store", around(blobs.store)))
        stack.enter_context(patch.object(blobs, "erase", around(blobs.erase)))
        yield


def _check() -> None:
    _check_consistent()
    # An image whose reader was killed is free again two minutes later; the second call would wait for that.
    os.environ["EGNATIA_CLOCK_SHIFT"] = "180"
    _check_retry()


def _check_consistent() -> None:
    """Whatever is there after the kill is whole: no registration, or all of it."""
    for data_set in DataSet.objects.all():
        _assert_whole(data_set)
    assert DataSet.objects.count() == Enrolment.objects.count() == LocalSearch.objects.count() == NoticeGiven.objects.count()
    assert list(find_breaks()) == []
    for capture in Capture.objects.exclude(blob=None):
        assert blobs.read(capture.blob)


def _check_retry() -> None:
    """The same call again completes it, and a third time changes nothing."""
    officer = Officer.objects.get(username="operator")
    first = register_person(officer, _intake("X-1"), origin="api")
    assert first.outcome in {"created", "unchanged"}
    assert register_person(officer, _intake("X-1"), origin="api").outcome == "unchanged"
    assert DataSet.objects.count() == Enrolment.objects.count() == Person.objects.count() == 2
    assert not Draft.objects.filter(state=Draft.State.OPEN).exists()
    assert Capture.objects.count() == CaptureUse.objects.count() == 22
    _check_consistent()
    # A picture whose row was never written is left on the disk for the nightly sweep: one at most.
    known = set(Capture.objects.exclude(blob=None).values_list("blob", flat=True))
    assert known <= set(blobs.stored_ids())
    assert len(set(blobs.stored_ids()) - known) <= 1


def _assert_whole(data_set: DataSet) -> None:
    assert data_set.capture_uses.count() == 11  # ten fingers and a photo
    assert data_set.enrolment
    assert data_set.notice_given
    assert Deadline.objects.filter(rule="transmission", subject_id=str(data_set.pk)).count() == 1
    assert Draft.objects.get(data_set=data_set).data is None


def _two_at_once() -> None:
    """Two processes register the same national number in the same moment: one makes it, the other finds it."""
    children = [_start(lambda: _register(None)) for _ in range(2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    _check_retry()


def _restore(seed: Path, here: Path) -> None:
    shutil.rmtree(here)
    shutil.copytree(seed, here)


def _fork(work: Callable[[], None]) -> int:
    """Run `work` in a process of its own; 0, its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(_start(work), 0)[1])


def _start(work: Callable[[], None]) -> int:
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        work()
        assert not transaction.get_connection().in_atomic_block
    except BaseException:  # noqa: BLE001  the parent learns of it by the exit code
        traceback.print_exc()
        os._exit(1)
    connections.close_all()
    os._exit(0)


if __name__ == "__main__":
    main()
