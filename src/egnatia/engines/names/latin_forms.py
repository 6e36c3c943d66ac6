"""How a name in another script is likely to be written in Latin letters, for a person to choose from.

Arabic script doesn't write short vowels, so no rule can give محمد its forms: words are looked up in what labels of Wikidata
have (`latin_forms.tsv`, CC0, written by `benches/latin_forms.py`), with the article and the endings of surnames taken apart;
a word that isn't there is spelt letter by letter, with vowels put in where they may be. Cyrillic goes by ICAO's table and the
states' own practice, for Serbian and Macedonian also in their Latin letters; Greek by ELOT 743, as in Greek passports; other
scripts by the general tables of `anyascii`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice, product

from egnatia.engines.documents.icao.transliteration import Practice, possible_forms, transliterate
from egnatia.engines.names.scripts import Script, script_of
from egnatia.engines.names.sounds import romanise

MOST_FORMS = 5
_LONGEST = 200
_MOST_WORDS = 8

_SAME_LETTER = str.maketrans("أإآٱىیئکةۀؤٹڈڑںہھ", "اااايييكههوتدرنهه")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c-\u200f]")
_ARTICLE = "ال"
#: Endings of surnames, and their forms. The first that fits is taken off.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "زاده": ("zada", "zadeh"),
    "نژاد": ("nejad",),
    "پور": ("pour", "poor"),
    "زي": ("zai",),
    "نيا": ("nia",),
    "يان": ("ian", "yan"),
    "ي": ("i",),
}
_SERVANT, _GOD = "عبدال", "عبداله"
_SERVANTS, _SERVANTS_OF_GOD = ("abdul", "abdel", "abdal"), ("abdullah", "abdallah", "abdollah")
_VOWELS: Mapping[str, str] = {"ا": "a", "و": "u", "ي": "i"}
_CONSONANTS: Mapping[str, str] = {
    **{"ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r"},
    **{"ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "q"},
    **{"ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ء": "", "ع": ""},
}
_GREEK_PAIRS: Mapping[str, str] = {
    **{"ου": "ou", "αι": "ai", "ει": "ei", "οι": "oi", "γγ": "ng", "γξ": "nx", "γχ": "nch", "γκ": "gk", "ντ": "nt"},
}
_GREEK: Mapping[str, str] = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_UNVOICED = frozenset("θκξπσςτφχψ")
_SERBIAN: Mapping[str, str] = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
        strict=True,
    )
)
_MACEDONIAN: Mapping[str, str] = {**_SERBIAN, "ѓ": "gj", "ќ": "kj", "ѕ": "dz"}
_LETTERS_OF: Mapping[str, str] = {"sr": "ђћ", "mk": "ѓќѕ", "uk": "іїєґ", "be": "ў", "ru": "ыэё", "bg": "ъ"}


def latin_forms(name: str, language: str | None = None, *, limit: int = MOST_FORMS) -> tuple[str, ...]:
    """Likely forms, the likeliest first; empty for a name in Latin letters.

    language  ISO 639-1 of a name in Cyrillic, where it is known: be, bg, mk, ru, sr, uk; else told by its letters
    """
    words = unicodedata.normalize("NFC", name[:_LONGEST]).split()[:_MOST_WORDS]
    if not words or all(script_of(word) in (Script.LATIN, Script.UNKNOWN) for word in words):
        return ()
    by_word = [tuple(_of_word(word, language)) for word in words]
    return tuple(dict.fromkeys(islice(_combine(by_word), limit)))


def fold(word: str) -> str:
    """A word in Arabic script without vowel marks, letters that differ by language or hamza made one."""
    return _MARKS.sub("", word).translate(_SAME_LETTER)


def _combine(by_word: Sequence[Sequence[str]]) -> Iterator[str]:
    """Whole names, those of likelier words first."""
    ways = product(*(range(len(forms)) for forms in by_word))
    bounded = islice(ways, MOST_FORMS**4)
    for way in sorted(bounded, key=sum):
        yield " ".join(forms[at] for forms, at in zip(by_word, way, strict=True))


def _of_word(word: str, language: str | None) -> Iterable[str]:
    parts = word.split("-")
    if len(parts) > 1 and all(parts):
        return ["-".join(way) for way in islice(product(*(tuple(_of_word(part, language)) for part in parts)), MOST_FORMS)]
    match script_of(word):
        case Script.LATIN | Script.UNKNOWN:
            return [word]
        case Script.ARABIC:
            found: Iterable[str] = _arabic(fold(word)) or [word]
        case Script.CYRILLIC:
            found = _cyrillic(word, language or _language_of(word))
        case Script.GREEK:
            found = [_greek(word)]
        case _:
            found = [romanise(word)]
    return dict.fromkeys(_capital(form) for form in found)


def _capital(form: str) -> str:
    """A capital at the beginning of each part: Al-Khatib."""
    return "-".join(part[:1].upper() + part[1:] for part in form.split("-"))


# -- Arabic


@cache
def _attested() -> Mapping[str, tuple[str, ...]]:
    lines = files(__package__).joinpath("latin_forms.tsv").read_text(encoding="utf-8").splitlines()
    return {word: tuple(forms) for word, *forms in (line.split("\t") for line in lines)}


def _arabic(word: str) -> list[str]:
    if word in (_GOD, "عبدالله"):
        return list(_SERVANTS_OF_GOD)
    found = _attested().get(word)
    if word.startswith(_ARTICLE) and len(word) > 4:
        return _with_article(found or _arabic(word.removeprefix(_ARTICLE)))
    if found is not None:
        return list(found)
    if word.startswith(_SERVANT) and len(word) > len(_SERVANT) + 1:
        of_whom = _arabic(word.removeprefix(_SERVANT))
        return [servant + form for form in of_whom[:2] for servant in _SERVANTS]
    for ending, forms in _ENDINGS.items():
        stem = word.removesuffix(ending)
        if stem != word and stem in _attested():
            return [_join_ending(begun, form) for form in forms for begun in _attested()[stem]][:MOST_FORMS]
    return [_by_letter(word)]


def _with_article(forms: Iterable[str]) -> list[str]:
    """As in Al-Khatib, El-Khatib, Khatib, unless the form has it already."""
    whole = [form for form in forms if form.startswith(("al", "el"))]
    bare = [form for form in forms if form not in whole]
    return [*whole, *(f"al-{form}" for form in bare), *(f"el-{form}" for form in bare), *bare]


def _join_ending(begun: str, ending: str) -> str:
    """One vowel where two meet: Mustafa and -i is Mustafai, Ali and -i stays Ali."""
    return begun if ending == "i" and begun.endswith("i") else begun + ending


def _by_letter(word: str) -> str:
    """An `a` between two consonants, which is the likeliest of the short vowels."""
    spelt, open_end = "", True  # whether a consonant may follow without a vowel before it
    for at, letter in enumerate(word):
        last = at == len(word) - 1
        if letter in _VOWELS and (at > 0 or letter == "ا"):
            before_vowel = not last and word[at + 1] == "ا"
            spelt += {"و": "w", "ي": "y"}[letter] if before_vowel and letter != "ا" else _VOWELS[letter]
            open_end = not (before_vowel and letter != "ا")
        elif letter == "ه" and last and at > 0:
            spelt += "a" if not open_end else "h"
        else:
            consonant = {"و": "w", "ي": "y"}.get(letter) or _CONSONANTS.get(letter)
            if consonant is None:
                spelt += romanise(letter)
            elif consonant:
                spelt += consonant if open_end else "a" + consonant
                open_end = False
    return spelt


# -- Cyrillic, Greek


def _cyrillic(word: str, language: str | None) -> Iterator[str]:
    """The language's own Latin letters, the state's practice, then all that documents may have."""
    own = {"sr": _SERBIAN, "mk": _MACEDONIAN}.get(language or "")
    if own is not None:
        yield "".join(own.get(letter, letter) for letter in word.casefold())
    yield str(transliterate(word, language, practice=Practice.NATIONAL)).casefold()
    for form in possible_forms(word, language, limit=MOST_FORMS):
        yield form.casefold()


def _language_of(word: str) -> str | None:
    """By letters that one language alone has."""
    letters = set(word.casefold())
    return next((language for language, own in _LETTERS_OF.items() if letters & set(own)), None)


def _greek(word: str) -> str:
    """ELOT 743: pairs first; υ after α, ε, η is v or f by what follows; μπ is b at the beginning, mp elsewhere."""
    letters = "".join(one for one in unicodedata.normalize("NFD", word.casefold()) if one != "\u0301")
    letters = unicodedata.normalize("NFC", letters).replace("ϊ", "ι").replace("ϋ", "υ").replace("ΐ", "ι").replace("ΰ", "υ")
    spelt, at = "", 0
    while at < len(letters):
        pair, after = letters[at : at + 2], letters[at + 2 : at + 3]
        if pair == "μπ":
            piece = "b" if at == 0 or not after else "mp"
        elif pair in ("αυ", "ευ", "ηυ"):
            piece = _GREEK[pair[0]] + ("f" if not after or after in _UNVOICED else "v")
        elif pair in _GREEK_PAIRS:
            piece = _GREEK_PAIRS[pair]
        else:
            pair, piece = letters[at], _GREEK.get(letters[at], letters[at])
        spelt += piece
        at += len(pair)
    return spelt
