"""The picture's tables: events and incidents, imports, the counts that everything shown is drawn from, alarms,
and measures between partners."""

from egnatia.picture.models.alarms import Alarm, Outcome, Recommendation
from egnatia.picture.models.counts import Count
from egnatia.picture.models.events import Event, Incident
from egnatia.picture.models.files import RawMonth
from egnatia.picture.models.imports import Batch, Mapping
from egnatia.picture.models.looks import BackTest, Look
from egnatia.picture.models.partner_measures import PartnerMeasure, SentMeasure
from egnatia.picture.models.sharing import HeardDay, Release, ToldDay
from egnatia.picture.models.summaries import Coverage, Summary

__all__ = [
    "Alarm",
    "BackTest",
    "Batch",
    "Count",
    "Coverage",
    "Event",
    "HeardDay",
    "Incident",
    "Look",
    "Mapping",
    "Outcome",
    "PartnerMeasure",
    "RawMonth",
    "Recommendation",
    "Release",
    "SentMeasure",
    "Summary",
    "ToldDay",
]
