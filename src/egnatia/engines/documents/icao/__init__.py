"""Transliteration recommended by ICAO Doc 9303 part 3, section 6: tables A (Latin), B (Cyrillic), C (Arabic)."""
