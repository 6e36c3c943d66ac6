"""Erase what the police of a partner sent with a question, and what was released to them; the record of it stays."""

from django.db import transaction

from egnatia.base import clock
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import ReceivedQuestion
from egnatia.lawenforcement.saying import forget_letters, take_back


def erase_received(question: ReceivedQuestion, *, because: str) -> None:
    """Prints and released data, which are in the letters alone. Erased twice is erased once. In the caller's transaction.

    because   month_over | unjustified | partner_erased
    """
    if question.erased_at is None:
        question.erased_at, question.erased_because = clock.now(), because
        question.save(update_fields=["erased_at", "erased_because"])
        log.record_received("lawenforcement.received.erased", question, why=because)
    end = forget_letters if because == "month_over" else take_back
    end(question.partner, question.correspondence)


def forget_matches(question: ReceivedQuestion) -> None:
    """The partner has nothing left that our references stand for: whom they named is forgotten."""
    question.matches.all().delete()


@transaction.atomic
def erase_received_if_due(question: ReceivedQuestion) -> bool:
    """Copies whose month is over. What the references stand for stays until the partner says that it erased its own: until
    then it has to hear of erasures and corrections here.
    """
    found = ReceivedQuestion.objects.select_for_update(of=("self",)).select_related("partner")
    row = found.get(pk=question.pk)
    if row.erased_at is not None or row.erase_on > clock.now():
        return False
    erase_received(row, because="month_over")
    return True
