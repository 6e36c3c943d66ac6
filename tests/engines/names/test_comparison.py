"""Comparing names: the same person's across scripts and hands agree, strangers' don't, and every result says why."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.names.comparison import compare, compare_many, prepare
from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.letters import SOUNDS, TABLES
from egnatia.engines.names.scripts import Script, Treatment
from egnatia.engines.names.sounds import hear
from egnatia.engines.names.transducer import get_transducer

SAME = [
    ("محمد رضا حسینی", "Mohammad Reza Hosseini"),
    ("محمد حسینی", "Muhamed Huseini"),
    ("Ѓорѓи Иванов", "Gjorge Ivanov"),
    ("Ђорђе Ћирић", "Djordje Ciric"),
    ("Đorđe Petrović", "DORDE PETROVIC"),
    ("Xhemal Hoxha", "Џемал Хоџа"),
    ("Mehmet Şahin", "محمد شاهين"),
    ("پرویز مشرف", "Pervez Musharraf"),
    ("Yousef Haddad", "يوسف الحداد"),
    ("عبد الرحمن خالد", "Abdurrahman Khaled"),
    ("Khaled Abdul Rahman", "عبد الرحمن خالد"),
    ("Иван Петров", "Petrov Ivan"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
    ("დავით მაისურაძე", "Davit Maisuradze"),
    ("Արամ Սարգսյան", "Aram Sargsyan"),
    ("דוד לוי", "David Levi"),
    ("ئەحمەد حەسەن", "Ahmed Hasan"),
    ("Mohammad Amin Rahimi", "Mohammad Rahimi"),
    ("Abdelkader Ben Youssef", "Abd el-Kader Benyoussef"),
    ("Xhevat Morina", "Dževat Morina"),
    ("Sokol Gjoni", "Sokolj Đoni"),
    ("Flutura Thaçi", "Fljutura Tači"),
    ("عبد الرحمن احمدي", "عبدالرحمن أحمدی"),
    ("نور الدين خليل", "نورالدین خلیل"),
    ("فاطمة اسماعيل", "فاطمه اسمعيل"),
    ("סמיר דוד", "סמיר דויד"),
    # x is ح and c is ع in Somali (its Latin alphabet of 1972), x is خ in Kurdish and Azerbaijani
    ("Xuseen Xasan", "Hussein Hassan"),
    ("Xirsi Faarax", "حرسي فارح"),
    ("Cabdi Cali", "Abdi Ali"),
    ("Cabdi Cali", "عبدي علي"),
    ("Xalid Xan", "Khalid Khan"),
    ("Xəlil Əhmədov", "خلیل احمدوف"),
    ("Omar Aljasim", "عمر الجاسم"),
    ("Aljoša Marić", "Аљоша Марић"),
    ("Jahangir Uddin", "Udin Jahangir"),
    ("Shafiq Uddin", "শফিক উদ্দিন"),
]
DIFFERENT = [
    ("محمد حسینی", "Ali Rahimi"),
    ("Ahmed Ali", "Ahmad Karimi"),
    ("Иван Петров", "Marko Jovanović"),
    ("Жељко Мирковић", "Stefan Đorđević"),
    ("يوسف الحداد", "Omar Khalil"),
    ("Mohammad Hosseini", "Mohammad Karimi"),
    ("دוד לוי", "Rosa Parks"),
    ("Veton Gashi", "Fatos Gaši"),
    ("Bekim Gashi", "Agim Gaši"),
    ("Cali Xasan", "Cumar Faarax"),
]
#: Different, and yet alike enough to share keys: it is the comparison that tells them apart.
ALIKE = [
    ("Luan Salihaj", "Ljuan Sila"),
    ("حداد سمير", "حداد عمر"),
    ("علي محمدی", "عمر محمدی"),
]
NAMES = st.sampled_from(sorted({name for pair in SAME + DIFFERENT for name in pair}))


def bits(first: str, second: str) -> float:
    return compare(prepare(first), prepare(second)).bits


@pytest.mark.parametrize(("first", "second"), SAME)
def test_one_person_in_two_hands_agrees(first: str, second: str) -> None:
    assert bits(first, second) > 1.5


@pytest.mark.parametrize(("first", "second"), DIFFERENT + ALIKE)
def test_strangers_do_not(first: str, second: str) -> None:
    assert bits(first, second) < 0.5


@given(NAMES, NAMES)
@settings(deadline=None)
def test_which_of_two_is_the_first_means_nothing(first: str, second: str) -> None:
    assert bits(first, second) == pytest.approx(bits(second, first), abs=0.5)
    one, other = compare(prepare(first), prepare(second)), compare(prepare(second), prepare(first))
    assert {(pair.first, pair.second) for pair in one.pairs} == {(pair.second, pair.first) for pair in other.pairs}


@given(NAMES)
@settings(deadline=None)
def test_a_name_agrees_with_itself(name: str) -> None:
    assert bits(name, name) > 5


def test_pairs_say_which_words_are_one() -> None:
    found = compare(prepare("Hosseini Mohammad Reza"), prepare("محمد رضا حسینی"))
    assert {(pair.first, pair.second) for pair in found.pairs} == {((0,), (2,)), ((1,), (0,)), ((2,), (1,))}
    assert all(pair.bits > 3 for pair in found.pairs)
    assert [pair.bits for pair in found.pairs] == sorted((pair.bits for pair in found.pairs), reverse=True)


def test_words_written_together_are_one_pair() -> None:
    found = compare(prepare("Karim Mirzai"), prepare("Karim Mir Zai"))
    assert ((1,), (1, 2)) in {(pair.first, pair.second) for pair in found.pairs}


def test_words_of_one_script_that_are_likelier_two_are_not_paired() -> None:
    found = compare(prepare("Veton Gashi"), prepare("Fatos Gaši"))
    assert [(pair.first, pair.second) for pair in found.pairs] == [((1,), (1,))]


def test_what_a_foreign_script_leaves_silent_is_still_paired() -> None:
    found = compare(prepare("Πιέρ Μωρουά"), prepare("Pierre Mauroy"))
    assert [(pair.first, pair.second) for pair in found.pairs] == [((0,), (0,)), ((1,), (1,))]
    assert found.pairs[1].bits < 0 < found.bits


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        (("نادر كريمي", "ناصر كريمي"), ("Nader Karimi", "Naser Karimi")),
        (("أحمد حسن", "احمد حسين"), ("Ahmed Hasan", "Ahmed Husein")),
        (("محمد حسيني", "محمد حسيمي"), ("Mohammad Hosseini", "Mohammad Hosseimi")),
    ],
)
def test_in_arabic_letters_a_changed_one_says_more_than_in_latin_ones(arabic: tuple[str, str], latin: tuple[str, str]) -> None:
    """Whoever romanises hears; whoever writes Arabic spells."""
    assert bits(*arabic) < bits(*latin)


def test_a_word_that_lacks_costs_less_than_one_that_differs() -> None:
    assert bits("Mohammad Amin Rahimi", "Mohammad Rahimi") > bits("Mohammad Amin Rahimi", "Mohammad Farid Rahimi")


@pytest.mark.parametrize(
    ("name", "treatment"),
    [
        ("Hosseini", Treatment.COMPARED),
        ("حسینی", Treatment.COMPARED),
        ("ገብረ ሚካኤል", Treatment.ROMANISED),
        ("রহমান", Treatment.ROMANISED),
        ("王小明", Treatment.NONE),
        ("Wang 王", Treatment.NONE),
        ("", Treatment.NONE),
    ],
)
def test_a_script_that_is_not_compared_is_declared(name: str, treatment: Treatment) -> None:
    assert compare(prepare(name), prepare("Hosseini")).treatment is treatment


def test_scripts_of_the_route_that_have_no_table_are_heard_in_latin_letters() -> None:
    assert bits("ገብረ ሚካኤል", "Gebre Mikael") > 0 > bits("ገብረ ሚካኤል", "Tesfaye Haile")
    assert bits("রহমান আলী", "Rahman Ali") > 0
    assert bits("রোকেয়া বেগম", "Rokeya Begum") > 0 > bits("রোকেয়া বেগম", "Sharmin Akter")
    assert bits("अब्दुल रहमान", "Abdul Rahman") > 0


def test_nothing_to_compare_is_no_evidence() -> None:
    for nothing in ("", "王小明", "123", "😀"):
        found = compare(prepare(nothing), prepare("Mohammad Hosseini"))
        assert found.bits == 0
        assert found.pairs == ()


@given(st.lists(NAMES, max_size=12), NAMES)
@settings(deadline=None, max_examples=40)
def test_many_at_once_are_compared_as_one_by_one(names: list[str], probe: str) -> None:
    found = compare_many(prepare(probe), [prepare(name) for name in names])
    assert found == pytest.approx([bits(probe, name) for name in names], abs=1e-9)


@given(st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None)
def test_whatever_is_typed_is_compared(first: str, second: str) -> None:
    found = compare(prepare(first), prepare(second))
    assert np.isfinite(found.bits)
    assert compare_many(prepare(first), [prepare(second)])[0] == pytest.approx(found.bits, abs=1e-9)


@pytest.mark.parametrize("script", list(TABLES))
def test_every_letter_of_a_table_is_heard(script: Script) -> None:
    for letters, sounds in TABLES[script].items():
        assert [SOUNDS[number] for number in hear(letters, script)] == list(dict.fromkeys(sounds.split()))


def test_what_was_learned_fits_the_sounds() -> None:
    for script in Script:
        model = get_transducer(script)
        assert model.pairs.shape == (len(SOUNDS), len(SOUNDS))
        assert model.pairs.sum() == pytest.approx(1, abs=1e-4)
        assert model.pairs[0, 0] == 0


class Counted:
    """A pool in which some words are common and all others rare."""

    def __init__(self, **shares: float) -> None:
        self._shares = shares

    def information(self, token: str) -> float:
        return -math.log2(self._shares.get(token, 0.002))


IRAN = Counted(mohammad=0.15, محمد=0.15, ali=0.12, علی=0.12, reza=0.1, رضا=0.1, ahmad=0.1, ahmed=0.1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mohammad Ali", "Mohammad Reza"),
        ("Mohammad Hosseini", "Mohammad Karimi"),
        ("Mohammad Ali", "Mohammad Ali Reza"),
        ("علی رضا", "Ali Reza Ahmad"),
        ("Ahmed Ali", "Ahmad Alami"),
        ("Ali", "Ali Karimi"),
    ],
)
def test_common_words_in_common_make_nobody_one(first: str, second: str) -> None:
    assert compare(prepare(first), prepare(second), IRAN).bits < 0


def test_a_pool_tells_rare_words_from_common_ones() -> None:
    def weigh(first: str, second: str) -> float:
        return compare(prepare(first), prepare(second), IRAN).bits

    assert weigh("Mohammad Ali", "محمد علی") < weigh("Sohrab Zarrin", "سهراب زرین")
    assert weigh("Zarrin Mohammad Sohrab", "Sohrab Zarrin") > weigh("Ali Mohammad Reza", "Reza Ali")
    assert weigh("Mohammad Hosseini", "محمد حسینی") > 3


@given(st.lists(NAMES, max_size=8), NAMES)
@settings(deadline=None, max_examples=30)
def test_many_at_once_are_compared_as_one_by_one_with_a_pool(names: list[str], probe: str) -> None:
    found = compare_many(prepare(probe), [prepare(name) for name in names], IRAN)
    assert found == pytest.approx([compare(prepare(probe), prepare(name), IRAN).bits for name in names], abs=1e-9)


def test_a_register_is_a_pool() -> None:
    names = [f"Mohammad {family}" for family in ("Hosseini", "Karimi", "Rahimi", "Jafari", "Sadeghi", "Moradi")]
    register = CandidateIndex(Person(row, name) for row, name in enumerate(names))
    rare, common = prepare("Karimi Sohrab"), prepare("Mohammad Sohrab")
    assert compare(rare, prepare("Karimi"), register).bits > compare(common, prepare("Mohammad"), register).bits


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Mohammad حسینی", "محمد حسینی"),
        ("Mo\u200dhammad \u202eHosseini\u202c", "Mohammad Hosseini"),
        ("Мохаммад Hosseini", "Mohammad Hosseini"),
        ("Моhаmmаd Ноssеini", "Mohammad Hosseini"),
        ("Mohammad 😀 Hosseini ❤", "Mohammad Hosseini"),
        ("Dr. Haji Mohammad Hosseini", "Mohammad Hosseini"),
        ("MOHAMMAD HOSSEINI", "Mohammad Hosseini"),
        ("MHMD HSYNY", "Mohammad Hosseini"),
        ("Sa\x9aa Milosavljeviæ", "Saša Milosavljević"),
        ("Ðorðe Petroviæ", "Đorđe Petrović"),
    ],
)
def test_what_hands_and_files_do_to_a_name_leaves_it_that_persons(written: str, plain: str) -> None:
    assert bits(written, plain) > 1.5
    assert bits(written, "Ivan Petrov") < 0 or "Petrov" in plain


def test_a_name_of_one_word_is_compared_as_such() -> None:
    assert bits("Mohammad", "محمد") > 1
    assert bits("Mohammad", "Reza") < -3
    assert bits("Hosseini", "Mohammad Hosseini") < bits("Mohammad Hosseini", "Mohammad Hosseini")


def test_a_family_name_that_is_missing_is_a_word_less() -> None:
    for empty in ("Mohammad -", "Mohammad .", "Mohammad XXX 0"):
        assert np.isfinite(bits(empty, "Mohammad Hosseini"))
    assert bits("Mohammad -", "Mohammad") == bits("Mohammad", "Mohammad")


def test_forty_words_are_compared() -> None:
    long = " ".join(f"{first}{second}ar" for first in "abdfgklm" for second in "aeiou")
    assert len(long.split()) == 40
    assert bits(long, long) > 5
    assert np.isfinite(compare(prepare(long), prepare("Mohammad Hosseini"), IRAN).bits)
