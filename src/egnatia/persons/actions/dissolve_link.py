"""Dissolve a link: the two data sets go their own ways again; nothing has to be taken apart."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.persons import hooks
from egnatia.persons.models import Link


@transaction.atomic
def dissolve_link(officer: Any, link: Link, *, reason: str) -> Link:
    """The link, dissolved; one that was dissolved before stays as it is. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, "registration.correct")
    if _dissolve(link, officer=officer, reason=reason):
        hooks.link_found_wrong.call(link)
    return link


@transaction.atomic
def dissolve_link_of_partner(link: Link) -> Link:
    """The partner at its other end erased what it leads to: nobody here decided that, so no officer stands for it."""
    _dissolve(link, officer=None, reason=f"erased by {link.partner}")
    return link


def dissolve_links_of(reference_number: str, *, officer: Any, reason: str, forget_partner: bool = False) -> int:
    """Dissolve all that leads to or from a data set, in any version; `forget_partner` empties the partner's reference too."""
    ends = Q(data_set__reference_number=reference_number) | Q(other__reference_number=reference_number)
    links = list(Link.objects.filter(ends, state=Link.State.CONFIRMED).select_related("data_set", "other"))
    for link in links:
        _dissolve(link, officer=officer, reason=reason)
    if forget_partner:
        for link in Link.objects.filter(ends).exclude(partner=""):
            link.partner_reference, link.pair = "", str(link.pk)
            link.save(update_fields=["partner_reference", "pair"])
    return len(links)


def _dissolve(link: Link, *, officer: Any, reason: str) -> bool:
    """Whether it held until now."""
    changed = Link.objects.filter(pk=link.pk, state=Link.State.CONFIRMED).update(
        state=Link.State.DISSOLVED, dissolved_by=officer, dissolved_at=clock.now(), dissolved_because=reason[:500]
    )
    if not changed:
        return False
    link.refresh_from_db()
    audit.record("persons.link.dissolved", subject=link, person=link.data_set.person_id, officer=officer, why=reason)
    hooks.link_dissolved.call(link)
    return True
