"""What it costs to read and extract a print, on the four shared FVC sets.

What was tried to make it cheaper is in docs/decisions/0017-extraction.md.

    python -m benches.fingerprint_extract
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benches._fvc import DATA, FINGERS, IMPRESSIONS, SETS
from benches._record import record
from egnatia.engines.fingerprint.extraction import extract
from egnatia.engines.fingerprint.images import read_image

#: 388x374 pixels: the size that the target is about.
TIMED_SET = "fvc2002/DB1_B"
SKETCH = "LEADER in its published order, onnxruntime"


def main() -> None:
    if not DATA.is_dir():
        raise SystemExit(f"The shared prints are not here ({DATA}): nothing measured.")
    reading, extracting = time_set(TIMED_SET)
    record(
        "fingerprint_extract",
        [
            {
                "metric": "fingerprint.extract_cpu_s",
                "value": extracting,
                "unit": "CPU-s",
                "target": 0.15,
                "peers": {SKETCH: "0.28 to 0.40"},
            },
            {"metric": "fingerprint.read_image_cpu_s", "value": reading, "unit": "CPU-s"},
            {"metric": "fingerprint.extract_memory_mb", "value": peak_memory(), "unit": "MB", "peers": {SKETCH: "465"}},
        ],
    )


def time_set(name: str) -> tuple[float, float]:
    """Median CPU seconds of reading and of extracting one print of a set; one thread, network loaded before."""
    files = [path.read_bytes() for path in paths(name)]
    extract(read_image(files[0]))
    readings, extractings = [], []
    for data in files:
        started = time.process_time()
        image = read_image(data)
        read = time.process_time()
        extract(image)
        readings.append(read - started)
        extractings.append(time.process_time() - read)
    return round(statistics.median(readings), 4), round(statistics.median(extractings), 3)


def peak_memory() -> int:
    """Largest resident memory in MB of a fresh process that extracts prints of all four sets one after another."""
    some = [str(path) for name in SETS for path in paths(name)[::8]]
    done = subprocess.run(
        [sys.executable, "-m", "benches.fingerprint_extract", *some], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def extract_and_weigh(files: list[str]) -> None:
    for file in files:
        extract(read_image(Path(file).read_bytes()))
    status = Path("/proc/self/status").read_text()  # getrusage would count the parent's memory before the program started
    peak_kb = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(peak_kb) // 1024)


def paths(name: str) -> list[Path]:
    return [DATA / name / f"{finger}_{impression}.png" for finger in FINGERS for impression in IMPRESSIONS]


if __name__ == "__main__":
    extract_and_weigh(sys.argv[1:]) if sys.argv[1:] else main()
