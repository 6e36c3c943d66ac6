"""Travel documents: machine-readable zones read and written, ICAO transliteration, comparison with what was declared.

A library of its own (pure Python; no Django, no network). Modules are imported by their full names. The way of a zone:
`mrz.reading` → `mrz.corrections` where a check digit fails → `checks`. `mrz.writing` makes zones; `icao.transliteration` makes
the letters that stand in them, `icao.arabic_decoding` leads back. Their page is docs/documents.md; section numbers in
docstrings are those of ICAO Doc 9303, eighth edition (2021).
"""
