"""docs/law.md shows values that are accepted and rule files that work."""

import json
import re
from datetime import date
from pathlib import Path

from egnatia import law

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "law.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 21)


def test_every_element_that_officers_enter_is_described() -> None:
    entered = {code for code, element in law.elements().items() if element.where == "elements"}
    assert {code for code in entered if f"`{code}`" not in PAGE} == set()


def test_the_values_shown_are_accepted() -> None:
    shown = {}
    for row in re.findall(r"^\| \w+ \| (.+) \| (.+) \|$", PAGE, re.MULTILINE):
        value, code = re.match(r"`(.+?)`", row[0]), re.match(r"`(\w+)`", row[1]) or re.search(r"`(\w+)`", row[1])
        if value and code and value[1][0] in '[{"' and code[1] != "granted_on":
            shown[code[1]] = json.loads(value[1])
    assert len(shown) == 7
    law.check_elements(1, {**shown, "sex": "male"}, today=TODAY)


def test_the_corrections_shown_work(tmp_path: Path) -> None:
    blocks = re.findall(r"    # law/(\w+)\.toml.*\n((?:    .+\n)+)", PAGE)
    for name, block in blocks:
        (tmp_path / f"{name}.toml").write_text(re.sub(r"^    ", "", block, flags=re.MULTILINE), encoding="utf-8")
    try:
        law.use_overrides(tmp_path)
        assert law.limit("verdict").n == 12
        assert date(2027, 3, 1) in law.holidays_of("BA", 2027)
        assert date(2027, 1, 7) not in law.holidays_of("BA", 2027)
    finally:
        law.use_overrides(None)
    assert {name for name, _ in blocks} == {"limits", "partners"}
