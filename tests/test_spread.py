"""Who runs what: live nodes on some processes, the rest on the others, and nobody idle while anything is left."""

from tests.spread import choose, is_live

LIVE = ["tests/exchange/test_live_nodes.py", "tests/exchange/test_real_fingers.py::test_a"]
OTHERS = ["tests/persons/test_finding.py::test_b", "tests/persons/test_finding.py::test_c"]


def test_of_three_processes_one_takes_the_live_ones():
    taken = [choose([*LIVE, *OTHERS], number=number, processes=3) for number in range(3)]
    assert taken == [LIVE[0], OTHERS[0], OTHERS[0]]


def test_of_five_processes_two_do():
    taken = [choose([*LIVE, *OTHERS], number=number, processes=5) for number in range(5)]
    assert taken == [LIVE[0], LIVE[0], OTHERS[0], OTHERS[0], OTHERS[0]]


def test_whatever_is_left_is_taken_by_anybody():
    assert [choose(OTHERS, number=number, processes=3) for number in range(3)] == [OTHERS[0]] * 3
    assert [choose(LIVE, number=number, processes=3) for number in range(3)] == [LIVE[0]] * 3


def test_what_is_live(request):
    """Every file that starts a region of nodes is known as such."""
    root = request.config.rootpath
    starting = [path for path in root.glob("tests/*/**/test_*.py") if " region(" in path.read_text(encoding="utf-8")]
    assert starting and [path for path in starting if not is_live(path.relative_to(root).as_posix())] == []
    assert not any(map(is_live, OTHERS))
