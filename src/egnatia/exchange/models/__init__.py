"""The exchange's tables: partners, messages out and in, the log, searches of ours and of others, follow-up data."""

from egnatia.exchange.models.federation import FederationList, SignedProposal
from egnatia.exchange.models.follow_ups import FollowUp, StandingRule, WrongHitNotice
from egnatia.exchange.models.log import Cosignature, LogEntry, LogHead, LogTile, SeenHead, Witness
from egnatia.exchange.models.messages import InboxMessage, OutboxMessage
from egnatia.exchange.models.partners import Fault, LawLane, Partner, PartnerFigures, QuotaUse, SeenNonce
from egnatia.exchange.models.searches import InboundMatch, InboundSearch, PossibleMatch, RegionalSearch, SearchTarget

__all__ = [
    "Cosignature",
    "Fault",
    "FederationList",
    "FollowUp",
    "InboundMatch",
    "InboundSearch",
    "InboxMessage",
    "LawLane",
    "LogEntry",
    "LogHead",
    "LogTile",
    "OutboxMessage",
    "Partner",
    "PartnerFigures",
    "PossibleMatch",
    "QuotaUse",
    "RegionalSearch",
    "SearchTarget",
    "SeenHead",
    "SeenNonce",
    "SignedProposal",
    "StandingRule",
    "Witness",
    "WrongHitNotice",
]
