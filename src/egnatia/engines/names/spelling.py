"""A name as somebody wrote it, read into its tokens: cleaned, split, each with its script and its role.

What a hand adds or leaves out at will doesn't count: case, vowel marks, tatweel, joiners and direction marks, kinds of
apostrophe, compatibility forms, digits and symbols. What tells people apart stays: the tokens in their order.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from egnatia.engines.names.scripts import Script, script_of, unmix
from egnatia.engines.names.servants import is_name_of_god


class Role(StrEnum):
    """What a token of a name is.

    name      given, father's, family name, nisba: which of them only the person can say
    kunya     Abu or Umm and the name after it, one token: Abu Bakr, Abubakr
    laqab     a name and Din, one token: Salah al-Din, Saladin
    article   al-, el-, ul- before a name
    descent   bin, ibn, bint, ould, oğlu: between a name and the father's
    honorific titles and degrees
    initial   a single letter
    """

    NAME = "name"
    KUNYA = "kunya"
    LAQAB = "laqab"
    ARTICLE = "article"
    DESCENT = "descent"
    HONORIFIC = "honorific"
    INITIAL = "initial"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name: as it was written, as it is compared, its script and its role."""

    written: str
    spelling: str
    script: Script
    role: Role


_ROLES: dict[str, Role] = {
    **dict.fromkeys("al el ul il as ash ad ar an az at ud ur ال".split(), Role.ARTICLE),
    **dict.fromkeys("bin ben ibn ibni bint binti ould wuld oglu oğlu kizi kızı u بن ابن بنت ولد".split(), Role.DESCENT),
    **dict.fromkeys("von van der den de del della di da dos la le du de' of y".split(), Role.ARTICLE),
    **dict.fromkeys(
        "dr mr mrs ms prof sir dame lord baron mag mgr msc dipl ing prim phd jr sr ii iii haji hajji hadži hadji др мр проф "
        "хаџи الدكتور د الحاج حاجی دکتر مهندس".split(),
        Role.HONORIFIC,
    ),
}
_ABD = {"abd", "عبد", "абд"}
_ABDUL = set("abdul abdel abdal abdol abdoul abdur абдул আবদুল আব্দুল আবদুর আব্দুর".split())
_KUNYA = set("abu abou abo umm oum um ابو أبو أم أبي ابي".split())
#: Beginnings and endings of a family name that some write apart.
_BEFORE = {"mc", "mac"}
_AFTER = set("zada zade zadeh zadah zadə زاده poor pour pur پور nejad nezhad nejat نژاد نجاد".split())
_ARTICLE_OF_FAITH = re.compile("(?<=..)ال(?=د[يی]ن$)")  # within one word: نورالدين is نور الدين
#: Din with an article, which is no name by itself: where the order was turned round it belongs to the word after it.
_OF_FAITH = set("uddin udin uddeen eddin eddine addin aldin aldeen উদ্দিন উদ্দীন उद्दीन उद्दिन".split())
_FAITH = _OF_FAITH | set("din deen dine dein dīn دين دین".split())
_BEARS_WEIGHT = (Role.NAME, Role.KUNYA, Role.LAQAB, Role.INITIAL)
# A file in one code page of Windows (1250) that was read in another (1252): ž, š, đ and a final ć of this region.
_BROKEN = str.maketrans({"\x8a": "Š", "\x9a": "š", "\x8e": "Ž", "\x9e": "ž", "\u00d0": "Đ", "ð": "đ"})
_BROKEN_ENDING = re.compile(r"(?<=i)æ\b")
# Vowel marks and Koranic signs, tatweel, joiners, direction marks, Hebrew points.
_MARKS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʻʼʾʿ׳′", "'"))
_LONGEST = 400  # characters of a name that are read
_MOST = 24  # tokens that are compared


@lru_cache(maxsize=50_000)
def read_name(text: str) -> tuple[Token, ...]:
    """The tokens of a name, in the order written; at most 24 of them, of at most 400 characters. Empty where no letter is."""
    cleaned = unicodedata.normalize("NFKC", text[:_LONGEST].translate(_BROKEN)).casefold().translate(_APOSTROPHES)
    cleaned = unicodedata.normalize("NFC", _MARKS.sub("", cleaned.replace("i\u0307", "i")))
    cleaned = _BROKEN_ENDING.sub("ć", cleaned)
    tokens = [read_token(word) for word in _split(cleaned) if any(map(str.isalpha, word))]
    return tuple(_join_endings(_join_beginnings(tokens)))[:_MOST]


