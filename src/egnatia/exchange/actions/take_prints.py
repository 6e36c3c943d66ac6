"""Hand a partner's reference prints to our examiners."""

from egnatia.base import clock
from egnatia.biometrics.actions.record_candidates import add_partner_candidate, set_reference_prints
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.queries import fingers_of
from egnatia.biometrics.records import build_ten_print, fingers_from_records
from egnatia.engines.fingerprint.comparison import compare
from egnatia.engines.fingerprint.fusion import fuse
from egnatia.exchange.messages.prints import PrintsAnswer
from egnatia.exchange.models import PossibleMatch
from egnatia.persons.models import DataSet


def take_prints(match: PossibleMatch, answer: PrintsAnswer) -> None:
    """A candidate for the examiner's desk, once. Officers see that there is one, never the prints.

    Raises Problem `biometrics.record.…` for prints that can't be read.
    """
    data_set = match.target.search.data_set
    if match.state != PossibleMatch.State.PRINTS_ASKED or not data_set.is_active:
        return
    records = [finger.record for finger in answer.fingers]
    scores = _compare(data_set, records)
    candidate = add_partner_candidate(
        data_set, match.target.partner_code, match.reference, fuse(scores), scores, urgent=match.target.search.urgent
    )
    set_reference_prints(candidate, records)
    match.candidate, match.prints_at, match.state = candidate, clock.now(), PossibleMatch.State.TO_EXAMINE
    match.save(update_fields=["candidate", "prints_at", "state"])


def _compare(data_set: DataSet, records: list[bytes]) -> dict[int, float]:
    """Our own score of each finger: the partner's may come from another matcher."""
    with engine_errors_as_problems():
        theirs = build_ten_print(fingers_from_records(records))
    ours = build_ten_print(fingers_of(data_set))
    return {position: compare(ours[position], theirs[position]) for position in sorted(ours.keys() & theirs.keys())}
