"""Files taken in: the whole of one or nothing, and every fault told with its row and its cure."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from egnatia.base.errors import Problem
from egnatia.picture.actions.import_file import import_file
from egnatia.picture.actions.save_mapping import save_mapping
from egnatia.picture.countries import find_nationality
from egnatia.picture.imports.layouts import get_layout, layout_names
from egnatia.picture.models import Batch, Count, Event
from egnatia.picture.queries.series import get_cells, get_series

VINTAGE = date(2025, 6, 3)
MONTHLY = "route,border,nationality,t,n\n"
WBR = "Western Balkan Route"


def monthly(*lines):
    return (MONTHLY + "".join(f"{WBR},Land,{line}\n" for line in lines)).encode()


@pytest.fixture
def bring(analyst):
    """`bring(data, layout="frontex_monthly")`: the analyst imports a file."""

    def bring_file(data, *, name="file.csv", layout="frontex_monthly", vintage=VINTAGE, **more):
        return import_file(analyst, data, name, layout="" if "mapping" in more else layout, vintage=vintage, **more)

    return bring_file


@pytest.fixture
def faults(bring):
    """`faults(data)`: [(row, column, code)] of everything that was told of a file that isn't taken in."""

    def refuse(data, **more):
        with pytest.raises(Problem) as caught:
            bring(data, **more)
        assert caught.value.code == "picture.import.refused", caught.value
        assert all(error["message"] and error["cure"] for error in caught.value.details["errors"])
        assert not Count.objects.exists() and not Batch.objects.exists()
        return [(error["row"], error["column"], error["code"]) for error in caught.value.details["errors"]]

    return refuse


def test_month_is_taken_in_with_its_nationalities_and_vintage(bring):
    done = bring(monthly("Syria,2015-10-01,651", "Unknown,2015-10-01,204286", "Kosovo*,2015-10-01,12"))
    assert (done.rows, done.changed) == (3, 4)
    series = get_series("route_detections", every="month")
    assert (series.values, series.source, series.vintage.date()) == ([204949], "frontex", VINTAGE)
    assert get_cells("route_detections", "nationality") == {"UNK": 204286, "SYR": 651, "XKX": 12}


def test_same_file_again_changes_nothing(bring):
    bring(monthly("Syria,2015-10-01,651"))
    again = bring(monthly("Syria,2015-10-01,651"))
    assert again.is_known and again.changed == 0
    assert Batch.objects.count() == 1


def test_borders_of_a_month_add_up_and_other_routes_are_left_out(bring):
    data = monthly("Syria,2015-10-01,10").decode() + f"{WBR},Sea,Syria,2015-10-01,5\nOther Route,Sea,Syria,2015-10-01,900\n"
    assert bring(data.encode()).rows == 2
    assert get_cells("route_detections", "nationality") == {"SYR": 15}


def test_every_fault_of_a_file_is_told_at_once(faults):
    data = monthly(
        "Syria,2015-10-01,651",
        "Syria,2015-10-01,651",
        "Afganisthan,2015-10-01,3",
        "Iraq,2015-10-01,-4",
        'Iran,2015-10-01,"1,234"',
        "Pakistan,1.10.2015,3",
        "SCG,2015-10-01,3",
        "India,2015-10-15,3",
        "Nepal,2015-10-01,2.5",
        "Atlantis,2015-13-01,x",
        "India,2031-10-01,3",
    )
    assert faults(data) == [
        (3, "", "row_twice"),
        (4, "nationality", "nationality"),
        (5, "n", "negative"),
        (6, "n", "thousands"),
        (7, "t", "date"),
        (8, "nationality", "changed_code"),
        (9, "t", "date"),
        (10, "n", "count"),
        (11, "t", "date"),
        (11, "nationality", "nationality"),
        (11, "n", "count"),
        (12, "t", "future"),
    ]


def test_misspelt_country_gets_a_suggestion(bring):
    with pytest.raises(Problem) as caught:
        bring(monthly("Afganisthan,2015-10-01,3"))
    assert "Afghanistan (AFG)" in caught.value.details["errors"][0]["cure"]


def test_new_and_missing_columns_are_named(faults):
    data = b"route,border,nationality,t,number,colour\n" + f"{WBR},Land,Syria,2015-10-01,3,red\n".encode()
    assert faults(data) == [(0, "n", "column_missing"), (0, "number", "column_new"), (0, "colour", "column_new")]


