"""What a partner did that partners don't do, in words: codes of `conduct`."""

from django.utils.translation import gettext


def fault_name(code: str) -> str:
    """One fault, in words; the code where there are none."""
    unreadable = gettext("Messages that can't be read")
    numbered = gettext("A number that was used for another message, or none")
    purposes = gettext("A purpose that was not agreed")
    too_early = gettext("Asked for what only follows a confirmed match")
    names = {
        "letter_invalid": gettext("Letters whose own signature doesn't hold"),
        "message_invalid": unreadable,
        "version_unknown": unreadable,
        "kind_unknown": unreadable,
        "kind_is_an_answer": gettext("Answers to nothing"),
        "message_id_reused": numbered,
        "number_missing": numbered,
        "correspondence_reused": numbered,
        "wrong_receiver": gettext("Letters for, or from, somebody else"),
        "wrong_gateway": gettext("What belongs to the other gateway"),
        "not_alone": gettext("Several questions in one request"),
        "too_many_letters": gettext("Too many letters in one request"),
        "purpose_missing": purposes,
        "purpose_not_wanted": purposes,
        "purpose_not_allowed": purposes,
        "fingers_unreadable": gettext("Fingers that are none"),
        "reference_unknown": gettext("References that it was never given, or not any more"),
        "verdict_without_prints": too_early,
        "match_not_confirmed": too_early,
        "field_not_allowed": gettext("Asked for what the purpose doesn't allow"),
        "quota_used": gettext("Searches beyond the day's quota"),
        "signature_invalid": gettext("Requests whose signature doesn't hold"),
        "key_revoked": gettext("Requests under a key that was revoked"),
        "replayed": gettext("Requests that came a second time"),
        "seal_broken": gettext("Requests that can't be opened"),
    }
    return names.get(code.removeprefix("exchange."), code)
