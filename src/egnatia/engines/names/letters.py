"""What each script's letters stand for, as sounds: the longest entry that fits is taken, letter after letter.

Sounds are classes that spellings of one name share, not phonetics: a small letter or two is a sound that the script tells,
a capital one that it leaves open (Arabic waw may be v, w, u or o; Latin c may be k, s or ch). How often which stands for
which is learned from pairs of real spellings (`transducer`); so these tables need only say what the letter is.

Sources: the letters' names and values in the Unicode charts and in ICAO Doc 9303 part 3 section 6; digraphs by the
orthographies of Albanian, South Slavic languages, Turkish, French, German, English and by the usual romanisations of Arabic
and Persian.
"""

from egnatia.engines.names.scripts import Script

#: Every sound that a table below may name; a sound's number is its place here, 0 is none.
SOUNDS = (
    "",
    *"a b d e f g h i k l m n o p q r s t u v w x z".split(),
    *"ch dh dj dz gh gj gn kj lj nj sh sz th ts zh".split(),
    *"A B C CH D G H J K P S W X Y".split(),
    "y",  # a consonant as in Cyrillic й
    "'",  # ain, hamza, aleph
    "Y2",  # Latin y
    "ğ",
    "ç",
)

Table = dict[str, str]

_LATIN: Table = {
    **{letter: letter for letter in "abdefghiklmnopqrstuvwxz"},
    **{"c": "C", "g": "G", "j": "J", "x": "X", "y": "Y2"},
    **{"tsch": "ch", "dsch": "dj", "shch": "sh", "sch": "sh", "tch": "ch", "dzh": "dj", "eaux": "o", "eau": "o"},
    **{"sz": "sz", "cz": "ch", "dž": "dj", "dj": "dj", "dh": "dh", "zh": "zh", "sh": "sh", "ch": "CH", "xh": "dj"},
    **{"gj": "gj", "kj": "kj", "kh": "x", "gh": "gh", "ph": "f", "th": "th", "ck": "k", "ts": "ts", "tz": "ts", "dz": "dz"},
    **{"nj": "nj", "lj": "lj", "gn": "gn", "qu": "k", "oo": "u", "ou": "u", "ee": "i", "ae": "a e", "oe": "o e"},
    **{"đ": "dj", "ð": "dh", "þ": "th", "ø": "o", "ł": "l", "ß": "s", "æ": "a e", "œ": "o e", "ı": "i", "ə": "a", "ħ": "h"},
    **{"š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ź": "zh", "ż": "zh"},
    **{"ğ": "ğ", "ç": "ç", "ñ": "nj", "ń": "n", "ň": "n"},
}

_CYRILLIC: Table = {
    **dict(zip("абвгдезиклмнопрстуфх", "a b v g d e z i k l m n o p r s t u f x".split(), strict=True)),
    **{"ц": "ts", "ё": "o", "ж": "zh", "й": "y", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "a", "ы": "i", "ь": "", "э": "e"},
    **{"ю": "y u", "я": "y a", "ђ": "dj", "ѓ": "gj", "ѕ": "dz", "ј": "y", "љ": "lj", "њ": "nj", "ћ": "ch", "ќ": "kj"},
    **{"џ": "dj", "дж": "dj", "кс": "k s", "і": "i", "ї": "y i", "є": "y e", "ґ": "g", "ў": "w"},
    **{"ғ": "gh", "қ": "q", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h", "ә": "a"},
}

_GREEK: Table = {
    **{"α": "a", "β": "v", "γ": "gh", "δ": "dh", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l"},
    **{"μ": "m", "ν": "n", "ξ": "k s", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f"},
    **{"χ": "x", "ψ": "p s", "ω": "o", "ντζ": "dj", "μπ": "b", "ντ": "d", "γκ": "g", "γγ": "g", "τσ": "ch", "τζ": "dj"},
    **{"ου": "u", "αι": "e", "ει": "i", "οι": "i", "αυ": "a v", "ευ": "e v", "γι": "y"},
}

_ARMENIAN: Table = {
    **{"ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "e", "թ": "t", "ժ": "zh", "ի": "i"},
    **{"լ": "l", "խ": "x", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "gh", "ճ": "ch", "մ": "m", "յ": "y", "ն": "n"},
    **{"շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "dj", "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "ts"},
    **{"ւ": "v", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f", "և": "e v", "ու": "u", "յու": "y u"},
}

_GEORGIAN: Table = {
    **{"ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l"},
    **{"მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k"},
    **{"ღ": "gh", "ყ": "q", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "x", "ჯ": "dj", "ჰ": "h"},
}

_HEBREW: Table = {
    **{"א": "A", "ב": "B", "ג": "g", "ד": "d", "ה": "H", "ו": "W", "ז": "z", "ח": "x", "ט": "t", "י": "Y", "כ": "K"},
    **{"ך": "x", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "'", "פ": "P", "ף": "f", "צ": "ts"},
    **{"ץ": "ts", "ק": "k", "ר": "r", "ש": "S", "ת": "t", "וו": "v", "יי": "Y"},
    **{"ג'": "dj", "ז'": "zh", "צ'": "ch", "ץ'": "ch", "ת'": "th"},
}

# Arabic, and the letters that Persian, Dari, Pashto, Urdu and Sorani add to it.
_ARABIC: Table = {
    **{"ا": "A", "أ": "A", "إ": "A", "آ": "A", "ٱ": "A", "ى": "A", "ء": "'", "ع": "'", "ؤ": "W", "و": "W", "ئ": "Y"},
    **{"ي": "Y", "ی": "Y", "ې": "Y", "ے": "Y", "ۍ": "Y", "ێ": "e", "ە": "e", "ۆ": "o", "ۇ": "u", "ۈ": "u", "ۋ": "v"},
    **{"ب": "b", "پ": "p", "ت": "t", "ټ": "t", "ٹ": "t", "ط": "t", "ث": "th", "ج": "dj", "چ": "ch", "څ": "ts", "ځ": "dz"},
    **{"ح": "h", "ه": "H", "ہ": "H", "ة": "H", "ۀ": "H", "ھ": "h", "خ": "x", "د": "d", "ډ": "d", "ڈ": "d", "ذ": "dh"},
    **{"ر": "r", "ړ": "r", "ڑ": "r", "ڕ": "r", "ز": "z", "ژ": "zh", "ږ": "zh", "س": "s", "ص": "s", "ش": "sh", "ښ": "sh"},
    **{"ض": "D", "ظ": "D", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ک": "k", "ك": "k", "گ": "g", "ګ": "g", "ل": "l"},
    **{"ڵ": "l", "م": "m", "ن": "n", "ڼ": "n", "ں": "n", "تش": "ch", "خوا": "x A"},
}

TABLES: dict[Script, Table] = {
    Script.LATIN: _LATIN,
    Script.CYRILLIC: _CYRILLIC,
    Script.GREEK: _GREEK,
    Script.ARMENIAN: _ARMENIAN,
    Script.GEORGIAN: _GEORGIAN,
    Script.HEBREW: _HEBREW,
    Script.ARABIC: _ARABIC,
}