def bear_weight(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens that tell people apart: without articles, words of descent and titles, unless too little were left."""
    kept = tuple(token for token in tokens if token.role in _BEARS_WEIGHT)
    return kept if len(kept) > 1 or (len(tokens) <= 2 and kept) else tokens


def _split(text: str) -> list[str]:
    """Words of letters with their marks (vowel signs of Indic scripts are such) and apostrophes; anything else is between."""
    return "".join(
        character if character == "'" or character.isalpha() or unicodedata.category(character)[0] == "M" else " "
        for character in text
    ).split()


@lru_cache(maxsize=100_000)
def read_token(word: str) -> Token:
    script = script_of(word)
    spelling = unmix(word if script is Script.HEBREW else word.strip("'"))
    if script is Script.ARABIC and spelling.startswith("ال") and len(spelling) > 4:
        spelling = spelling[2:]
    spelling = _ARTICLE_OF_FAITH.sub("", spelling)
    role = _ROLES.get(spelling) or (Role.INITIAL if len(spelling) == 1 else Role.NAME)
    return Token(word, spelling, script_of(spelling), role)


def _join_beginnings(tokens: list[Token]) -> list[Token]:
    """Abd and the name of God beside it are one name, however they are written: Abd al-Rahman, Abdul Rahman, Abdurrahman, and
    Rahman Abdul where the order was turned round; and so are Abu or Umm and a name, and Mc and one.
    """
    joined: list[Token] = []
    rest = list(tokens)
    while rest:
        token = rest.pop(0)
        role = _find_role(token)
        many = 1 + (len(rest) > 1 and rest[0].role is Role.ARTICLE)  # that go with it
        if role and len(rest) >= many and (token.spelling not in _ABDUL or _is_of_god(rest[many - 1])):
            token = _join([token, *rest[:many]], role)
            del rest[:many]
        elif is_servant(token.spelling) and joined and _is_of_god(joined[-1]):
            token = _join([token, joined.pop()], Role.NAME)
        joined.append(token)
    return joined


def _find_role(token: Token) -> Role | None:
    """That of what a word makes with the next; None of one that stands by itself."""
    if token.spelling in _KUNYA:
        return Role.KUNYA
    return Role.NAME if is_servant(token.spelling) or token.spelling in _BEFORE else None


def _is_of_god(token: Token) -> bool:
    return token.role is Role.NAME and is_name_of_god(token.spelling, token.script)


def _join_endings(tokens: list[Token]) -> list[Token]:
    """A name and Din are one, with or without an article between, and Jahangir Uddin where the order was turned round; and so
    are a name and -zada, -pour, -nejad, unless no other name were left.
    """
    joined: list[Token] = []
    if len(tokens) > 1 and tokens[0].spelling in _OF_FAITH and tokens[1].role is Role.NAME:
        tokens = [_join([tokens[1], tokens[0]], Role.LAQAB), *tokens[2:]]
    for token in tokens:
        before = joined[-2:] if joined and joined[-1].role is Role.ARTICLE else joined[-1:]
        if token.spelling in _FAITH and before and before[0].role is Role.NAME:
            joined[-len(before) :] = [_join([*before, token], Role.LAQAB)]
        elif token.spelling in _AFTER and len(joined) > 1 and joined[-1].role is Role.NAME:
            joined[-1] = _join([joined[-1], token], Role.NAME)
        else:
            joined.append(token)
    return joined


def _join(tokens: list[Token], role: Role) -> Token:
    """As one word, without an article between."""
    spelling = "".join(token.spelling for token in tokens if token.role is not Role.ARTICLE)
    return Token(" ".join(token.written for token in tokens), spelling, tokens[0].script, role)


def is_servant(word: str) -> bool:
    """Whether a word is Abd, with an article or without."""
    return word in _ABD or word in _ABDUL
