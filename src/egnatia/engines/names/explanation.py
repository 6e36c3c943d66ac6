"""Why two words are taken for one, in rules that the program has sentences for.

The likeliest way to make both words at once (`transducer`; Viterbi 1967 in place of the forward sum) says which letters stand
for which. Of those only what isn't plain is told: a letter that may be read in several ways, a vowel that a script leaves out,
a mark, a letter that differs. What reading the name joined or left out is told too. Codes are stable; `Rule.parameters` are
letters and words as they are compared.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.comparison import choose_model
from egnatia.engines.names.letters import SOUNDS
from egnatia.engines.names.prepared import LATIN_SOUNDS
from egnatia.engines.names.scripts import Script, Treatment, treatment_of
from egnatia.engines.names.sounds import romanise, spell_out
from egnatia.engines.names.spelling import Role, Token, is_servant

_USUAL = 0.02  # of a letter's readings in spellings of one word: what is rarer is a letter that differs
_USUAL_IF_OPEN = 0.002  # of a letter that the script leaves open
_VOWELS = {SOUNDS.index(sound) for sound in "a e i o u A W Y Y2 y '".split()}
_LEAVE_VOWELS_OUT = (Script.ARABIC, Script.HEBREW, Script.BENGALI, Script.DEVANAGARI, Script.ETHIOPIC)

Letter = tuple[str, int]  # as written, and its sound; 0 where there is none
Step = tuple[Letter, Letter]
Table = NDArray[np.float64]


class Code(StrEnum):
    """What ties two words.

    same_spelling       the same letters
    letter_by_letter    of two scripts, each letter read as it usually is
    joined              one hand writes as one word what the other writes apart: words
    servant_joined      Abd and a name of God are one name: words
    kunya_joined        Abu or Umm and the name after it: words
    laqab_joined        a name and Din: words
    ending_joined       -zada, -pour, -nejad, or Mc before it, belong to the name: words
    article_left_out    the article doesn't count: words
    look_alike          letters of another script that look the same were put right: words
    romanised           a script without a table, by a general romanisation: words, latin
    read_as             a letter that may be read in several ways: letter, reading
    written_as          one sound, two ways to write it: first, second
    mark_dropped        the same letter with a mark and without: first, second
    doubled             one letter, written twice by one hand: letter
    vowel_not_written   a vowel that the other script leaves out: letter
    vowel_differs       another vowel: first, second
    letter_differs      another letter: first, second
    letter_left_out     a letter that only one of both has: letter
    """

    SAME_SPELLING = "same_spelling"
    LETTER_BY_LETTER = "letter_by_letter"
    JOINED = "joined"
    SERVANT_JOINED = "servant_joined"
    KUNYA_JOINED = "kunya_joined"
    LAQAB_JOINED = "laqab_joined"
    ENDING_JOINED = "ending_joined"
    ARTICLE_LEFT_OUT = "article_left_out"
    LOOK_ALIKE = "look_alike"
    ROMANISED = "romanised"
    READ_AS = "read_as"
    WRITTEN_AS = "written_as"
    MARK_DROPPED = "mark_dropped"
    DOUBLED = "doubled"
    VOWEL_NOT_WRITTEN = "vowel_not_written"
    VOWEL_DIFFERS = "vowel_differs"
    LETTER_DIFFERS = "letter_differs"
    LETTER_LEFT_OUT = "letter_left_out"


_NONE: Letter = ("", 0)
_PLAIN = str.maketrans({"đ": "d", "ı": "i", "ł": "l", "ø": "o"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A code and what it is about, in the order that `Code` names: parameters[0] is of the first word where both have one."""

    code: Code
    parameters: tuple[str, ...] = ()


_ARTICLE = Rule(Code.LETTER_LEFT_OUT, ("l",))  # of Abdul


def explain_pair(first: Sequence[Token], second: Sequence[Token]) -> list[Rule]:
    """The rules that tie two words, each given as its tokens (`comparison.Pair`); how they were read comes first.

    Words of which one has no sound that can be compared are tied by nothing.
    """
    if not _hear(first) or not _hear(second):
        return []
    rules = [rule for token in (*first, *second) for rule in _explain_reading(token)]
    if len(first) != len(second):
        apart = max(first, second, key=len)
        rules.append(Rule(Code.JOINED, (" ".join(token.written for token in apart),)))
    letters = _explain_letters(first, second)
    if not letters:
        is_same = first[0].script is second[0].script
        letters = [Rule(Code.SAME_SPELLING if is_same else Code.LETTER_BY_LETTER)]
    return list(dict.fromkeys(rules + letters))


def _explain_reading(token: Token) -> list[Rule]:
    rules = []
    words = token.written.split()
    if len(words) > 1:
        rules.append(Rule(_find_joint(token, words), (token.written,)))
    elif token.script is Script.ARABIC and token.written == "ال" + token.spelling:
        rules.append(Rule(Code.ARTICLE_LEFT_OUT, (token.written,)))
    elif token.written.strip("'") not in (token.spelling, "ال" + token.spelling):
        rules.append(Rule(Code.LOOK_ALIKE, (token.written,)))
    if treatment_of(token.script) is Treatment.ROMANISED:
        rules.append(Rule(Code.ROMANISED, (token.written, romanise(token.spelling))))
    return rules


def _find_joint(token: Token, words: list[str]) -> Code:
    if token.role is Role.KUNYA:
        return Code.KUNYA_JOINED
    if token.role is Role.LAQAB:
        return Code.LAQAB_JOINED
    return Code.SERVANT_JOINED if is_servant(words[0]) else Code.ENDING_JOINED


