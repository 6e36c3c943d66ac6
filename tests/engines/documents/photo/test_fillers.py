"""Runs of fillers that Tesseract took for letters, and letters that must stay."""

import pytest

from egnatia.engines.documents.photo.fillers import mend_fillers


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("P<SYRHADDAD<<SAMIR<<<<<<<<<KKKK<<K<K", "P<SYRHADDAD<<SAMIR<<<<<<<<<<<<<<<<<<"),
        ("P<SYRHADDAD<K<SAMIR<<<<KKKEEEKK", "P<SYRHADDAD<<SAMIR<<<<<<<<<<<<"),
        ("HADDAD<<SAMIR<<<<K<<<<<<<", "HADDAD<<SAMIR<<<<<<<<<<<<"),
        ("I<SYRN778812<<4<<<<KKKKKKKK", "I<SYRN778812<<4<<<<<<<<<<<<"),
        ("N778812<<4SYR9104129M3105098<<<<<K<<<<<<<<4", "N778812<<4SYR9104129M3105098<<<<<<<<<<<<<<4"),
        ("P<SYRHADDAD<<<<<<<<<KKEE", "P<SYRHADDAD<<<<<<<<<<<<<"),
    ],
)
def test_fillers_are_made_whole(read, mended):
    assert mend_fillers(read) == mended


@pytest.mark.parametrize(
    "line",
    [
        "P<SYRLEE<<KEES<<<<<<<<<<<",
        "P<SYRKECK<<ECKE",
        "P<SYRVAN<DER<MEER<<ANNA<KEES<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "I<UTOD231458907<<<<<<<<<<<<<<<",
    ],
)
def test_names_and_numbers_stay(line):
    assert mend_fillers(line) == line
