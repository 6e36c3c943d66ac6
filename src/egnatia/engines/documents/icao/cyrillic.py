"""Table B: Cyrillic letters, with what differs by language (part 3, section 6 B; all 48 rows).

Read in a public transcription of the eighth edition, and held against the tables of two public programs, whose differences
are errors by that text. The table is by letter, but three rows are printed with a letter and a code point that don't belong
together, so here the letters that are meant and the code points that are printed both lead to the row's form
(`SUSPICIOUS_ROWS`).
"""

TABLE_B: dict[str, str] = {
    "Ё": "E",
    "Ђ": "D",
    "Є": "IE",
    "Ѕ": "DZ",
    "І": "I",
    "Ї": "I",
    "Ј": "J",
    "Љ": "LJ",
    "Њ": "NJ",
    "Ќ": "K",
    "Ў": "U",
    "Џ": "DZ",
    "А": "A",
    "Б": "B",
    "В": "V",
    "Г": "G",
    "Д": "D",
    "Е": "E",
    "Ж": "ZH",
    "З": "Z",
    "И": "I",
    "Й": "I",
    "К": "K",
    "Л": "L",
    "М": "M",
    "Н": "N",
    "О": "O",
    "П": "P",
    "Р": "R",
    "С": "S",
    "Т": "T",
    "У": "U",
    "Ф": "F",
    "Х": "KH",
    "Ц": "TS",
    "Ч": "CH",
    "Ш": "SH",
    "Щ": "SHCH",
    "Ъ": "IE",
    "Ы": "Y",
    "Э": "E",
    "Ю": "IU",
    "Я": "IA",
    "Ѫ": "U",
    "Ѵ": "Y",
    "Ґ": "G",
    "Ѓ": "G",
    "Ћ": "C",
    "\u0492": "G",
    "\u04ba": "C",
}
#: The rows' exceptions by language (ISO 639-1).
BY_LANGUAGE: dict[str, dict[str, str]] = {
    "be": {"Ё": "IO", "Г": "H"},
    "bg": {"Щ": "SHT"},
    "mk": {"Ќ": "KJ", "Џ": "DJ", "Х": "H", "Ц": "C", "Ѓ": "GJ", "\u0492": "GJ"},
    "ru": {},
    "sr": {"Г": "H", "Ж": "Z", "Х": "H", "Ц": "C", "Ч": "C", "Ш": "S"},
    "uk": {"Г": "H", "И": "Y"},
}
#: Ukrainian letters at the beginning of a name component.
FIRST_IN_UKRAINIAN: dict[str, str] = {"Є": "YE", "Ї": "YI", "Й": "Y", "Ю": "YU", "Я": "YA"}
#: Letters without a row, which passports leave out: the soft sign.
WITHOUT_ROW = "Ь"

#: Code point as printed, letter that is meant, and why. Who goes by code points alone loses these letters.
SUSPICIOUS_ROWS: dict[str, tuple[str, str]] = {
    "\u0402": ("Ђ", "printed with the letter Ћ; D is what Ђ becomes, and Ћ would have no row"),
    "\u0492": ("Ѓ", "printed with Ғ, a letter of Kazakh; GJ in Macedonian is what Ѓ becomes, which has no row"),
    "\u04ba": ("Ћ", "printed with Һ, a letter of Tatar; C is what Serbian Ћ becomes, which has no row"),
}

#: What states write otherwise, by language.
#: Serbian: passports take the name in Serbian Latin letters, where Г is G (Njegoš: NJEGOS); Ђ became DJ until 2008 (`latin`).
#: Bulgarian: Transliteration Act of 2009 (State Gazette 19/2009). Ukrainian: resolution 55 of the Cabinet of Ministers, 2010.
NATIONAL_CYRILLIC: dict[str, dict[str, str]] = {
    "bg": {"Й": "Y", "Х": "H", "Ъ": "A", "Ь": "Y", "Ю": "YU", "Я": "YA"},
    "sr": {"Г": "G"},
    "uk": {"ЗГ": "ZGH"},
}
#: What they wrote in older documents.
OLDER_CYRILLIC: dict[str, dict[str, str]] = {"sr": {"Ђ": "DJ"}}
#: Bulgarian, at the end of a name component.
LAST_IN_BULGARIAN: dict[str, str] = {"ИЯ": "IA"}
