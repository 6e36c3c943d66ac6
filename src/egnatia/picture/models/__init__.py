"""The picture's tables: events and incidents, imports, and the counts that everything shown is drawn from."""

from egnatia.picture.models.counts import Count
from egnatia.picture.models.events import Event, Incident
from egnatia.picture.models.imports import Batch, Mapping

__all__ = ["Batch", "Count", "Event", "Incident", "Mapping"]
