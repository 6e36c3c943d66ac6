"""Rules of the tree that no linter knows."""

import re
import subprocess
import tomllib

import pytest

from tests.conftest import REPOSITORY

LONGEST = 400


def tracked(*patterns: str) -> list[str]:
    done = subprocess.run(["git", "ls-files", "--", *patterns], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return [name for name in done.stdout.splitlines() if (REPOSITORY / name).is_file()]


def test_no_file_is_longer_than_an_idea():
    """Longer ones have a line in docs/decisions/ that names them and says why."""
    allowed = "".join(page.read_text(encoding="utf-8") for page in (REPOSITORY / "docs" / "decisions").glob("*.md"))
    long = {
        name: count
        for name in tracked("*.py", "*.html", "*.js", "*.scss")
        if "/migrations/" not in name and (count := len((REPOSITORY / name).read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert {name: count for name, count in long.items() if name not in allowed} == {}


def test_every_dependency_says_what_for():
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    tomllib.loads(text)
    block = text.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    assert [line for line in block.splitlines() if line.strip().startswith('"') and "#" not in line] == []


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt", "build.txt"])
def test_requirements_are_locked_with_hashes_and_name_no_index(name):
    text = (REPOSITORY / "requirements" / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index|--extra-index|--find-links", text)
    packages = re.split(r"\n(?=[a-z0-9])", "\n" + text)
    assert all("--hash=sha256:" in package for package in packages if "==" in package)


def test_interface_says_irregular():
    offending = [
        name
        for name in tracked("src/egnatia/**/*.html", "src/egnatia/**/*.toml", "src/egnatia/**/*.py")
        if re.search(r"\billegal(ly)?\b", (REPOSITORY / name).read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert offending == []
