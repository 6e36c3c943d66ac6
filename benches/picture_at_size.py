"""Pages and free cross-tables with ten million events behind them: what a click costs, on SQLite and on PostgreSQL.

    python -m benches.picture_at_size [--events 10000000] [--database postgresql://…]

A node of its own server and worker, one analyst who clicks through the picture, one request after another, each address five
times. Figures have been drawn (the situation's by the worker, others by whoever looked first; what a first look costs is told
apart). Cross-tables read the raw events by DuckDB; the peer is the same question asked of the database itself.
"""

import argparse
import re
import shutil
import time
from statistics import median

import httpx

from benches._big_picture import PASSWORD, big_picture
from benches._record import record
from egnatia.site.demo.processes import Processes
from egnatia.ui.figures import FOLDER as FIGURES

_CROSSINGS = "indicator=irregular_crossings"
PAGES = (
    "/",
    "/this-week/",
    "/picture/situation/",
    "/picture/outlook/",
    f"/picture/explore/?{_CROSSINGS}&every=day",
    f"/picture/explore/?{_CROSSINGS}&every=month",
    f"/picture/explore/?{_CROSSINGS}&every=year&cut=source",
    f"/picture/explore/?{_CROSSINGS}&every=month&cut=nationality",
    f"/picture/explore/?{_CROSSINGS}&every=month&cut=nationality&source=MK&start=2020-01-15&end=2024-06-20",
    f"/picture/explore/?{_CROSSINGS}&every=week&cut=section&source=MK",
    f"/picture/explore/?{_CROSSINGS}&every=month&cut=group&key=18-34.male&key=14-17.male",
    f"/picture/explore/?{_CROSSINGS}&every=month&as_of=2026-06-30",
    "/picture/explore/?indicator=applications&every=month&cut=source",
    "/picture/alarms/",
    "/picture/quality/",
    "/picture/onward/",
    "/picture/releases/",
    "/picture/asked/",
)
TABLES = (
    "rows=nationality&columns=month&start=2025-12-01",
    "rows=nationality&columns=year&start=",
    "rows=section&columns=nationality&start=",
    "rows=hour&columns=weekday&start=",
    "rows=month&columns=age_band&start=",
    "rows=place&columns=hour&start=2024-01-01&end=2026-06-30",
    "rows=group&columns=section&start=&nationality=AFG",
    "rows=week&columns=&start=2020-01-01&section=MK-GR",
)
_AGAIN = 5
#: Seconds until the worker has looked at what there is to do.
_SETTLING = 60


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("--events", type=int, default=10_000_000)
    options.add_argument("--database", default="")
    asked = options.parse_args()
    picture = big_picture(asked.events, asked.database)
    shutil.rmtree(picture.node.directory / FIGURES, ignore_errors=True)  # of an earlier run
    with Processes() as processes:
        processes.start(picture.node)
        processes.wait_until_answering(picture.node)
        time.sleep(_SETTLING)
        with httpx.Client(base_url=picture.node.url, follow_redirects=True, timeout=120) as client:
            _sign_in(client)
            first, pages = _click(client, PAGES)
            _first, tables = _click(client, [f"/picture/tables/?{_CROSSINGS}&{one}" for one in TABLES])
    by_database = _ask_the_database()
    engine = "PostgreSQL" if asked.database else "SQLite"
    suffix = "_postgresql" if asked.database else ""
    size = sum(path.stat().st_size for path in (picture.node.directory / "analysis").rglob("*.parquet")) / 1e6
    told = picture.measured
    record(
        f"picture_at_size{suffix}",
        [
            {
                "metric": f"picture.page_p95_ms ({engine})",
                "value": round(_share(pages, 0.95)),
                "unit": f"ms ({len(pages)} requests of {len(PAGES)} addresses)",
                "target": "at most 200",
                "peers": {"median": round(median(pages)), "slowest": round(max(pages))},
            },
            {
                "metric": f"picture.first_look_p95_ms ({engine})",
                "value": round(_share(first, 0.95)),
                "unit": "ms (figures drawn while the reader waits)",
                "peers": {"median": round(median(first))},
            },
            {
                "metric": f"picture.crosstab_p95_ms ({engine})",
                "value": round(_share(tables, 0.95)),
                "unit": f"ms ({len(TABLES)} tables)",
                "target": "at most 2000",
                "peers": {"median": round(median(tables)), f"{engine} itself, nationality by year": round(by_database)},
            },
            {
                "metric": f"picture.count_events_per_s ({engine})",
                "value": round(told["events"] / told["count_s"]),
                "unit": f"events/s ({told['count_rows']:,.0f} counts of six partners)",
            },
            {
                "metric": f"picture.raw_files_per_s ({engine})",
                "value": round(told["events"] / told["files_s"]),
                "unit": f"events/s into Parquet ({size:.0f} MB)",
            },
        ],
    )


def _sign_in(client: httpx.Client) -> None:
    page = client.get("/account/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    values = {"login": "arta", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    client.post("/account/sign-in/", data=values, headers={"Referer": str(page.url)})
    assert "Explore" in client.get("/picture/explore/").text


def _click(client: httpx.Client, addresses: list[str] | tuple[str, ...]) -> tuple[list[float], list[float]]:
    """Milliseconds of the first look at each address, and of the later ones."""
    first, later = [], []
    for address in addresses:
        times = [_time(client, address) for _ in range(_AGAIN + 1)]
        first.append(times[0])
        later += times[1:]
        print(f"{times[0]:7.0f} ms, then {median(times[1:]):6.0f} ms  {address}")
    return first, later


def _time(client: httpx.Client, address: str) -> float:
    began = time.perf_counter()
    client.get(address).raise_for_status()
    return (time.perf_counter() - began) * 1000


def _ask_the_database() -> float:
    """Milliseconds of the second table when the database is asked for it; the year taken from the day's text or date."""
    from django.db import connection
    from django.db.models import Sum
    from django.db.models.functions import ExtractYear

    from egnatia.picture.models import Event

    rows = Event.objects.filter(kind="apprehension", group="irregular_crossing", withdrawn_at=None).order_by()
    asked = rows.values_list("nationality", ExtractYear("on")).annotate(Sum("persons"))
    connection.ensure_connection()
    began = time.perf_counter()
    list(asked)
    return (time.perf_counter() - began) * 1000


def _share(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


if __name__ == "__main__":
    main()
