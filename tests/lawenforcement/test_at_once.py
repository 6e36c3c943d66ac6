"""Two people at one request in the same moment: one of them is told that the other was faster."""

import threading

import pytest
from django.db import connection

from egnatia.accounts.models import Unit
from egnatia.base.errors import Problem
from egnatia.lawenforcement.actions.search_request import search_request
from egnatia.lawenforcement.actions.verify_request import refuse_request, verify_request
from egnatia.lawenforcement.models import Hit, Request

pytestmark = pytest.mark.django_db(transaction=True)


def run_together(*calls) -> list[str]:
    """What each came to: "" or the code of its Problem."""
    came, start = [""] * len(calls), threading.Barrier(len(calls))

    def run(place: int) -> None:
        try:
            start.wait()
            calls[place]()
        except Problem as problem:
            came[place] = problem.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_approved_or_refused_and_never_both(submit, verifier, make_officer):
    request = submit()
    other = make_officer("vito", "verifying_officer", unit=Unit.objects.create(name="Verifying authority, north"))
    came = run_together(
        lambda: verify_request(verifier, Request.objects.get()),
        lambda: refuse_request(other, Request.objects.get(), "no_suspicion"),
    )
    assert sorted(came) == ["", "lawenforcement.verify.decided_already"]
    request.refresh_from_db()
    assert request.verified_by == (other if came[0] else verifier)


def test_searched_once(sign, submit, verifier):
    sign(seed=1, take=0)
    request = verify_request(verifier, submit(seed=1))
    assert run_together(*[lambda: search_request(Request.objects.get())] * 3) == ["", "", ""]
    assert Hit.objects.filter(request=request).count() == 1
