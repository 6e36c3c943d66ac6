"""A partner that the shipped rules don't know: named in the node's own rules, it is a partner like the six."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.law.own_rules import use_own_rules
from egnatia.law.rule_files import use_overrides
from tests.conftest import REPOSITORY

PAGES = (
    "/", "/this-week/", "/my-work/", "/searches/", "/persons/", "/register/", "/requests/", "/partners/", "/partners/list/",
    "/partners/log/", "/partners/queue/", "/picture/situation/", "/picture/explore/", "/picture/quality/", "/picture/outlook/",
    "/picture/onward/", "/picture/releases/new/", "/picture/backtest/", "/working-group/", "/working-group/members/",
    "/working-group/channels/", "/working-group/differences/", "/statistics/", "/reports/",
)  # fmt: skip
EXAMPLE = REPOSITORY / "deploy" / "partners.example.toml"


@pytest.fixture
def seventh(tmp_path: Path) -> Iterator[Path]:
    """A node's directory with the shipped example as its own rules."""
    place = tmp_path / "node"
    (place / "law").mkdir(parents=True)
    shutil.copy(EXAMPLE, place / "law" / "partners.toml")
    use_own_rules(place)
    yield place
    use_overrides(None)


def test_it_is_a_partner_with_reference_numbers_and_holidays(seventh: Path) -> None:
    assert list(law.partners())[-1] == "XA" and law.partner("XA").name == "Exampleland"
    assert law.may_agree("XA", "RS", law.gateway("migration"))
    assert not law.may_agree("XA", "RS", law.gateway("law_enforcement"))


@pytest.mark.django_db
def test_pages_have_room_for_it(seventh: Path, client: Any, make_officer: Any) -> None:
    client.force_login(make_officer("all", "administrator", "analyst", "supervisor", "case_officer", "registration_officer"))
    wrong = {}
    for path in PAGES:
        answer = client.get(path, follow=True)
        if answer.status_code != 200:
            wrong[path] = answer.status_code
    assert wrong == {}
    assert "Exampleland" in client.get("/working-group/channels/").content.decode()


def test_a_node_of_it_can_be_made(tmp_path: Path) -> None:
    from egnatia.site.setup import create_node

    address = {"port": 8400, "host": "127.0.0.1", "url": "https://egnatia.xa.example"}
    wanted: dict[str, Any] = {"partner": "XA", "name": "", "database_url": "", **address}
    with pytest.raises(Problem) as problem:
        create_node(tmp_path / "none", **wanted)
    assert problem.value.code == "node.partner_unknown"
    (tmp_path / "node" / "law").mkdir(parents=True)
    shutil.copy(EXAMPLE, tmp_path / "node" / "law" / "partners.toml")
    try:
        made = create_node(tmp_path / "node", **wanted, settings={"exchange_url": "https://exchange.xa.example"})
    finally:
        use_overrides(None)
    assert (made.partner, made.setting("time_zone"), made.setting("behind_proxy")) == ("XA", "Europe/Vienna", True)
    assert made.setting("allowed_hosts") == ["egnatia.xa.example", "exchange.xa.example"]
