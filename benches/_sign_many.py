"""In the process of one node: sign registrations one after the other, print the seconds until the last answer to each."""

import json
import os
import sys
import time

PATIENCE = 60.0


def main(directory: str, count: int) -> None:
    """Every second person is a second take of somebody whom another node knows."""
    os.environ["EGNATIA_NODE"] = directory
    os.environ["DJANGO_SETTINGS_MODULE"] = "egnatia.site.settings"
    import django

    django.setup()
    from egnatia.accounts.queries import get_service_officer
    from egnatia.site.demo_data.cast import NODES
    from egnatia.site.demo_data.people import node_seeds

    officer = get_service_officer()
    others = [code for code in NODES if code != "RS"]
    run = time.time_ns() % 1_000_000_000  # so that no registration is one of an earlier run, found to be there already
    seconds = []
    for number in range(count):
        known = number % 2 == 0
        seed = node_seeds(others[number % len(others)], 1000)[(run + number) % 1000] if known else 50_000_000 + run + number
        seconds.append(_sign_and_wait(officer, seed, f"bench-{run}-{number}"))
    print(json.dumps(seconds))


def _sign_and_wait(officer, seed: int, national_number: str) -> float:
    from egnatia.base import clock
    from egnatia.biometrics.records import to_record
    from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
    from egnatia.exchange.models import SearchTarget
    from egnatia.registration.actions.register_person import register_person
    from egnatia.registration.intake import Intake
    from egnatia.site.demo_data.people import synthetic_category, synthetic_identity

    fingers = synthetic_fingers(seed, 1 + time.time_ns() % 1000)
    intake = Intake(
        category=synthetic_category(seed),
        elements=_adult(synthetic_identity(seed, "RS", until=clock.today())),
        records=tuple(to_record(one, position=position, quality=80) for position, one in fingers.items()),
        notice={"language": "en", "mode": "written"},
        national_number=national_number,
    )
    data_set = register_person(officer, intake, origin="api").data_set
    targets = SearchTarget.objects.filter(search__data_set=data_set)
    patience = time.monotonic() + PATIENCE
    while targets.filter(state=SearchTarget.State.WAITING).exists():
        if time.monotonic() > patience:
            raise SystemExit(f"no answer within {PATIENCE} s")
        time.sleep(0.005)
    answers = [target.answered_at for target in targets if target.answered_at]
    return (max(answers) - data_set.signed_at).total_seconds()


def _adult(elements):
    """Children under six have no data set; here everybody is grown up."""
    return elements | {"birth_date": {"value": "1990", "precision": "year", "basis": "declared"}}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
