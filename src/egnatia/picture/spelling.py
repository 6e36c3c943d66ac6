"""Names of places and countries compared as people write them: any of the region's scripts, with or without diacritics."""

import unicodedata
from collections.abc import Iterator

#: Serbian, Macedonian and Bulgarian Cyrillic and Greek to Latin, coarse on purpose: ћ and č meet, as they do on a keyboard
#: without either. For comparison only, never shown.
_LATIN = str.maketrans(
    dict(zip("абвгдѓежзијйклмнопрстќћуфхцчшъ", "abvgdgezzijjklmnoprstkcufhccsa", strict=True))
    | {
        "ђ": "dj",
        "đ": "dj",
        "ѕ": "dz",
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
        "щ": "sht",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "ы": "y",
        "э": "e",
    }
    | dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "ß": "ss"}
)


def fold(text: str) -> str:
    """The words of a name in plain Latin letters.

    >>> fold("Табановце"), fold("Đala – Tiszasziget"), fold("Hani i  HOTIT")
    ('tabanovce', 'djala tiszasziget', 'hani i hotit')
    """
    return " ".join("".join(_letters(text)).split())


def _letters(text: str) -> Iterator[str]:
    composed = unicodedata.normalize("NFC", text.casefold()).translate(_LATIN)
    bare = "".join(one for one in unicodedata.normalize("NFKD", composed) if unicodedata.category(one) not in {"Mn", "Cf"})
    for character in bare.translate(_LATIN):  # once more: Greek and Cyrillic letters that lost an accent just now
        if character in "'’ʻʼ`":
            continue
        yield character if character.isalnum() else " "
