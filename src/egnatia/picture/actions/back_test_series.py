"""Test forecasts and alarms of a series on its past, and keep what came of it until the series changes."""

from dataclasses import asdict

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.picture.alarms.back_tests import compute, digest_of
from egnatia.picture.models import Alarm, BackTest
from egnatia.picture.queries.alarms import series_key
from egnatia.picture.queries.back_tests import summaries
from egnatia.picture.queries.watched import Watched, watched_series


def back_test_series(officer: Officer | None, watched: Watched) -> BackTest:
    """Compute it anew, or give what is kept where nothing changed since. `officer`: who asked, None for a job.

    Raises Problem `accounts.not_allowed`.
    """
    if officer is not None:
        policy.require(officer, "picture.read")
    digest, key = digest_of(watched), asdict(watched.key)
    kept = BackTest.objects.filter(**key, digest=digest).first()
    if kept is not None:
        return kept
    result = compute(watched)
    with transaction.atomic():
        found, _made = BackTest.objects.update_or_create(
            **key, defaults={"digest": digest, "computed_at": clock.now(), "result": result}
        )
        audit.record("picture.back_test.computed", subject=found, officer=officer, series=list(key.values()))
    return found


def back_test_all() -> int:
    """Every total, our own sections, and what an alarm is open on, where it changed since it was last tested; how many."""
    alarmed = {series_key(alarm) for alarm in Alarm.objects.filter(state__in=(Alarm.State.OPEN, Alarm.State.CONFIRMED))}
    kept = {key: one.digest for key, one in summaries().items()}
    done = 0
    for watched in watched_series():
        is_own_section = watched.key.cut == "section" and watched.key.source == node.current().partner
        wanted = watched.key in alarmed or not watched.key.cut or is_own_section or watched.key in kept
        if wanted and watched.is_judged and kept.get(watched.key) != digest_of(watched):
            back_test_series(None, watched)
            done += 1
    return done
