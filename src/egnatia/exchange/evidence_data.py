"""What evidence may be about, and what a data set says once it is followed."""

from collections.abc import Collection, Mapping
from typing import Any

from egnatia.exchange.messages.evidence import EVIDENCE_FIELDS
from egnatia.exchange.models import FollowUp

#: Names that are spelled in Latin letters beside: the spelling of a wrong name is wrong, too.
_SPELLED = ("surnames", "forenames", "birth_names", "previous_names", "aliases")


def fields_released(**about: Any) -> set[str]:
    """What was told of a match (`possible_match=…` or `inbound_match=…`), as far as evidence may be about it.

    A release that its owner gave up under way counts: it may have arrived all the same.
    """
    given = FollowUp.objects.filter(state__in=(FollowUp.State.RELEASED, FollowUp.State.GIVEN_UP), **about)
    return {field for released in given.values_list("released", flat=True) for field in released} & set(EVIDENCE_FIELDS)


def follow_evidence(elements: Mapping[str, Any], proposed: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """All elements as they should be once `fields` of what is proposed are followed."""
    followed = {field: proposed[field] for field in EVIDENCE_FIELDS if field in fields and field in proposed}
    if "documents" in followed:
        followed["documents"] = [_with_what_was_known(one, elements.get("documents") or []) for one in followed["documents"]]
    spellings = elements.get("names_latin") or {}
    if "names_latin" not in followed and not followed.keys().isdisjoint(_SPELLED):
        followed["names_latin"] = {code: names for code, names in spellings.items() if code not in followed}
    return {**elements, **followed}


def _with_what_was_known(document: dict[str, Any], ours: list[dict[str, Any]]) -> dict[str, Any]:
    """A document that we have, too, keeps what only we know of it: validity, authenticity, the scan."""
    same = (one for one in ours if (one.get("type"), one.get("number")) == (document["type"], document["number"]))
    return {**next(same, {}), **document}
