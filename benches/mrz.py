"""How fast machine-readable zones are read, and how many of the cases that trip public readers are read right.

The mix of the time is every format, each as a document reader sends it, as one line without breaks, and pasted in small
letters; with unknown birth dates, long numbers and special codes among them. The eleven cases are of the kinds in which three
public readers were compared (mrz 0.6.2, fastmrz 2.1.2, passporteye 2.2.2, on Debian 12 with Python 3.11); their figures are
quoted from that comparison, not measured here.

    python -m benches.mrz
"""

from collections.abc import Iterator
from statistics import median
from time import perf_counter_ns

from benches._record import record
from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.formats import FORMATS, TD1, TD3, Format
from egnatia.engines.documents.mrz.reading import read_zone
from egnatia.engines.documents.mrz.writing import DocumentData, write_zone
from tests.engines.documents.specimens import TODAY, a_document

ROUNDS = 400
PERSONAL_NUMBER = "ZE184226B"
PEERS_RIGHT = {"mrz 0.6.2": "6 of 11", "fastmrz 2.1.2": "5 of 11", "passporteye 2.2.2": "7 of 11"}


def published_cases() -> list[tuple[Format, DocumentData]]:
    """The eleven of the table: five ordinary ones, three unknown dates, a long number, another refugee, no personal number."""
    unknown = (PartialDate(1984, 3), PartialDate(1984), PartialDate())
    return [
        *((format_, a_document(format_, optional_data=PERSONAL_NUMBER if format_ is TD3 else "")) for format_ in FORMATS),
        *((TD3, a_document(TD3, birth_date=born, optional_data=PERSONAL_NUMBER)) for born in unknown),
        (TD1, a_document(TD1, document_number="D23145890734")),
        (TD3, a_document(TD3, nationality="XXC", optional_data=PERSONAL_NUMBER)),
        (TD3, a_document(TD3, optional_data="")),
    ]


def is_right(text: str, data: DocumentData) -> bool:
    """Every check digit is right, and every field comes back."""
    zone = read_zone(text, TODAY)
    names = zone.names.value
    return (
        zone.reads_well
        and names is not None
        and (names.primary, names.secondary) == (data.primary, data.secondary)
        and (zone.document_code.value, zone.issuing_state.value) == (data.document_code, data.issuing_state)
        and (zone.document_number.value, zone.nationality.value) == (data.document_number, data.nationality)
        and (zone.birth_date.value, zone.expiry_date.value) == (data.birth_date, data.expiry_date)
        and (zone.sex.value, zone.optional_data.value or "") == (data.sex, data.optional_data)
    )


def dresses(text: str) -> Iterator[str]:
    """As a document reader sends it, without breaks, pasted in small letters."""
    yield "\x02" + text.replace("\n", "\r") + "\r\x03"
    yield text.replace("\n", "")
    yield text.lower()


def measure_time(texts: list[str]) -> float:
    """Median of single readings in microseconds."""
    times = []
    for _ in range(ROUNDS):
        for text in texts:
            started = perf_counter_ns()
            read_zone(text, TODAY)
            times.append(perf_counter_ns() - started)
    return median(times) / 1000


def main() -> None:
    cases = [(write_zone(data, format_), data) for format_, data in published_cases()]
    dressed = [(dress, data) for text, data in cases for dress in dresses(text)]
    wrapped = [("SPECIMEN\n\n" + text.replace("<", " "), data) for text, data in cases]
    time = measure_time([text for text, _ in dressed])
    slow = measure_time([text for text, _ in wrapped])
    right = sum(is_right(text, data) for text, data in cases)
    others = dressed + wrapped
    right_dressed = sum(is_right(text, data) for text, data in others)
    record(
        "mrz",
        [
            {"metric": "mrz.parse_us", "value": round(time, 1), "unit": "µs", "target": 50, "peers": {"mrz 0.6.2": "154"}},
            {"metric": "mrz.parse_us OCR text with blanks for fillers", "value": round(slow, 1), "unit": "µs"},
            {
                "metric": "mrz.cases_right",
                "value": right,
                "unit": f"of {len(cases)} cases",
                "target": "all",
                "peers": PEERS_RIGHT,
            },
            {
                "metric": "mrz.cases_right in other dress",
                "value": right_dressed,
                "unit": f"of {len(others)} cases",
                "target": "all",
            },
        ],
    )


if __name__ == "__main__":
    main()
