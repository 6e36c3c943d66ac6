"""Serbian Cyrillic in Latin letters: one letter for one, as the language's own orthography has it (Vuk Karadžić, Gaj).

>>> to_latin("Љубав и Џеп, ЊЕГОШ")
'Ljubav i Džep, NJEGOŠ'
"""

_PAIRS = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
_DOUBLE = {"љ": "lj", "њ": "nj", "џ": "dž"}


def to_latin(text: str) -> str:
    """The text in Latin letters; what isn't Serbian Cyrillic stays as it is."""
    return "".join(_letter(text, place) for place in range(len(text)))


def _letter(text: str, place: int) -> str:
    letter = text[place]
    small = letter.lower()
    if small in _PAIRS:
        return _PAIRS[small] if letter == small else _PAIRS[small].upper()
    if small not in _DOUBLE:
        return letter
    if letter == small:
        return _DOUBLE[small]
    beside = text[place + 1 : place + 2] or text[max(place - 1, 0) : place]
    return _DOUBLE[small].upper() if beside.isupper() else _DOUBLE[small].capitalize()
