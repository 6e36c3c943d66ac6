"""Letters (r) and (s): data sets that were marked and unmarked, and hits on marked ones."""

from egnatia import law
from egnatia.oversight.counting.facts import Facts
from egnatia.oversight.counting.other import HIT_LETTERS
from egnatia.oversight.figures import Figure
from egnatia.persons.models import Mark

MARKED, UNMARKED = "marked", "unmarked"


def count_marks(facts: Facts) -> Figure:
    """(r) Marks set in the month, and marks taken off in it."""
    start, end = facts.month.window()
    marked = Mark.objects.filter(set_at__gte=start, set_at__lt=end).count()
    unmarked = Mark.objects.filter(ended_at__gte=start, ended_at__lt=end).count()
    cells = [(MARKED,)] * marked + [(UNMARKED,)] * unmarked
    return Figure.count("r", ("mark",), ((MARKED, UNMARKED),), cells)


def count_hits_on_marked(facts: Facts) -> Figure:
    """(s) Of the hits (k) to (p) those on a data set that carried a mark."""
    letters = law.statistics()
    rows = {digit for letter in HIT_LETTERS for digit in letters[letter].categories}
    return Figure.count("s", (), (), (() for hit in facts.hits if hit.on_marked and hit.searched in rows))
