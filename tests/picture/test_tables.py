"""Whatever bytes come, a table or a Problem comes of them."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from egnatia.base.errors import Problem
from egnatia.picture.imports.tables import Table, read_table


def table_or_problem(data, name):
    try:
        assert isinstance(read_table(data, name), Table)
    except Problem as problem:
        assert problem.code.startswith("picture.import.")


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_random_bytes_as_csv(data):
    table_or_problem(data, "a.csv")


def workbook():
    book = Workbook()
    book.active.append(["day", "n"])
    book.active.append(["2024-01-01", 3])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WORKBOOK = workbook()


@given(st.integers(0, len(WORKBOOK) - 1), st.integers(1, 255), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_damaged_workbook(place, flip, lost):
    damaged = bytearray(WORKBOOK)
    damaged[place] ^= flip
    table_or_problem(bytes(damaged[: len(damaged) - lost]), "a.xlsx")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_row_numbers(delimiter):
    table = read_table(f"\ufeffa{delimiter}b\n\n1{delimiter}2\n".encode(), "a.csv")
    assert table.header == ("a", "b")
    assert [(row.number, row.cells) for row in table.rows] == [(3, {"a": "1", "b": "2"})]


def test_header_further_down_and_old_code_page():
    table = read_table("Naslov\n\ndržava;broj\nČeška;1\n".encode("cp1250"), "a.csv", header=3)
    assert table.header == ("država", "broj")
    assert table.rows[0].cells["država"] == "Češka"
