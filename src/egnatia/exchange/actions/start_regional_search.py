"""Ask the region about a data set."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.biometrics.queries import ready_fingers
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.models import Partner, RegionalSearch, SearchTarget
from egnatia.exchange.not_asked import NO_AGREEMENT, NO_FINGERS, PURPOSE_NOT_AGREED, SUSPENDED
from egnatia.persons.models import DataSet


@transaction.atomic
def start_regional_search(
    officer: Officer, data_set: DataSet, purpose: str = "MIG", *, urgent: bool = False, consent: bool = False
) -> RegionalSearch:
    """Put a question to each partner that may be asked into the outbox, and note who isn't asked and why.

    consent   the person's or guardian's consent is on record; asked for by purposes that need it
    Raises Problem `accounts.not_allowed`, `exchange.purpose_not_searchable`, `exchange.consent_missing`,
    `exchange.data_set_not_active`.
    """
    policy.require(officer, "exchange.search")
    _check(data_set, purpose, consent=consent)
    search = RegionalSearch.objects.create(
        data_set=data_set,
        purpose=purpose,
        urgent=urgent,
        consent=consent,
        started_at=clock.now(),
        started_by=officer,
    )
    fingers = tuple(
        FingerRecord(position=capture.position, record=bytes(capture.minutiae)) for capture in ready_fingers(data_set)
    )
    left_out = law.partners_not_asked(data_set.elements or {}, purpose)
    for code, partner in _everyone_else():
        reason = left_out.get(code) or _find_obstacle(partner, purpose) or ("" if fingers else NO_FINGERS)
        if reason or partner is None:
            SearchTarget.objects.create(
                search=search, partner_code=code, partner=partner, state=SearchTarget.State.NOT_ASKED, reason=reason
            )
        else:
            _ask(search, partner, fingers)
    audit.record(
        "exchange.search.started", subject=search, person=data_set.person_id, officer=officer, purpose=purpose, urgent=urgent
    )
    return search


def searchable_purposes() -> list[law.Purpose]:
    """The purposes under which persons are searched through this gateway."""
    return [
        purpose
        for purpose in law.purposes().values()
        if purpose.gateway == "migration" and "reference_prints" in purpose.before_verdict and not purpose.synthetic_only
    ]


def _check(data_set: DataSet, purpose: str, *, consent: bool) -> None:
    if purpose not in {one.code for one in searchable_purposes()}:
        raise Problem(
            "exchange.purpose_not_searchable",
            gettext("Partners are not searched for this purpose."),
            gettext("Choose MIG, RET or CHI."),
            field="purpose",
        )
    if law.purpose(purpose).needs_consent and not consent:
        raise Problem(
            "exchange.consent_missing",
            gettext("This purpose needs the consent of the person or the guardian."),
            gettext("Obtain it, record it, then search."),
            field="consent",
        )
    if not data_set.is_active:
        raise Problem(
            "exchange.data_set_not_active",
            gettext("This registration is not in force any more."),
            gettext("Search with its newest version."),
            status=409,
        )


def _everyone_else() -> Iterator[tuple[str, Partner | None]]:
    """Each of the other partners, with its row where member files were exchanged."""
    known = {partner.code: partner for partner in Partner.objects.all()}
    own = node.current().partner
    return ((code, known.get(code)) for code in law.partners() if code != own)


def _find_obstacle(partner: Partner | None, purpose: str) -> str:
    if partner is None or partner.state == Partner.State.PENDING:
        return NO_AGREEMENT
    if partner.state == Partner.State.SUSPENDED:
        return SUSPENDED
    if not partner.has_agreement:
        return NO_AGREEMENT
    return "" if purpose in partner.our_purposes else PURPOSE_NOT_AGREED


def _ask(search: RegionalSearch, partner: Partner, fingers: tuple[FingerRecord, ...]) -> None:
    target = SearchTarget(search=search, partner_code=partner.code, partner=partner, asked_at=search.started_at)
    target.question = send_message(
        partner,
        SearchQuestion(fingers=fingers, urgent=search.urgent),
        correspondence=target.correspondence,
        purpose=search.purpose,
        case=target.id,
    )
    target.save(force_insert=True)
    start_deadline(
        "search_answer_urgent" if search.urgent else "search_answer",
        target,
        started_at=search.started_at,
        person=search.data_set.person_id,
        label=f"{search.data_set.reference_number} → {partner.code}",
    )
