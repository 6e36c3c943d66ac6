"""Abdul is no whole name: of whom somebody is the servant is told by the word beside it, if that is a name of God.

Names of God, and those of the prophet and his house that are used like them, by their consonants, so that every script and
romanisation of one is met. In Bangladesh, say, Abdul stands for a name by itself, too: a word that isn't one of these is
another name.
"""

from functools import cache

from egnatia.engines.names.letters import SOUNDS
from egnatia.engines.names.scripts import Script
from egnatia.engines.names.sounds import spell_out

_VOWELS = set("a e i o u A W Y Y2 y '".split())
#: Sounds that hands write for one another.
_ONE = {
    **{
        "q": "k",
        "K": "k",
        "C": "k",
        "gh": "g",
        "G": "g",
        "gj": "g",
        "J": "j",
        "dj": "j",
        "w": "v",
        "H": "h",
        "x": "h",
        "B": "b",
    },
    **{"B": "b", "dh": "z", "D": "z", "zh": "z", "S": "s", "sz": "s", "ç": "s", "th": "s", "CH": "sh", "ch": "sh", "P": "f"},
}
_NAMES = """
    Allah Adl Ahad Alim Ali Awal Azim Aziz Ilah Baki Bari Basir Basit Badi Batin Ghaffar Ghafur Kafur Ghani Fattah Hadi Hafiz
    Haq Haque Hai Hakim Hakam Halim Hamid Hannan Hasib Hussein Jabbar Zabbar Jalil Jawad Kabir Kader Qadir Ghader Kahhar Karim
    Khalik Kayum Kuddus Latif Majid Mazid Malik Mannan Matin Mahdi Manaf Masih Momin Muhsin Muid Munim Mujib Mutalib Mukit Muiz
    Nabi Nasir Nur Rahim Rahman Rab Rashid Rasul Rauf Rafi Razzak Sabur Sadik Salam Salim Sattar Samad Sami Shahid Shakur Subhan
    Tawab Wadud Wahab Vahab Ouahab Wahid Ouahid Wakil Wali Warith Wasi Zahir Zahra
"""


def is_name_of_god(spelling: str, script: Script) -> bool:
    return _find_consonants(spelling, script) in _find_names()


@cache
def _find_names() -> frozenset[str]:
    return frozenset(_find_consonants(name.casefold(), Script.LATIN) for name in _NAMES.split())


def _find_consonants(spelling: str, script: Script) -> str:
    """Those of a word, a vowel at its beginning as a; h counts for none at the end."""
    sounds = [SOUNDS[sound] for _, sound in spell_out(spelling, script)]
    while len(sounds) > 1 and (sounds[-1] in _VOWELS or sounds[-1] in ("h", "H", "x")):
        sounds.pop()
    first = "a" if sounds[:1] and sounds[0] in _VOWELS else ""
    return " ".join([first, *(_ONE.get(sound, sound) for sound in sounds if sound not in _VOWELS)])
