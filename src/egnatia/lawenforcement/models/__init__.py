"""Rows of the law-enforcement gateway: what this node's units ask, and what the police of partners ask of it."""

from egnatia.lawenforcement.models.partners import AskedPartner, ReceivedMatch, ReceivedQuestion
from egnatia.lawenforcement.models.requests import Hit, HitPrint, HitVerdict, ProbePrint, Request

__all__ = [
    "AskedPartner",
    "Hit",
    "HitPrint",
    "HitVerdict",
    "ProbePrint",
    "ReceivedMatch",
    "ReceivedQuestion",
    "Request",
]
