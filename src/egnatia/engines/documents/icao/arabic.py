"""Table C: letters of Arabic, Persian, Pashto and Urdu to a letter code without vowels (part 3, section 6 C, appendix B).

Read in a public transcription of the eighth edition, and held against the tables of two public programs: in the letters that
they have, one is the same, the other differs in hamza, teh marbuta and vowel marks. An X says that the one or two letters
after it stand for one Arabic letter.
"""

#: By letter; teh marbuta has another code at the end of a name component.
TABLE_C: dict[str, str] = {
    "\u0621": "XE",
    "\u0622": "XAA",
    "\u0623": "XAE",
    "\u0624": "U",
    "\u0625": "I",
    "\u0626": "XI",
    "\u0627": "A",
    "\u0628": "B",
    "\u0629": "XTA",
    "\u062a": "T",
    "\u062b": "XTH",
    "\u062c": "J",
    "\u062d": "XH",
    "\u062e": "XKH",
    "\u062f": "D",
    "\u0630": "XDH",
    "\u0631": "R",
    "\u0632": "Z",
    "\u0633": "S",
    "\u0634": "XSH",
    "\u0635": "XSS",
    "\u0636": "XDZ",
    "\u0637": "XTT",
    "\u0638": "XZZ",
    "\u0639": "E",
    "\u063a": "G",
    "\u0641": "F",
    "\u0642": "Q",
    "\u0643": "K",
    "\u0644": "L",
    "\u0645": "M",
    "\u0646": "N",
    "\u0647": "H",
    "\u0648": "W",
    "\u0649": "XAY",
    "\u064a": "Y",
    "\u0671": "XXA",
    "\u0679": "XXT",
    "\u067c": "XRT",
    "\u067e": "P",
    "\u0681": "XKE",
    "\u0685": "XXH",
    "\u0686": "XC",
    "\u0688": "XXD",
    "\u0689": "XDR",
    "\u0691": "XXR",
    "\u0693": "XRR",
    "\u0696": "XRX",
    "\u0698": "XJ",
    "\u069a": "XXS",
    "\u06a4": "V",
    "\u06a5": "XF",
    "\u06a9": "XKK",
    "\u06ab": "XXK",
    "\u06ad": "XNG",
    "\u06af": "XGG",
    "\u06ba": "XNN",
    "\u06bc": "XXN",
    "\u06be": "XDO",
    "\u06c0": "XYH",
    "\u06c1": "XXG",
    "\u06c2": "XGE",
    "\u06c3": "XTG",
    "\u06cc": "XYA",
    "\u06cd": "XXY",
    "\u06d0": "Y",
    "\u06d2": "XYB",
    "\u06d3": "XBE",
}
TEH_MARBUTA, FINAL_TEH_MARBUTA = "\u0629", "XAH"
#: Doubles the code of the letter before it; of a code with X only what comes after the X (note 3: XDZDZ).
SHADDA = "\u0651"
#: Tatweel, vowel marks, superscript alef, and four letters that Doc 9303 calls obsolete (appendix B.5.8).
NOT_ENCODED = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0652\u0670\u069c\u06a2\u06a7\u06a8"
#: Joiners that say how letters connect, and nothing else; Doc 9303 is silent about them.
JOINERS = "\u200c\u200d"

#: Other codes of the same letters in Doc 9303 itself, which documents may have.
#: Farsi yeh like yeh or alef maksura (appendix B.5.6, note 4); V as XV (the program of appendix B.7.1).
OTHER_CODES: tuple[tuple[str, str], ...] = (("\u06cc", "Y"), ("\u06cc", "XAY"), ("\u06a4", "XV"))
#: Words of appendix B.5.9 written by an older table, in which heh was XH.
OLDER_WORDS: dict[str, str] = {"ALLXH": "\u0627\u0644\u0644\u0647"}
