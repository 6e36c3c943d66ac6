"""Letters (i), (k) to (p), (q), (t) and (w): data sets, hits, what police asked, and what went wrong."""

from collections.abc import Iterable

from egnatia import law
from egnatia.biometrics.models import Candidate
from egnatia.exchange.models import WrongHitNotice
from egnatia.lawenforcement.queries.statistics import (
    ASKED,
    HIT,
    NO_HIT,
    OPEN,
    RECEIVED,
    outcomes_between,
    questions_between,
)
from egnatia.oversight.counting.facts import Facts
from egnatia.oversight.counting.hits import OWN, PARTNER
from egnatia.oversight.figures import UNKNOWN, Cell, Figure
from egnatia.persons.models import DataSet

#: One table for the letters (k) to (p), and one of where the hits were.
HITS, HITS_WHERE = "hits", "hits.where"
#: Of letter (t): what this node's police asked of partners', and theirs here.
REQUESTS_BETWEEN = "t.between"
HIT_LETTERS = ("k", "l", "m", "n", "o", "p")
OURS, THEIRS = "reported", "received"
#: Outcomes of an admission procedure whose data sets (i) counts; grants are in (g).
_NOT_ADMITTED = ("refused_on", "discontinued_on")
_RESETTLEMENT = 7


def count_data_sets(facts: Facts) -> Figure:
    """(i) By category, year of birth and sex."""
    counted = [one for one in facts.transmitted if _is_counted(one)]
    cells = [(str(one.category), _year_of_birth(one), _sex(one)) for one in counted]
    categories = tuple(str(digit) for digit in law.statistics()["i"].categories if digit in facts.in_use)
    years = tuple(sorted({year for _, year, _ in cells} - {UNKNOWN}))
    return Figure.count("i", ("category", "born", "sex"), (categories, (*years, UNKNOWN), (*law.sexes(), UNKNOWN)), cells)


def count_hits(facts: Facts) -> Figure:
    """(k) to (p) What was searched with, by as what it was found."""
    columns = tuple(code for code, column in law.statistics_columns().items() if not column.needs)
    rows = _searched(facts)
    return Figure.count(
        HITS, ("searched", "found"), (rows, columns), _in(rows, ((str(h.searched), h.found) for h in facts.hits))
    )


def count_where(facts: Facts) -> Figure:
    """The same hits by where: in the own gallery, or at a partner."""
    rows = _searched(facts)
    cells = ((str(hit.searched), hit.where) for hit in facts.hits)
    return Figure.count(HITS_WHERE, ("searched", "where"), (rows, (OWN, PARTNER)), _in(rows, cells))


def count_asked_again(facts: Facts) -> Figure:
    """(q) Data sets about which examiners couldn't tell, so that a new capture was asked for."""
    start, end = facts.month.window()
    undecided = Candidate.objects.filter(state=Candidate.State.UNDECIDED, decided_at__gte=start, decided_at__lt=end)
    references = set(undecided.values_list("data_set__reference_number", flat=True))
    return Figure.count("q", (), (), (() for _ in references))


def count_wrong_hits(facts: Facts) -> Figure:
    """(w) By where it was found and who said so."""
    start, end = facts.month.window()
    own = Candidate.objects.filter(
        state=Candidate.State.DIFFERENT, partner="", decided_at__gte=start, decided_at__lt=end
    ).count()
    notices = WrongHitNotice.objects.filter(decided_at__gte=start, decided_at__lt=end)
    ours = notices.filter(direction="outgoing").count()
    theirs = notices.filter(direction="incoming").count()
    cells = [(OWN,)] * own + [(OURS,)] * ours + [(THEIRS,)] * theirs
    return Figure.count("w", ("wrong",), ((OWN, OURS, THEIRS),), cells)


def count_requests(facts: Facts) -> Figure:
    """(t) Requests of law enforcement that were approved, by whether they hit."""
    outcomes = outcomes_between(*facts.month.window())
    return Figure.count("t", ("law_enforcement",), ((HIT, NO_HIT, OPEN),), ((outcome,) for outcome in outcomes))


def count_requests_between(facts: Facts) -> Figure:
    """(t) The same between partners: each question to their police, and each of theirs here."""
    outcomes = (HIT, NO_HIT, OPEN)
    cells = questions_between(*facts.month.window())
    return Figure.count(REQUESTS_BETWEEN, ("between", "law_enforcement"), ((ASKED, RECEIVED), outcomes), cells)


def letter_of_row(searched: str) -> str:
    """The letter under which hits of this category stand."""
    return next(letter for letter in HIT_LETTERS if int(searched) in law.statistics()[letter].categories)


def _is_counted(data_set: DataSet) -> bool:
    if data_set.category not in law.statistics()["i"].categories:
        return False
    elements = data_set.elements or {}
    return data_set.category != _RESETTLEMENT or any(elements.get(outcome) for outcome in _NOT_ADMITTED)


def _searched(facts: Facts) -> tuple[str, ...]:
    """The rows: categories of the letters, in their order, that this node registers."""
    letters = law.statistics()
    return tuple(str(digit) for letter in HIT_LETTERS for digit in letters[letter].categories if digit in facts.in_use)


def _in(rows: tuple[str, ...], cells: Iterable[Cell]) -> Iterable[Cell]:
    """Hits of what the article has a row for; data sets of resettlement aren't searched on arrival."""
    return (cell for cell in cells if cell[0] in rows)


def _year_of_birth(data_set: DataSet) -> str:
    """As far as it is known: an estimated age gives the estimated year."""
    value = ((data_set.elements or {}).get("birth_date") or {}).get("value")
    return str(value)[:4] if value else UNKNOWN


def _sex(data_set: DataSet) -> str:
    return str((data_set.elements or {}).get("sex") or UNKNOWN)
