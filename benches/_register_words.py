"""Rarer names and places for synthetic registers: of roots and endings in the manner of each language, none of them real."""

import random
from collections.abc import Iterator

TAIL = 40_000  # different names of a kind

#: Consonants and endings that rarer names are made of: letter of the script, if any, then spellings in Latin letters.
_ARABIC_LETTERS = "ب b|ت t|ج j,g,dj|ح h|خ kh|د d|ر r|ز z|س s,ss|ش sh,ch|ص s|ط t|ف f|ق q,k|ك k|ل l|م m|ن n|ه h|و w,ou|غ gh|ع ,a"
_PERSIAN_LETTERS = "ب b|پ p|ت t|ج j|چ ch|ح h|خ kh|د d|ر r|ز z|س s|ش sh|ص s|ط t|ف f|ق q,gh|ک k|گ g|ل l|م m|ن n|و w,v|غ gh"
_LATIN_LETTERS = " b| d| f| g| k| l| m| n| p| r| s,z| t| v,b| ch| c,k"
_TURKISH_LETTERS = " b| d| g| k| l| m| n| r| s| ş,s,sh| t| y| z| ç,c,ch| v| h"
_SLAVIC_LETTERS = "б b|в v|г g|д d|к k|л l|м m|н n|п p|р r|с s|т t|ж ž,z,zh|ш š,s,sh|ц c|ч č,c,ch"
_BANTU_LETTERS = " nd| ny| k| b| m| r| z,s| g| nt| sh| h| t"
_SOMALI_LETTERS = " b| d| dh| f| g| k| l| m| n| r| s| sh| t| w| x,h| c,"
_ETHIOPIC_LETTERS = " b| d| f| g| k| l| m| n| r| s| t| w| z| h| gh,g| kh,k"
_SHORT = (("", "a,e"), ("", "i,e"), ("", "u,o,ou"))
_LONG = (("ا", "a,aa"), ("ي", "i,ee,y"), ("و", "u,ou,oo"))
_OPEN = (("", "a"), ("", "e,i"), ("", "i"), ("", "o,u"), ("", "u"))
_SLAVIC_OPEN = (("а", "a"), ("е", "e"), ("и", "i"), ("о", "o"), ("у", "u"))
_ARABIC_ENDS = "| ,|ي i,y,ee|ي i,i,ie|اوي awi,aoui,aui|اني ani,any|ية iya,iyeh"
_PERSIAN_ENDS = "ی i,y|ی i,ee|زاده zada,zadeh|زی zai,zay|پور pour,poor,pur|یان ian,yan|خیل khel,khil"
_TAILS: dict[str, tuple[str, tuple[tuple[tuple[str, str], ...], ...], str]] = {
    "arabic": (_ARABIC_LETTERS, (_SHORT, _LONG, _SHORT + _LONG), _ARABIC_ENDS),
    "persian": (_PERSIAN_LETTERS, (_SHORT, _LONG, _SHORT + _LONG), _PERSIAN_ENDS),
    "turkish": (_TURKISH_LETTERS, (_OPEN,), " |, oğlu,oglu| er| lı,li| taş,tas|| gil"),
    "latin": (_LATIN_LETTERS, (_OPEN,), " a|| o| es,ez| i| ar"),
    "slavic": (_SLAVIC_LETTERS, (_SLAVIC_OPEN,), "ић ić,ic,ich|овић ović,ovic|евић ević,evic|ски ski"),
    "bantu": (_BANTU_LETTERS, (_OPEN,), " imana| a| e| iza| iye"),
    "somali": (_SOMALI_LETTERS, (_OPEN,), " | e| o| le"),
    "ethiopic": (_ETHIOPIC_LETTERS, (_OPEN,), " | ab| om| ael"),
}


def make_tail(kind: str, seed: tuple[int | str, int | str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Family names of two or three syllables and an ending, in the language's own script if it has one, and in Latin."""
    drawn = random.Random(str(seed))
    letters, vowels, endings = _TAILS[kind]
    consonants = [_read_letter(letter) for letter in letters.split("|")]
    ends = [_read_letter(ending) for ending in endings.split("|")]
    heard = [[_read_letter(" ".join(vowel)) for vowel in kinds] for kinds in vowels]
    made: set[str] = set()
    while len(made) < TAIL:
        pieces = []
        for _ in range(2 if drawn.random() < 0.45 else 3):
            pieces += [drawn.choice(consonants), drawn.choice(drawn.choice(heard))]
        if drawn.random() < 0.6 or len(heard) > 1:
            pieces[-1] = drawn.choice(consonants)
        pieces.append(drawn.choice(ends))
        own = "".join(piece[0] for piece in pieces)
        spellings = {"".join(latin[int(len(latin) * drawn.random() ** 2)] for _, latin in pieces) for _ in range(4)}
        first = "".join(latin[0] for _, latin in pieces)
        if first not in made and min(map(len, spellings)) > 3:
            made.add(first)
            yield own, tuple(word.capitalize() for word in dict.fromkeys([first, *sorted(spellings)]))


def _read_letter(text: str) -> tuple[str, list[str]]:
    own, _, latin = text.partition(" ")
    return own, latin.split(",")
