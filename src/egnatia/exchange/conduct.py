"""How partners behave: what they do that partners don't do is counted by hour, and whoever does it too often is slowed down.

Two kinds of faults are told apart, for anybody can write a partner's name under a request:

    proven     under a signature of the partner that was seen for the first time: its own doing. They weigh.
    in its name   the signature doesn't hold, or a request that was recorded on its way comes again. They are shown, and never
               held against the partner: otherwise a stranger could have it cut off.

From `exchange_faults_an_hour` on of what weighs, what asks about a person (EX-10, EX-20, EX-40) is put off until the next hour.
What a partner says (verdicts, notices, answers) is taken in as ever: persons' rights hang on it. A quota that is used up is its
own brake: it is counted and doesn't weigh. Suspending a partner is for people: this node's (`partners suspend`) or, for all,
the partners' quorum (`partners propose --suspend`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from egnatia.base import clock
from egnatia.base.node_settings import value_of
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.models import Fault, Partner

#: Under the partner's own signature: no cut line, no repeated delivery and no crossing of two messages brings these about.
PROVEN = frozenset(
    f"exchange.{code}"
    for code in (
        "letter_invalid message_invalid version_unknown kind_unknown kind_is_an_answer message_id_reused number_missing "
        "wrong_receiver wrong_gateway not_alone too_many_letters purpose_missing purpose_not_wanted purpose_not_allowed "
        "fingers_unreadable correspondence_reused reference_unknown verdict_without_prints match_not_confirmed "
        "field_not_allowed"
    ).split()
)
#: Under the partner's signature, and dealt with already.
QUOTA = "exchange.quota_used"
REPLAYED = "exchange.replayed"
#: In a partner's name, by whomever.
IN_ITS_NAME = frozenset({"exchange.signature_invalid", REPLAYED, "exchange.key_revoked", "exchange.seal_broken"})
COUNTED = PROVEN | IN_ITS_NAME | {QUOTA}

THROTTLED = "exchange.throttled"


@dataclass(frozen=True, slots=True)
class Conduct:
    """A partner's faults of the last 24 hours.

    proven, quota, in_its_name   how many
    is_throttled                 its questions are put off now
    codes                        how often each
    """

    partner: Partner
    proven: int
    quota: int
    in_its_name: int
    is_throttled: bool
    codes: dict[str, int]


def is_throttled(partner: Partner, gateway: Gateway = Gateway.MIGRATION) -> bool:
    """Whether what the partner asks through a gateway is put off: too many faults of its own there in this hour."""
    return bool(weigh(partner, gateway) >= value_of("exchange_faults_an_hour"))


def seconds_to_next_hour(at: datetime) -> int:
    """Until the partner begins anew."""
    return max(1, int((hour_of(at) + timedelta(hours=1) - at).total_seconds()))


def conduct_of(partner: Partner) -> Conduct:
    """What is shown of a partner."""
    since = hour_of(clock.now()) - timedelta(hours=23)
    counted = Fault.objects.filter(partner=partner, hour__gte=since).values_list("code").annotate(total=Sum("count"))
    codes = dict(counted.order_by("code"))
    return Conduct(
        partner=partner,
        proven=sum(count for code, count in codes.items() if code in PROVEN),
        quota=codes.get(QUOTA, 0),
        in_its_name=sum(count for code, count in codes.items() if code in IN_ITS_NAME),
        is_throttled=any(is_throttled(partner, gateway) for gateway in Gateway),
        codes=codes,
    )


def find_misconduct() -> list[str]:
    """One sentence for each partner that an operator should look into."""
    found = []
    for partner in Partner.objects.all():
        conduct = conduct_of(partner)
        if conduct.proven >= value_of("exchange_faults_an_hour"):
            slowed = " Its questions are put off for this hour." if conduct.is_throttled else ""
            found.append(
                f"{partner.code} did {conduct.proven} times in 24 hours what partners don't do ({_words(conduct)}).{slowed} "
                f"Call its operator; if it goes on: partners suspend {partner.code}, or all together propose --suspend."
            )
    return found


def find_strangers() -> str:
    """Who is being impersonated, in a note: nothing can be mended at this node."""
    named = [conduct for partner in Partner.objects.all() if (conduct := conduct_of(partner)).in_its_name]
    return "; ".join(f"{one.in_its_name} requests in the name of {one.partner.code} weren't fresh and genuine" for one in named)


def weigh(partner: Partner, gateway: Gateway = Gateway.MIGRATION) -> int:
    """The partner's own faults of this hour at a gateway."""
    faults = Fault.objects.filter(partner=partner, gateway=gateway, hour=hour_of(clock.now()), code__in=PROVEN)
    return faults.aggregate(total=Sum("count"))["total"] or 0


def hour_of(at: datetime) -> datetime:
    """Its first moment."""
    return at.replace(minute=0, second=0, microsecond=0)


def _words(conduct: Conduct) -> str:
    return ", ".join(f"{code} {count}" for code, count in conduct.codes.items() if code in PROVEN)
