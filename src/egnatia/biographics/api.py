"""Who of the register may be the person whom a connected system describes."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from egnatia import law
from egnatia.accounts.api_auth import account_of, require_purpose
from egnatia.base.errors import Problem
from egnatia.base.json_fields import REFUSALS
from egnatia.biographics.api_schemas import ChanceOut, DescribedIn, FieldOut, PossibleListOut, PossibleOut
from egnatia.biographics.given_relatives import describe_relative
from egnatia.biographics.queries import NamedRelative, Possible, find_like
from egnatia.biographics.records import COMPARED_ELEMENTS
from egnatia.biographics.suggestions_api import router as suggestions_router

router = Router(tags=["Registrations"])
router.add_router("", suggestions_router)
PURPOSE = "MIG"
#: Irregular crossing: its list has every element that is compared.
_CATEGORY = 2


@router.post("/persons/search", response={200: PossibleListOut, **REFUSALS}, summary="Who may this be?")
def search_persons(request: HttpRequest, described: DescribedIn) -> PossibleListOut:
    """The persons of this node who may be the one described, the likeliest first: names in any script and spelling."""
    require_purpose(request, PURPOSE)
    elements = _check(described.elements)
    relatives = [
        NamedRelative(None, named)
        for place, one in enumerate(described.relatives)
        for named in describe_relative(one.kind, one.elements, field=f"relatives.{place}")
    ]
    found = find_like(account_of(request), elements, relatives=relatives, most=described.limit, least=0.0, why=described.why)
    return PossibleListOut(persons=[_tell(one) for one in found])


def _check(elements: dict[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(elements) - COMPARED_ELEMENTS):
        raise Problem(
            "biographics.element.not_compared",
            "Nobody is searched for by this element.",
            f"Leave it out: {', '.join(sorted(COMPARED_ELEMENTS))} are compared.",
            field=f"elements.{unknown[0]}",
        )
    return law.clean_elements(_CATEGORY, elements, complete=False)


def _tell(possible: Possible) -> PossibleOut:
    match = possible.match
    chance, known = match.probability, [one for one in match.linkage.fields if one.is_known]
    return PossibleOut(
        reference_number=possible.data_set.reference_number if possible.data_set else None,
        standing=match.standing,
        chance=ChanceOut(value=chance.value, low=chance.low, high=chance.high),
        bits=round(match.linkage.bits, 2),
        fields=[FieldOut(field=one.field, level=one.level, bits=round(one.bits, 2)) for one in known],
    )
