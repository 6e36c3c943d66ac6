"""What messages are called in a list of them: the kind alone, never what one says."""

from django.utils.translation import gettext


def kind_name(kind: str) -> str:
    """In the reader's language; a kind without a name by its code."""
    names = {
        "ping": gettext("Greeting"),
        "head.shown": gettext("Head of the log, to be witnessed"),
        "search.question": gettext("Search"),
        "search.answer": gettext("Answer to a search"),
        "prints.request": gettext("Request for prints"),
        "match.confirmed": gettext("Verdict: the same person"),
        "match.wrong_hit": gettext("Verdict: not the same person"),
        "follow_up.request": gettext("Request for data"),
        "follow_up.release": gettext("Data released"),
        "follow_up.refusal": gettext("Data refused"),
        "notice.erased": gettext("Notice of an erasure"),
        "notice.corrected": gettext("Notice of a correction"),
        "notice.mark": gettext("Notice of a mark"),
        "notice.citizen": gettext("Notice that a person became a citizen"),
        "evidence.sent": gettext("Evidence that data are wrong"),
        "evidence.decided": gettext("Decision about evidence"),
        "figures": gettext("Today's figures"),
        "counts": gettext("Counts for the picture"),
        "measure.request": gettext("Measure asked for"),
        "measure.answer": gettext("Answer about a measure"),
        "law.question": gettext("Question of law enforcement"),
        "law.answer": gettext("Answer to law enforcement"),
        "law.release": gettext("Data released to law enforcement, or refused"),
        "law.verification": gettext("Verification of an urgent question of law enforcement"),
        "law.withdrawal": gettext("Withdrawal of what law enforcement was told"),
        "law.erased": gettext("Erasure by law enforcement"),
        "law.verdict": gettext("Verdict of law enforcement"),
        "message.dropped": gettext("Stands in for a dropped message"),
    }
    return names.get(kind, kind)


def what_follows(kind: str) -> str:
    """What it means here that a message of this kind is given up."""
    consequences = {
        "search.question": gettext("The search says that this partner wasn't reached. The region can be asked anew."),
        "search.answer": gettext("The partner hears that its search isn't answered, and may ask again."),
        "prints.request": gettext("The possible match can't be examined. The region can be asked anew."),
        "follow_up.request": gettext("Whoever asked sees that the request never arrived, and may ask again."),
        "follow_up.release": gettext("The partner hears that no data come, and may ask again."),
        "follow_up.refusal": gettext("The partner hears that no answer comes, and may ask again."),
        "law.question": gettext("The request says that this partner wasn't reached."),
        "law.release": gettext("The partner's request stays open, and can be decided again."),
        "head.shown": gettext("The partner is shown a newer head of the log in a while."),
        "figures": gettext("The partner is told newer figures in a while."),
        "counts": gettext("The same days are told anew with the next counts."),
        "measure.request": gettext("The partner doesn't hear of the measure, or of its change, until it is saved again."),
        "measure.answer": gettext("The measure is open again, and has to be answered again."),
    }
    return consequences.get(kind, gettext("Nobody waits for an answer to it."))
