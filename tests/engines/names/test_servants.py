"""Abdul and its like: one name with a name of God, in whatever script and order, and a name by itself beside any other word."""

import pytest

from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.servants import is_name_of_god
from egnatia.engines.names.spelling import read_name, read_token


@pytest.mark.parametrize(
    "word",
    "Rahman Rahaman рахман রহমান رحمن Aziz Azeez Karim Kareem করিম Qadir Kader Hadi Ghani Gani Razak Haque হক".split(),
)
def test_names_of_god_are_known_by_their_sounds(word: str) -> None:
    token = read_token(word.casefold())
    assert is_name_of_god(token.spelling, token.script)


@pytest.mark.parametrize("word", "Khan খান Islam Ahmed Miah Sheikh Mondal মণ্ডল Uddin Mohammad 王".split())
def test_other_names_are_none(word: str) -> None:
    token = read_token(word.casefold())
    assert not is_name_of_god(token.spelling, token.script)


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Abdur Khan", ["abdur", "khan"]),
        ("Khan Abdur", ["khan", "abdur"]),
        ("আবদুল খান", ["আবদুল", "খান"]),
        ("Abdul Rahman Khan", ["abdulrahman", "khan"]),
        ("Khan Rahman Abdul", ["khan", "abdulrahman"]),
        ("Abdul al-Rahman Khan", ["abdulrahman", "khan"]),
        ("Abd Manaf Omar", ["abdmanaf", "omar"]),
        ("Abdul", ["abdul"]),
        ("Omar Abd", ["omar", "abd"]),
    ],
)
def test_abdul_is_joined_with_a_name_of_god_alone(written: str, spelled: list[str]) -> None:
    tokens = read_name(written)
    assert [token.spelling for token in tokens] == spelled
    assert all(read_name(token.written) == (token,) for token in tokens)


@pytest.mark.parametrize(("written", "asked"), [("Abdur Khan", "Khan Abdur"), ("Abdul Rahman", "Rahman Abdul")])
def test_a_name_with_abdul_is_found_in_another_order(written: str, asked: str) -> None:
    index = CandidateIndex([Person(1, "Ivan Petrov"), Person(2, written)])
    assert [found.row for found in index.search(asked)] == [2]
