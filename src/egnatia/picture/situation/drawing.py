"""Drawing the situation ahead of its first reader, when counts have changed."""

from django.conf import settings
from django.db.models import Max
from django.utils import translation

from egnatia.picture.models import Count
from egnatia.picture.route_figure import route_figure
from egnatia.picture.situation import maps as situation_maps
from egnatia.picture.situation import today as situation

_drawn_for: list[object] = []


def draw_situation() -> int:
    """Draw the figures of the first screen and of Today in the node's own language; returns how many.

    Nothing where no count came since the last time.
    """
    newest = Count.objects.aggregate(newest=Max("pk"))["newest"]
    present = [newest, situation.today()]
    if newest is None or present == _drawn_for:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        day = situation.today()
        for_everybody = (situation_maps.public_map(day), route_figure())
        figures = [*situation.look(day).figures(), *(one for one in for_everybody if one is not None)]
        for figure in figures:
            figure.draw()
    _drawn_for[:] = present
    return len(figures)
