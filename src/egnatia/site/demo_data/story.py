"""The demo's story as data: who is registered where, under which names, with which prints.

A man is registered in North Macedonia, then in Serbia under another spelling and with other impressions of the same fingers.
A woman is known nowhere. A man says he is from Albania, so Albania isn't asked about him.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from egnatia.site.demo_data.cast import FROM_ALBANIA, STRANGER, TRAVELLER, Member
from egnatia.site.demo_data.people import synthetic_identity


@dataclass(frozen=True, slots=True)
class Scene:
    """One registration of the story.

    category    1 application, 2 irregular crossing, 3 irregular stay
    days_ago    when the event was, counted back from the day of the demo
    values      law elements without the event's date
    """

    member: Member
    node: str
    take: int
    category: int
    place: str
    days_ago: int
    values: dict[str, Any]

    def elements(self, today: date) -> dict[str, Any]:
        """Law elements as an officer enters them on the day of the demo."""
        day = today - timedelta(days=self.days_ago)
        return {**self.values, "event": {"place": self.place, "date": day.isoformat()}}


FIRST = Scene(
    member=TRAVELLER,
    node="MK",
    take=0,
    category=2,
    place="Gevgelija",
    days_ago=9,
    values={
        "surnames": ["Hosseini"],
        "forenames": ["Mohammad"],
        "nationalities": ["AFG"],
        "birth_date": {"value": "1996-03-21", "precision": "day", "basis": "declared"},
        "birth_place": "Herat",
        "sex": "male",
    },
)

SECOND = Scene(
    member=TRAVELLER,
    node="RS",
    take=1,
    category=1,
    place="Preševo",
    days_ago=0,
    values={
        "surnames": ["Huseini"],
        "forenames": ["Muhamed"],
        "nationalities": ["AFG"],
        "birth_date": {"value": "1996", "precision": "year", "basis": "declared"},
        "birth_place": "Hirat",
        "sex": "male",
    },
)

UNKNOWN = Scene(
    member=STRANGER,
    node="BA",
    take=0,
    category=1,
    place="Bihać",
    days_ago=0,
    values={
        "surnames": ["Niyonzima"],
        "forenames": ["Aline"],
        "nationalities": ["BDI"],
        "birth_date": {"value": "1999-11-02", "precision": "day", "basis": "documented"},
        "birth_place": "Gitega",
        "sex": "female",
        "documents": [{"type": "passport", "number": "SYN004417", "issuer": "BDI", "expiry": "2029-04-30"}],
    },
)

CLAIMS_ALBANIA = Scene(
    member=FROM_ALBANIA,
    node="ME",
    take=0,
    category=3,
    place="Podgorica",
    days_ago=0,
    values={
        "surnames": ["Prifti"],
        "forenames": ["Ardit"],
        "nationalities": ["ALB"],
        "birth_date": {"value": "1988-07", "precision": "month", "basis": "declared"},
        "birth_place": "Shkodër",
        "sex": "male",
    },
)

SCENES = (FIRST, SECOND, UNKNOWN, CLAIMS_ALBANIA)


def identity_of(member: Member, today: date) -> dict[str, Any]:
    """Law elements of a member's first registration: written out for the story's people, drawn from the seed for others."""
    for scene in SCENES:
        if scene.member == member:
            return scene.elements(today)
    return synthetic_identity(member.seed, member.node, until=today)
