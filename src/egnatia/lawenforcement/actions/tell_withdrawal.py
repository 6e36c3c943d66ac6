"""What happens to a data set happens to what the police of partners were told of it: they hear so (EX-74), and erase it."""

from django.db.models import Q

from egnatia.base import clock
from egnatia.exchange.messages.law_enforcement import LawRelease, LawWithdrawal
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.own_letters import read_own
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import ReceivedMatch, ReceivedQuestion, Request
from egnatia.lawenforcement.released_data import all_of_person
from egnatia.lawenforcement.rules import may_be_told
from egnatia.lawenforcement.saying import say_to_asker, take_back, under_way
from egnatia.persons.models import DataSet


def withdraw_matches(data_set: DataSet, *, because: str) -> None:
    """Nothing of the data set may be used by a partner any more."""
    for match in _matches_of(data_set):
        _withdraw(match, because=because)


def correct_matches(data_set: DataSet, previous: DataSet) -> None:
    """The newer version takes the place of the one before; what was released is withdrawn, and to be released anew."""
    for match in _matches_of(previous):
        match.data_set = data_set
        match.save(update_fields=["data_set"])
        if _may_be_told(match) and match.release == ReceivedMatch.Release.RELEASED:
            match.release, match.asked_at, match.notice = _ASKED, clock.now(), ReceivedMatch.Notice.CORRECTED
            _tell(match, because="corrected")
    withdraw_untellable(data_set)


def withdraw_untellable(data_set: DataSet) -> None:
    """Of whom it is known only now that they are, or may be, a child, or a national of the asker: by a correction or a link."""
    for one in all_of_person(data_set):
        for match in _matches_of(one):
            if not _may_be_told(match):
                _withdraw(match, because="child")


def acknowledge_withdrawal(message: OutboxMessage) -> None:
    """The partner said that it erased what the message names."""
    ReceivedMatch.objects.filter(notice_message=message, notice_answered_at=None).update(notice_answered_at=clock.now())


_ASKED = ReceivedMatch.Release.ASKED
#: A person whom the partner's examiner found to be another isn't known there any more.
_TOLD = ~Q(notice=ReceivedMatch.Notice.GONE) & ~Q(verdict=ReceivedMatch.Verdict.DIFFERENT)


def _matches_of(data_set: DataSet) -> list[ReceivedMatch]:
    """Locked, in the order of their questions."""
    found = ReceivedMatch.objects.select_for_update(of=("self",)).filter(_TOLD, data_set=data_set)
    return list(found.select_related("question__partner", "data_set").order_by("question_id", "pk"))


def _may_be_told(match: ReceivedMatch) -> bool:
    suspected = match.question.age == Request.Age.CHILD
    return may_be_told(all_of_person(match.data_set), match.question.partner.code, child_suspected=suspected)


def _withdraw(match: ReceivedMatch, *, because: str) -> None:
    match.notice, match.release = ReceivedMatch.Notice.GONE, ReceivedMatch.Release.NONE
    _tell(match, because=because)


def _tell(match: ReceivedMatch, *, because: str) -> None:
    """One notice tells all that the partner hasn't answered for yet: the one before is taken back with whatever else waits."""
    match.noticed_at, match.notice_answered_at, match.notice_message = clock.now(), None, None
    match.save()
    question = match.question
    log.record_received("lawenforcement.received.withdrawn", question, match=match, because=because)
    _take_back(question)
    untold = question.matches.filter(notice_answered_at=None)
    content = LawWithdrawal(
        gone=tuple(untold.filter(notice=ReceivedMatch.Notice.GONE).values_list("reference", flat=True)),
        corrected=tuple(untold.filter(notice=ReceivedMatch.Notice.CORRECTED).values_list("reference", flat=True)),
    )
    untold.exclude(notice=ReceivedMatch.Notice.NONE).update(notice_message=say_to_asker(question, content))


def _take_back(question: ReceivedQuestion) -> None:
    """What waits isn't sent; a release of another person among it is to be decided again."""
    for message in under_way(question.partner, question.correspondence):
        said = read_own(message)
        if said is not None and isinstance(said.content, LawRelease):
            ask_again(question, said.content)
    take_back(question.partner, question.correspondence)


def ask_again(question: ReceivedQuestion, given_up: LawRelease) -> None:
    """The answer to a confirmed match never went: it is to be decided again."""
    question.matches.filter(reference=given_up.reference).exclude(notice=ReceivedMatch.Notice.GONE).exclude(
        release=ReceivedMatch.Release.NONE
    ).update(release=_ASKED, decided_at=None, decided_by=None, refusal_reason="")
