"""The receipt: what was taken, by whom, why, until when, how to object; in a language the person reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from egnatia import law
from egnatia.base import node
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import captures_of, find_photo, ready_fingers
from egnatia.engines.dates.calendars import Calendar
from egnatia.persons.models import DataSet
from egnatia.registration.models import NoticeGiven
from egnatia.ui.pdf import render_pdf


def make_receipt(data_set: DataSet, language: str) -> bytes:
    """A PDF. Raises Problem `law.notice.unknown`, `ui.pdf.failed`."""
    notice = law.notice(language)
    return render_pdf("registration/receipt.typ", receipt_data(data_set, notice))


def receipt_data(data_set: DataSet, notice: law.Notice) -> dict[str, Any]:
    """What the template shows; values are written so that every language can read them (ISO dates, names as written)."""
    labels, elements = notice.labels, data_set.elements or {}
    rows = [
        (labels["reference_number"], data_set.reference_number),
        (labels["name"], full_name(elements)),
        (labels["birth_date"], birth_date(elements["birth_date"], labels) if elements.get("birth_date") else "–"),
        (labels["nationality"], ", ".join(law.country(code).name_en for code in elements.get("nationalities", []))),
        (labels["what_was_taken"], " · ".join(_taken(data_set, labels))),
        (labels["by_whom"], f"{data_set.unit.name}, {node.current().name}"),
        (labels["when_and_where"], f"{_day(data_set.signed_at)}, {data_set.unit.place or data_set.unit.name}"),
        (labels["why"], labels.get(f"why_{data_set.category}", law.category(data_set.category).name_en)),
        (labels["until_when"], data_set.erase_on.isoformat()),
    ]
    if (given := NoticeGiven.objects.filter(data_set__reference_number=data_set.reference_number).first()) is not None:
        told = law.notices().get(given.language)
        rows.append((labels["notice_given"], f"{told.name if told else given.language}, {_day(given.given_at)}"))
    return {
        "title": labels["receipt"],
        "language": notice.language,
        "direction": notice.direction,
        "node": node.current().name,
        "rows": rows,
        "object_title": labels["how_to_object"],
        "object_text": labels["how_to_object_text"],
        "keep": labels["keep_this"],
        "sections": [{"heading": section.heading, "text": section.text} for section in notice.sections],
        "notice_title": notice.title,
        "footer": notice.footnote,
    }


def full_name(elements: dict[str, Any]) -> str:
    """Surnames, then forenames, as written."""
    return ", ".join(" ".join(elements.get(code, [])) for code in ("surnames", "forenames") if elements.get(code))


def birth_date(record: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """As it was stated, and the Gregorian days that it may mean: "1370-02-15 (Solar Hijri calendar) = 1991-05-05"."""
    when = law.read_uncertain_date(record, field="birth_date").when
    days = _left_to_right(" – ".join(dict.fromkeys(day.isoformat() for day in (when.first, when.last))))
    if when.estimate and when.estimate.age is not None:
        age = _left_to_right(f"{when.estimate.age} ± {when.estimate.margin} ({when.estimate.on})")
        return f"{labels['age']} {age} = {days}"
    if when.calendar is Calendar.GREGORIAN:
        return record["value"]
    return f"{_left_to_right(record['stated'])} ({labels[f'calendar_{when.calendar}']}) = {days}"


def _left_to_right(text: str) -> str:
    """Numbers that stand after Arabic letters would change their order at each hyphen."""
    return f"\u200e{text}\u200e"


def _taken(data_set: DataSet, labels: Any) -> list[str]:
    fingers = ready_fingers(data_set).count()
    taken = [f"{labels['fingerprints']}: {fingers}"] if fingers else []
    if find_photo(data_set) is not None:
        taken.append(labels["photo"])
    taken.append(labels["personal_data"])
    if (data_set.elements or {}).get("documents") or captures_of(data_set).filter(kind=Capture.Kind.DOCUMENT).exists():
        taken.append(labels["documents"])
    return taken


def _day(moment: datetime) -> str:
    return moment.astimezone(law.partner(node.current().partner).zone).date().isoformat()
