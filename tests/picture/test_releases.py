"""Numbered tables for everybody: small counts hidden, the others rounded, the same month always as it was told first."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.picture.actions.make_release import make_release
from egnatia.picture.models import HeardDay, Release
from egnatia.picture.releases.commands import app
from egnatia.picture.releases.content import digest_of, public_rows, read_content, to_content

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
CELLS = {
    1: {"AFG": 43, "SYR": 3, "TUR": 12, "IRN": 51},
    2: {"AFG": 36, "SYR": 20, "TUR": 17, "IRN": 9},
    3: {"AFG": 28, "SYR": 33, "TUR": 8, "IRN": 14},
}
SPAN = {"start": date(2026, 1, 1), "end": date(2026, 3, 31)}


@pytest.fixture
def reported(take: Any) -> Any:
    """Three months of crossings of North Macedonia's own, one day each."""
    with clock.frozen(NOW):
        for month, cells in CELLS.items():
            report(take, month, cells)
        yield take


def report(take: Any, month: int, cells: dict[str, int], **more: Any) -> None:
    day = date(2026, month, 14)
    take([(day, "", "", sum(cells.values())), *((day, "nationality", key, n) for key, n in cells.items())], **more)


@pytest.fixture
def release(reported: Any, analyst: Any) -> Callable[..., Release]:
    def make(**changes: Any) -> Release:
        wanted = {"indicator": "irregular_crossings", "cut": "nationality"} | SPAN | changes
        return make_release(analyst, **wanted)

    return make


def counts(made: Release) -> dict[tuple[str, str], int | None]:
    return {(row["month"], row["nationality"]): row["count"] for row in public_rows(made.content) if row["partner"] == "MK"}  # type: ignore[misc]


def test_small_counts_are_hidden_and_the_others_add_up(release: Any) -> None:
    shown = counts(release())
    assert shown["2026-01", "SYR"] is None
    assert sum(value is None for value in shown.values()) >= 4, "others go with it"
    assert all(value is None or value % 5 == 0 for value in shown.values())
    for month in ("2026-01", "2026-02", "2026-03"):
        cells = [shown[month, key] for key in ("AFG", "SYR", "TUR", "IRN", "other")]
        assert None in cells or sum(cells) == shown[month, ""]


def test_numbered_frozen_and_told_in_the_audit(release: Any, analyst: Any) -> None:
    first, second = release(), release(cut="section")
    assert (first.number, second.number) == (1, 2)
    assert first.digest == digest_of(first.content)
    assert Event.objects.filter(action="picture.release.made").count() == 2


def test_a_month_is_shown_as_it_was_released_first(release: Any, reported: Any) -> None:
    first = release(end=date(2026, 2, 28))
    later = NOW + timedelta(hours=1)
    with clock.frozen(later):
        report(reported, 2, {"AFG": 136, "SYR": 21, "TUR": 17, "IRN": 9}, at=later)
        second = release()
    assert second.vintages["2026-02"] == first.vintages["2026-02"] < second.vintages["2026-03"]
    for place, value in counts(first).items():
        if place[0] and value is not None and counts(second)[place] is not None:
            assert counts(second)[place] == value
    hidden_first = {place for place, value in counts(first).items() if value is None and place[0]}
    assert all(counts(second)[place] is None for place in hidden_first)


def test_refused_where_an_earlier_release_gives_a_hidden_cell_away(release: Any) -> None:
    """An earlier one under a laxer rule, which showed everything: now nothing can be hidden any more."""
    earlier = release()
    for cell in earlier.content["cells"]:
        cell[-1] = ""
    earlier.save()
    with pytest.raises(Problem) as refused:
        release()
    assert refused.value.code == "picture.release.reveals"
    assert "MK / 2026-01 / SYR" in refused.value.details["cells"]
    assert Release.objects.count() == 1