def _hear(tokens: Sequence[Token]) -> list[Letter]:
    return [one for token in tokens for one in spell_out(token.spelling, token.script)]


def _explain_letters(first: Sequence[Token], second: Sequence[Token]) -> list[Rule]:
    scripts = first[0].script, second[0].script
    if scripts[0] is scripts[1] and [token.spelling for token in first] == [token.spelling for token in second]:
        return []
    model, is_first = choose_model(*scripts)
    ours, theirs = (_hear(first), _hear(second)) if is_first else (_hear(second), _hear(first))
    if scripts[0] is scripts[1]:
        ours = [(letters, int(LATIN_SOUNDS[sound])) for letters, sound in ours]
    theirs = [(letters, int(LATIN_SOUNDS[sound])) for letters, sound in theirs]
    rules = []
    for step in _meet(_align(ours, theirs, model.pairs)):
        rule = _explain_step(step, model.pairs, scripts if is_first else (scripts[1], scripts[0]))
        if rule and rule.code is not Code.READ_AS and not is_first:
            rule = Rule(rule.code, rule.parameters[::-1])
        if rule and not (rule == _ARTICLE and any(is_servant(token.written.split()[0]) for token in (*first, *second))):
            rules.append(rule)
    return rules


def _align(ours: list[Letter], theirs: list[Letter], pairs: Table) -> list[Step]:
    """The likeliest steps."""
    steps = np.log(pairs + 1e-30)
    n, m = len(ours), len(theirs)
    best = np.full((n + 1, m + 1), -np.inf)
    best[0, 0] = 0.0
    came: dict[tuple[int, int], Step] = {}
    for i in range(n + 1):
        for j in range(m + 1):
            for di, dj in ((1, 1), (1, 0), (0, 1)):
                if i >= di and j >= dj:
                    step = ours[i - 1] if di else _NONE, theirs[j - 1] if dj else _NONE
                    found = best[i - di, j - dj] + steps[step[0][1], step[1][1]]
                    if found > best[i, j]:
                        best[i, j], came[i, j] = found, step
    path, at = [], (n, m)
    while at != (0, 0):
        step = came[at]
        path.append(step)
        at = at[0] - (step[0] is not _NONE), at[1] - (step[1] is not _NONE)
    return path[::-1]


def _meet(steps: list[Step]) -> list[Step]:
    """A letter left out of one word and one left out of the other, next to one another, are a letter that differs."""
    met: list[Step] = []
    waits = -1  # the place in `met` of a letter that may meet one
    for step in steps:
        lacks = (step[0] is _NONE) != (step[1] is _NONE)
        is_vowel = (step[0][1] or step[1][1]) in _VOWELS
        if lacks and not is_vowel and waits >= 0 and (met[waits][0] is _NONE) != (step[0] is _NONE):
            met[waits] = (step[0], met[waits][1]) if met[waits][0] is _NONE else (met[waits][0], step[1])
            waits = -1
            continue
        if lacks and not is_vowel:
            waits = len(met)
        elif not lacks:
            waits = -1
        met.append(step)
    return met


def _explain_step(step: Step, pairs: Table, scripts: tuple[Script, Script]) -> Rule | None:
    (letters, sound), (their_letters, their_sound) = step
    if not letters or not their_letters:
        return _explain_lack(step, scripts)
    if scripts[0] is scripts[1]:
        return _explain_in_one_script(step)
    readings = pairs[sound] / pairs[sound].sum()
    if their_sound in (sound, readings.argmax()):
        return None
    if readings[their_sound] >= (_USUAL_IF_OPEN if SOUNDS[sound][0].isupper() else _USUAL):
        return Rule(Code.READ_AS, (letters, their_letters))
    return Rule(Code.VOWEL_DIFFERS if {sound, their_sound} <= _VOWELS else Code.LETTER_DIFFERS, (letters, their_letters))


def _explain_lack(step: Step, scripts: tuple[Script, Script]) -> Rule | None:
    """Only one of both has letters there; neither has where a letter before means two sounds."""
    letters, sound = step[0] if step[0][0] else step[1]
    if not letters or (step[0] is not _NONE and step[1] is not _NONE):
        return None
    lacking = scripts[0] if step[0] is _NONE else scripts[1]
    if sound in _VOWELS and lacking in _LEAVE_VOWELS_OUT and scripts[0] is not scripts[1]:
        return Rule(Code.VOWEL_NOT_WRITTEN, (letters,))
    return Rule(Code.LETTER_LEFT_OUT, (letters,))


def _explain_in_one_script(step: Step) -> Rule | None:
    (letters, sound), (their_letters, their_sound) = step
    if letters == their_letters:
        return None
    both = letters, their_letters
    if _strip(letters) == _strip(their_letters):
        return Rule(Code.MARK_DROPPED, both)
    if set(letters) == set(their_letters) and len(set(letters)) == 1:
        return Rule(Code.DOUBLED, (letters[0],))
    if sound == their_sound:
        return Rule(Code.WRITTEN_AS, both)
    return Rule(Code.VOWEL_DIFFERS if {sound, their_sound} <= _VOWELS else Code.LETTER_DIFFERS, both)


def _strip(letters: str) -> str:
    plain = "".join(character for character in unicodedata.normalize("NFD", letters) if not unicodedata.combining(character))
    return plain.translate(_PLAIN)