def test_changed_code_with_one_meaning_is_read_and_told(bring):
    done = bring(monthly("KOS,2015-10-01,3"))
    assert [(told.row, told.code, told.is_error) for told in done.remarks] == [(2, "changed_code", False)]
    assert get_cells("route_detections", "nationality") == {"XKX": 3}


def test_missing_month_is_told_and_not_filled(bring):
    done = bring(monthly("Syria,2015-10-01,3", "Syria,2015-12-01,4"))
    assert "2015-11-01" in done.remarks[0].message
    assert get_series("route_detections", every="month").values == [3, None, 4]


def test_total_that_does_not_add_up(faults, bring):
    assert faults(monthly("Syria,2015-10-01,3", "Iraq,2015-10-01,4", "Total,2015-10-01,8")) == [(4, "", "total")]
    assert bring(monthly("Syria,2015-10-01,3", "Iraq,2015-10-01,4", "Ukupno,2015-10-01,7")).changed == 3


def test_revision_that_halves_a_month_has_to_be_accepted(bring):
    bring(monthly("Syria,2015-10-01,651"))
    halved = monthly("Syria,2015-10-01,300")
    with pytest.raises(Problem) as caught:
        bring(halved, vintage=date(2025, 7, 3))
    assert caught.value.details["errors"][0]["code"] == "revision"
    bring(halved, vintage=date(2025, 7, 3), accept_revisions=True)
    assert get_series("route_detections", every="month").values == [300]


def test_trial_changes_nothing(bring):
    assert bring(monthly("Syria,2015-10-01,651"), is_trial=True).rows == 1
    assert not Count.objects.exists()


def test_wide_file_by_day_has_no_total(bring):
    data = b"date,IT,GRisl,GRmain,MK,RS,HR,HU,SI,AT\n2015-10-01,343,2631,2409,4370,5900.0,4344,3667.0,,4550\n"
    bring(data, layout="unhcr_daily")
    assert get_series("daily_arrivals", cut="section", key="MK").values == [4370]
    assert get_series("daily_arrivals", cut="section", key="SI").values == []
    assert get_series("daily_arrivals").values == []


def workbook(*rows, merge=""):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_excel_is_read_as_the_same_table(bring):
    data = workbook(["route", "border", "nationality", "t", "n"], [WBR, "Land", "Syria", date(2015, 10, 1), 651])
    bring(data, name="file.xlsx")
    assert get_series("route_detections", every="month").values == [651]


def test_merged_cells_are_told(faults):
    rows = (["route", "border", "nationality", "t", "n"], [WBR, "Land", "Syria", date(2015, 10, 1), 1], [None, None, "Iraq"])
    assert faults(workbook(*rows, merge="A2:A3"), name="file.xlsx") == [(2, "A2:A3", "merged_cells")]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "empty"),
        (b"route,border,nationality,t,n\n", "a.csv", "empty"),
        (b"PK\x03\x04 no archive", "a.xlsx", "unreadable"),
        (b"\xd0\xcf\x11\xe0\0\0", "a.xls", "unreadable"),
        (b"a" * 31_000_000, "a.csv", "too_large"),
    ],
)
def test_file_that_is_no_table(bring, data, name, code):
    with pytest.raises(Problem, match=rf"picture\.import\.{code}"):
        bring(data, name=name)


def test_vintage_of_tomorrow_is_refused(bring):
    with pytest.raises(Problem, match=r"picture\.import\.vintage"):
        bring(monthly("Syria,2015-10-01,651"), vintage=date(2099, 1, 1))


MAPPING = {
    "source": "own",
    "indicator": "refused_entries",
    "every": "day",
    "columns": {
        "period": "Датум",
        "value": "Број",
        "nationality": "Држављанство",
        "place": "Премин",
        "sex": "Пол",
        "age": "Возраст",
    },
    "date_form": "%d.%m.%Y",
    "thousands": ".",
    "ignored": ["Забелешка"],
    "spellings": {"place": {"Граница Север": "tabanovce"}},
}
OWN = (
    "Датум;Број;Држављанство;Премин;Пол;Возраст;Забелешка\n"
    "01.02.2026;1.200;Сирија;Граница Север;м;22;x\n"
    "01.02.2026;3;TUR;Богородица;ж;;\n"
    "02.02.2026;0;TUR;Богородица;;;\n"
)


