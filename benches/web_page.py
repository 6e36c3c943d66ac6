"""Pages under load: a person's page and lists of 25, twenty requests a second for a minute, on SQLite.

    python -m benches.web_page [--seconds 60]

One signed-in officer, requests evenly spaced from four threads in a process of their own, against a node of 5,000 persons;
every request is audited as in operation. The client shares the machine with the server.
"""

import argparse
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx

from benches._record import record
from benches._region import bench_region
from egnatia.site.demo.processes import Processes
from egnatia.site.demo.region import PASSWORD
from egnatia.site.demo_data.people import node_seeds, synthetic_identity

RATE = 20.0


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=60)
    seconds = options.parse_args().seconds
    node = bench_region(5000)["MK"]
    with Processes() as processes:
        processes.start(node)
        processes.wait_until_answering(node)
        with httpx.Client(base_url=node.url, follow_redirects=True, timeout=30) as client:
            _sign_in(client)
            addresses = _addresses(client)
            for address in addresses:
                client.get(address).raise_for_status()
            times = _press(client, addresses, seconds)
    times.sort()
    about = f"{len(times)} requests at {RATE:.0f} a second over {len(addresses)} addresses"
    record(
        "web_page",
        [
            {"metric": "web.page_p50_ms", "value": round(times[len(times) // 2] * 1000, 1), "unit": f"ms ({about})"},
            {
                "metric": "web.page_p95_ms",
                "value": round(times[int(len(times) * 0.95)] * 1000, 1),
                "unit": "ms",
                "target": "≤ 150",
            },
        ],
    )


def _sign_in(client: httpx.Client) -> None:
    page = client.get("/account/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    values = {"login": "case-mk", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    answer = client.post("/account/sign-in/", data=values, headers={"Referer": str(page.url)})
    assert "case-mk" in answer.text or "Demo case officer" in answer.text


def _addresses(client: httpx.Client) -> list[str]:
    """My work, a list of 25 persons of one surname, and each of these persons."""
    surnames = Counter(synthetic_identity(seed, "MK")["surnames"][0] for seed in node_seeds("MK", 500))
    page = client.get("/persons/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    values = {"name": surnames.most_common(1)[0][0], "csrfmiddlewaretoken": token[1]}
    answer = client.post("/persons/", data=values, headers={"Referer": str(page.url)})
    listing = answer.url.raw_path.decode()
    found = list(dict.fromkeys(re.findall(r'href="(/persons/[0-9a-f-]{36}/)["?]', answer.text)))
    assert len(found) == 25, f"the list must be full, it shows {len(found)}"
    return ["/my-work/", listing, *found]


def _press(client: httpx.Client, addresses: list[str], seconds: int) -> list[float]:
    times: list[float] = []
    lock = threading.Lock()

    def ask(address: str) -> None:
        began = time.perf_counter()
        client.get(address).raise_for_status()
        with lock:
            times.append(time.perf_counter() - began)

    with ThreadPoolExecutor(max_workers=4) as pool:
        began = time.perf_counter()
        for number in range(int(seconds * RATE)):
            time.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            pool.submit(ask, addresses[number % len(addresses)])
    return times


if __name__ == "__main__":
    main()
