"""The name in a document beside the name that was said: the same, another, or not to be told, in several scripts."""

import pytest

from egnatia.engines.documents.holder_names import judge_names


@pytest.mark.parametrize(
    ("of_document", "said"),
    [
        ("HADDAD SAMIR", "سمير حداد"),
        ("HADDAD SAMIR", "Samir Hadad"),
        ("HOSSEINI MOHAMMAD REZA", "محمد رضا حسینی"),
        ("HADDAD SAMIR", "Хадад Самир"),
        ("PETROV IVAN", "Петров Иван"),
        ("MEHMETI ARBEN", "Арбен Мехмети"),
        ("PAPADOPOULOS GEORGIOS", "Γεώργιος Παπαδόπουλος"),
        ("GIORGADZE NINO", "ნინო გიორგაძე"),
        ("KHACHATRYAN ANI", "Անի Խաչատրյան"),
        ("TESFAY YONAS", "ዮናስ ተስፋይ"),
        ("حداد سمير", "Самир Хадад"),
        ("حداد سمير", "سمير حداد"),
        ("Иванов Ђорђе", "Ђорђе Иванов"),
    ],
)
def test_one_name_in_two_scripts_agrees(of_document, said):
    assert judge_names([of_document], [said]) is True
    assert judge_names([said], [of_document]) is True
    assert judge_names([of_document], ["Zdravko Trifunovski", said]) is True


@pytest.mark.parametrize(
    ("of_document", "said"),
    [
        ("PETROV IVAN", "سمير حداد"),
        ("HOSSEINI MOHAMMAD REZA", "حسن کریمی"),
        ("KARIMI ALI", "علی حسینی"),
        ("PAPADOPOULOS GEORGIOS", "Ελένη Βασιλείου"),
        ("GIORGADZE NINO", "თამარ ბერიძე"),
        ("MEHMETI ARBEN", "Здравко Трифуновски"),
        ("TESFAY YONAS", "ሰላም ገብረ"),
    ],
)
def test_two_names_differ_in_whatever_script(of_document, said):
    assert judge_names([of_document], [said]) is False
    assert judge_names([of_document], [said, "Zdravko Trifunovski"] if "Здравко" not in said else [said]) is False


@pytest.mark.parametrize(
    ("of_document", "said"),
    [
        ("HADDAD SAMIR", "Хадад Омар"),  # brothers
        ("HADDAD SAMIR", "حداد عمر"),
        ("حداد سمير", "حداد عمر"),
        ("HADDAD SAMIR", "Haddad"),
        ("SARIC ANA", "Ana"),
        ("LI WEI", "李伟"),  # a script that isn't read
        ("HADDAD SAMIR", ""),
        ("", ""),
    ],
)
def test_what_spelling_cannot_tell_is_left_open(of_document, said):
    assert judge_names([of_document], [said]) is None


def test_a_name_that_is_not_read_says_nothing_beside_one_that_is():
    assert judge_names(["PETROV IVAN"], ["李伟", "سمير حداد"]) is False
    assert judge_names(["PETROV IVAN"], ["李伟", "Петров Иван"]) is True
    assert judge_names([], ["Петров Иван"]) is None