def test_own_history_by_a_saved_mapping_becomes_events_that_are_counted(analyst, bring):
    save_mapping(analyst, "Refusals of the border police", MAPPING)
    done = bring(OWN.encode(), mapping="Refusals of the border police", vintage=date(2026, 3, 1))
    assert done.changed == 2
    assert get_series("refused_entries").values == [1203, 0]
    assert get_cells("refused_entries", "section") == {"MK-RS": 1200, "MK-GR": 3}
    assert get_cells("refused_entries", "group") == {"18-34.male": 1200, "unknown.female": 3}


def test_revised_history_takes_the_place_of_the_earlier_one(analyst, bring):
    save_mapping(analyst, "Refusals", MAPPING)
    bring(OWN.encode(), mapping="Refusals", vintage=date(2026, 3, 1))
    bring(OWN.replace("1.200", "1.300").encode(), mapping="Refusals", vintage=date(2026, 3, 8))
    assert get_series("refused_entries").values == [1303, 0]
    assert Event.objects.filter(withdrawn_at=None).count() == 2


def test_own_findings_are_counted_by_type(analyst, bring):
    columns = {"period": "day", "value": "n", "type": "what", "place": "where"}
    save_mapping(analyst, "Findings", {"source": "own", "indicator": "incidents", "every": "day", "columns": columns})
    data = "day,n,what,where\n2026-02-01,3,lookalike,Skopje Airport\n2026-02-01,1,van,\n"
    assert bring(data.encode(), mapping="Findings", vintage=date(2026, 3, 1)).changed == 4
    bring(data.replace(",3,", ",2,").encode(), mapping="Findings", vintage=date(2026, 3, 8))
    assert get_series("incidents").values == [3]
    assert get_cells("incidents", "type") == {"lookalike": 2, "van": 1}
    assert get_cells("incidents", "section") == {"MK-AIR": 2, "unknown": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"indicator": "incidents", "columns": {"period": "t", "value": "n"}},
        {"colour": "red"},
        {"source": ""},
        {"source": "mars"},
        {"columns": {"value": "n"}},
        {"columns": {"period": "t", "value": "n", "type": "x"}},
        {"indicator": "registrations"},
        {"every": "century"},
        {"thousands": "ab"},
        {"columns": "t"},
        {"header": 0},
    ],
)
def test_mapping_that_makes_no_sense_is_refused(analyst, change):
    with pytest.raises(Problem, match=r"picture\.mapping\.invalid"):
        save_mapping(analyst, "x", MAPPING | change)


def test_mapping_may_not_take_the_name_of_a_layout(analyst):
    with pytest.raises(Problem, match=r"picture\.mapping\.name_taken"):
        save_mapping(analyst, "frontex_monthly", MAPPING)


def test_who_may_not_import(registration_officer):
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        import_file(registration_officer, monthly("Syria,2015-10-01,1"), "a.csv", vintage=VINTAGE, layout="frontex_monthly")


def test_layouts_of_the_program_are_sound():
    assert {get_layout(code).code for code in layout_names()} == set(layout_names())


@pytest.mark.parametrize(
    ("text", "code"),
    [("Türkiye", "TUR"), ("Palestine^", "PSE"), ("Сирија", "SYR"), ("Congo (Kinshasa)", "COD"), ("xkx", "XKX")],
)
def test_nationalities_as_they_are_written(text, code):
    assert find_nationality(text) == code


def test_the_real_monthly_series(bring, shared_data):
    data = (shared_data / "flows" / "western_balkan_route_by_nationality_monthly.csv").read_bytes()
    done = bring(data)
    assert done.rows == 5704 and not done.remarks
    years = get_series("route_detections", every="year")
    assert dict(zip((year.year for year in years.periods), years.values, strict=True))[2015] == 764033
    assert (years.periods[0].year, years.values[0], years.values[-1]) == (2009, 2995, 3436)


def test_the_real_daily_chain(bring, shared_data):
    bring((shared_data / "flows" / "daily_arrivals_2015_16.csv").read_bytes(), layout="unhcr_daily")
    chain = get_series("daily_arrivals", cut="section", key="MK")
    assert len(chain.periods) == 357 and chain.values[0] == 4370
