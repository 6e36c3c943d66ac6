"""Table A: Latin letters with diacritics, and letters of their own (part 3, section 6 A; all 95 rows).

Read in a public transcription of the eighth edition, and held against the tables of two public programs: they agree. Where the
table allows several forms, the first is the one it names first; the issuing state chooses.
"""

_ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ÀÁÂÃĀĂĄ", ("A",)),
    ("Ä", ("AE", "A")),
    ("Å", ("AA", "A")),
    ("Æ", ("AE",)),
    ("ÇĆĈĊČ", ("C",)),
    ("ÐĎĐ", ("D",)),
    ("ÈÉÊËĒĔĖĘĚ", ("E",)),
    ("ĜĞĠĢ", ("G",)),
    ("ĤĦ", ("H",)),
    ("ÌÍÎÏĨĪĬĮİı", ("I",)),
    ("Ĳ", ("IJ",)),
    ("Ĵ", ("J",)),
    ("Ķ", ("K",)),
    ("ĹĻĽĿŁ", ("L",)),
    ("Ñ", ("N", "NXX")),
    ("ŃŅŇŊ", ("N",)),
    ("ÒÓÔÕŌŎŐ", ("O",)),
    ("Ö", ("OE", "O")),
    ("ØŒ", ("OE",)),
    ("ŔŖŘ", ("R",)),
    ("ŚŜŞŠ", ("S",)),
    ("ẞ", ("SS",)),
    ("ŢŤŦ", ("T",)),
    ("Þ", ("TH",)),
    ("ÙÚÛŨŪŬŮŰŲ", ("U",)),
    ("Ü", ("UE", "UXX", "U")),
    ("Ŵ", ("W",)),
    ("ÝŶŸ", ("Y",)),
    ("ŹŻŽ", ("Z",)),
)
#: Every form that the table allows, by capital letter (and dotless ı, which has a row of its own).
TABLE_A: dict[str, tuple[str, ...]] = {letter: forms for letters, forms in _ROWS for letter in letters}

#: What states write otherwise, by language. Turkish: ö and ü lose their dots, as in `ÖZTÜRK`, `OZTURK`.
NATIONAL_LATIN: dict[str, dict[str, str]] = {"tr": {"Ö": "O", "Ü": "U"}}
#: What they wrote in older documents. Serbian: đ was spelt dj until 2008 (Blic, 29 May 2009), and is by the table since then.
OLDER_LATIN: dict[str, dict[str, str]] = {"sr": {"Đ": "DJ"}}
