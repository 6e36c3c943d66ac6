"""Names of the follow-up fields and reasons, in the reader's language."""

from django.utils.translation import gettext

from egnatia import law
from egnatia.exchange.not_asked import NO_AGREEMENT, NO_FINGERS, PURPOSE_NOT_AGREED, SUSPENDED
from egnatia.exchange.transport.wording import transport_reasons


def field_name(field: str) -> str:
    """What a field of follow-up data is called."""
    beside_elements = {
        "capture_date": gettext("Date of capture"),
        "capture_place": gettext("Place of capture"),
        "category": gettext("Category"),
        "security_flag": gettext("Security flag"),
    }
    return beside_elements.get(field) or law.element(field).name


def reason_name(reason: str) -> str:
    """Why a partner wasn't asked, or didn't answer, in words."""
    if reason in law.not_asked_reasons():
        return law.not_asked_reasons()[reason].name
    ours = {
        NO_AGREEMENT: gettext("There is no agreement with this partner yet"),
        SUSPENDED: gettext("This partner is suspended"),
        PURPOSE_NOT_AGREED: gettext("The agreement with this partner doesn't cover the purpose"),
        NO_FINGERS: gettext("No finger can be searched with"),
        "exchange.purpose_not_allowed": gettext("The partner doesn't answer for this purpose"),
        "exchange.unreachable": gettext("The partner's node can't be reached"),
        "exchange.clock_skew": gettext("The clocks of the two nodes differ"),
        "exchange.quota_used": gettext("Today's number of searches is used up; it is asked again tomorrow"),
        "exchange.throttled": gettext("The partner puts this node's questions off: it refused too many of its messages"),
        "exchange.partner_unknown": gettext("The partner doesn't know this node yet"),
        "exchange.partner_not_confirmed": gettext("The partner has not confirmed this node's keys yet"),
        "exchange.partner_suspended": gettext("The partner has suspended this node"),
        "exchange.gateway_closed": gettext("The partner's law-enforcement gateway is closed to this node"),
        "exchange.not_witnessed": gettext("The partner's log isn't witnessed: it answers as soon as it is"),
        "exchange.cosignature_invalid": gettext("The partner's signature under our head isn't genuine"),
        "witness.shortened": gettext("The log was shown with more entries before"),
        "witness.diverges": gettext("The log was shown with other entries before"),
        "witness.not_consistent": gettext("The log doesn't begin with what was seen of it before"),
        "witness.not_signed": gettext("The head isn't signed with a key that is known"),
        "exchange.answer_dropped": gettext("The partner gave up its answer; it may be asked again"),
        "exchange.out_of_order": gettext("The partner misses an earlier message"),
        "exchange.number_reused": gettext("The partner has another message under this number: it gets the next one"),
        "exchange.head_of_another": gettext("The head is of another log than the partner's federation list says"),
        "exchange.answer_to_another": gettext("The partner's answer belonged to another message"),
        "exchange.signature_invalid": gettext("The signature doesn't hold: an old key, or somebody in between"),
        "exchange.signing_key_unknown": gettext("The partner lacks this node's newest member file"),
        "exchange.at_work": gettext("The partner is dealing with it"),
        "base.database_busy": gettext("The partner's database is busy"),
        "base.database_unreachable": gettext("The partner's database can't be reached"),
        "exchange.arrived_before_dropped": gettext("It had arrived before it was given up"),
        "base.disk_full": gettext("The partner's disk is full"),
    }
    if reason.startswith("http_"):
        return gettext("What answers at the partner's address is no node: HTTP %(status)s") % {"status": reason[5:]}
    return (ours | transport_reasons()).get(reason, reason)


def refusal_name(reason: str) -> str:
    """Why data were refused, in words."""
    known = law.refusal_reasons().get(reason)
    return known.name if known else reason_name(reason)
