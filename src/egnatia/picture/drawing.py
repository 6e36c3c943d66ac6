"""Drawing the situation ahead of its first reader, when counts have changed."""

from django.conf import settings
from django.db.models import Max
from django.utils import translation

from egnatia.picture import situation
from egnatia.picture.models import Count

_drawn_for: list[object] = []


def draw_situation() -> int:
    """Draw the figures of the page Today in the node's own language; nothing where no count came since. Returns how many."""
    newest = Count.objects.aggregate(newest=Max("pk"))["newest"]
    present = [newest, situation.today()]
    if newest is None or present == _drawn_for:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        figures = situation.look(situation.today()).figures()
        for figure in figures:
            figure.draw()
    _drawn_for[:] = present
    return len(figures)
