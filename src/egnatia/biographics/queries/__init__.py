"""Finding persons: by what somebody has in hand, and who may be the one whom a registration describes."""

from egnatia.biographics.queries.declared import explain_like, find_like
from egnatia.biographics.queries.explained import Explained
from egnatia.biographics.queries.finding import Found, Listing, LookUp, explain_found, look_up
from egnatia.biographics.queries.possible import Possible
from egnatia.biographics.queries.relatives import NamedRelative, name_relatives, relatives_of
from egnatia.biographics.queries.sought import explain_sought, proposals_of
from egnatia.biographics.queries.suggestions import (
    Side,
    SideBySide,
    get_suggestion,
    may_judge,
    open_suggestions,
    read_suggestion,
    sides_of,
    suggestions_about,
)

__all__ = [
    "Explained",
    "Found",
    "Listing",
    "LookUp",
    "NamedRelative",
    "Possible",
    "Side",
    "SideBySide",
    "explain_found",
    "explain_like",
    "explain_sought",
    "find_like",
    "get_suggestion",
    "look_up",
    "may_judge",
    "name_relatives",
    "open_suggestions",
    "proposals_of",
    "read_suggestion",
    "relatives_of",
    "sides_of",
    "suggestions_about",
]