def test_a_subtraction_between_two_divisions(release: Any) -> None:
    """Age bands hide below ten, nationalities below five: each is looked at beside the other."""
    release()
    made = release(cut="group")
    assert made.content["minimum_of_cells"] == 10


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cut": "type"}, "picture.release.not_allowed"),
        ({"indicator": "registrations"}, "picture.release.not_allowed"),
        ({"indicator": "referrals", "cut": "section"}, "picture.release.not_allowed"),
        ({"indicator": "wishes"}, "picture.indicator.unknown"),
        ({"end": date(2026, 4, 19)}, "picture.release.not_over"),
        ({"start": date(2026, 3, 1), "end": date(2026, 2, 1)}, "picture.release.not_over"),
        ({"start": date(2025, 12, 1)}, "picture.release.not_reported"),
        ({"sources": ["MK", "RS"]}, "picture.release.not_reported"),
    ],
)
def test_told_what_stands_in_the_way(release: Any, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as refused:
        release(**changes)
    assert refused.value.code == code


def test_cells_that_exceed_their_total(release: Any, reported: Any) -> None:
    day = date(2026, 2, 14)
    reported([(day, "", "", 5), (day, "nationality", "AFG", 36)], at=NOW)
    with pytest.raises(Problem) as refused:
        release()
    assert refused.value.code == "picture.release.does_not_add_up"


def test_what_a_partner_hides_from_us_is_not_added_up(release: Any, reported: Any) -> None:
    for month in CELLS:
        report(reported, month, CELLS[month], source="RS")
    assert release(sources=["MK", "RS"]).sources == ["MK", "RS"]
    HeardDay.objects.create(
        partner="RS", indicator="irregular_crossings", day=date(2026, 2, 14), made_at=NOW, hidden={"": [""]}, hides=True
    )
    with pytest.raises(Problem) as refused:
        release(sources=["MK", "RS"])
    assert refused.value.code == "picture.release.incomplete"


def test_who_may(reported: Any, registration_officer: Any) -> None:
    with pytest.raises(Problem) as refused:
        make_release(registration_officer, "irregular_crossings", "nationality", **SPAN)
    assert refused.value.code == "accounts.not_allowed"


def test_kept_and_read_back(release: Any) -> None:
    made = release()
    again = read_content(json.loads(json.dumps(made.content)))
    assert to_content(again) == made.content
    assert set(again.values) == set(product(("MK", ""), ("2026-01", "2026-02", "2026-03", ""), (*again.layout.dims[2], "")))


def test_commands(reported: Any, operator: Any, tmp_path: Any) -> None:
    run = CliRunner()
    made = run.invoke(
        app, ["make", "irregular_crossings", "--by", "nationality", "--from", "2026-01", "--to", "2026-03", "--json"]
    )
    assert made.exit_code == 0, made.output
    assert json.loads(made.output)["number"] == 1
    listed = run.invoke(app, ["list"])
    assert "2026-01 to 2026-03" in listed.output
    file = tmp_path / "release.csv"
    run.invoke(app, ["show", "1", "--csv", str(file)])
    lines = file.read_text(encoding="utf-8").splitlines()
    assert "North Macedonia,2026-01,Syria,:" in lines


def test_made_and_saved_at_a_page(reported: Any, analyst_client: Any) -> None:
    assert "Nothing was released yet" in analyst_client.get(reverse("picture_releases")).content.decode()
    values = {"what": "irregular_crossings:nationality", "start": "2026-01-01", "end": "2026-03-01", "source": "MK"}
    answer = analyst_client.post(reverse("picture_new_release"), values)
    assert answer.status_code == 302, answer.content.decode()
    page = analyst_client.get(answer["Location"]).content.decode()
    assert "Syria" in page and ">:</abbr>" in page and "January 2026" in page
    assert "irregular_crossings" not in page
    file = analyst_client.get(reverse("picture_save_release", args=(1, "csv"))).content.decode("utf-8-sig")
    assert "North Macedonia,2026-01,Syria,:" in file
    assert analyst_client.get(reverse("picture_save_release", args=(1, "xlsx"))).status_code == 200
    assert analyst_client.get(reverse("picture_save_release", args=(1, "exe"))).status_code == 404
    assert analyst_client.get(reverse("picture_release", args=(7,))).status_code == 404


def test_page_says_why_not(reported: Any, analyst_client: Any) -> None:
    values = {"what": "applications:nationality", "start": "2026-01-01", "end": "2026-03-01", "source": "MK"}
    page = analyst_client.post(reverse("picture_new_release"), values).content.decode()
    assert "has reported nothing for 2026-01" in page
    page = analyst_client.post(
        reverse("picture_new_release"), values | {"start": "2026-03-01", "end": "2026-01-01"}
    ).content.decode()
    assert "The last month comes before the first." in page
