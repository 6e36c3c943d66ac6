"""Certificates at a node: asked for, installed, refused, shown, and told of before they end."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from typer.testing import CliRunner

from egnatia.audit.models import Event
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange.actions.install_certificate import Installed, install_certificates
from egnatia.exchange.actions.request_certificate import request_certificate
from egnatia.exchange.commands import app
from egnatia.exchange.models import Partner
from egnatia.exchange.transport import authority as authorities
from egnatia.exchange.transport import store
from egnatia.exchange.transport.authority import Authority, create_authority
from egnatia.exchange.transport.certificates import end_of, spoken, to_pem
from egnatia.exchange.transport.health import find_news, find_troubles, first_ends
from egnatia.exchange.transport.requests import read_request
from egnatia.exchange.transport.revoking import revoke
from tests.exchange.conftest import Neighbour
from tests.exchange.transport.making import PASSPHRASE, certificate_with_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("encrypted")]
run = CliRunner().invoke


def answered(authority: Authority, *, months: int = 13, partner: str = "MK") -> bytes:
    """What comes back from the authority for this node's request."""
    request, _, names = read_request(request_certificate(None, also=[]).public_bytes(Encoding.PEM))
    return authorities.bundle(authority, authorities.issue(authority, request, partner=partner, names=names, months=months))


def install(content: bytes, authority: Authority) -> Installed:
    return install_certificates(None, content, fingerprint=authorities.fingerprint_of(authority))


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Problem) as problem:
        act()
    return problem.value.code


def test_installed_certificate_is_in_use_and_the_next_one_replaces_it(authority: Authority) -> None:
    assert install(answered(authority), authority) == Installed(True, True, True)
    first, place = store.find_own(), store.folder()
    assert first is not None and find_news(node.current()) == f"certificate until {end_of(first):%Y-%m-%d}"
    assert list(find_troubles(node.current())) == []
    assert {path.name: path.stat().st_mode & 0o777 for path in place.iterdir()} == dict.fromkeys(
        ("node.pem", "federation.pem", "federation.crl", "partners.pem", "partners.crl"), 0o600
    )
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        install_certificates(None, answered(authority))  # known by now: nobody has to read anything out
    assert store.find_own() != first
    noted = Event.objects.filter(action__startswith="exchange.certificate").order_by("pk").values_list("action", flat=True)
    assert sorted(noted) == ["exchange.certificate.installed"] * 2 + ["exchange.certificate.requested"] * 2


def test_asking_twice_is_for_the_same_key_and_the_present_certificate_stays(authority: Authority) -> None:
    install(answered(authority), authority)
    in_use = store.own_file().read_bytes()
    first, again = request_certificate(None, also=[]), request_certificate(None, also=["old.mk.example"])
    assert spoken(first) == spoken(again) and store.own_file().read_bytes() == in_use


def test_what_is_not_this_nodes_is_refused_and_changes_nothing(authority: Authority, tmp_path: Path) -> None:
    good = answered(authority)
    words = authorities.fingerprint_of(authority)
    stranger = create_authority(tmp_path / "other", PASSPHRASE, name="Other", domains=["mk.example"])
    leaf = good[: good.index(b"-----END CERTIFICATE-----") + 26]
    everybody = to_pem(authority.certificate) + (authority.directory / "authority.crl").read_bytes()
    named = certificate_with_key(authority, "MK", name="exchange.mk.example")
    for content, fingerprint, code in (
        (b"nothing", words, "exchange.certificate_file.unreadable"),
        (good, "", "exchange.certificate_file.not_confirmed"),
        (good, authorities.fingerprint_of(stranger), "exchange.certificate_file.not_confirmed"),
        (leaf, words, "exchange.certificate_file.no_authority"),
        (leaf + to_pem(authority.certificate), words, "exchange.certificate_file.no_list"),
        (answered(authority, partner="RS"), words, "exchange.certificate_file.other_node"),
        (certificate_with_key(authority, "MK") + everybody, words, "exchange.certificate_file.other_node"),
        (named + everybody, words, "exchange.certificate_file.other_key"),
        (certificate_with_key(authority, "MK", days=-60) + everybody, words, "exchange.certificate_expired"),
        (certificate_with_key(authority, "MK", days=3) + everybody, words, "exchange.certificate_not_yet_valid"),
    ):
        assert refusal(partial(install_certificates, None, content, fingerprint=fingerprint)) == code
    assert store.find_own() is None and list(store.all_trusted()) == []
    assert install(good, authority).own
    both = to_pem(stranger.certificate) + (stranger.directory / "authority.crl").read_bytes()
    assert refusal(lambda: install_certificates(None, both)) == "exchange.certificate_file.not_confirmed"
    assert refusal(lambda: install_certificates(None, both, scope="ZZ")) == "exchange.certificate_file.scope_unknown"


def test_list_of_revoked_ones_only_grows_newer(authority: Authority) -> None:
    install(answered(authority), authority)
    before = (authority.directory / "authority.crl").read_bytes()
    own = store.find_own()
    assert own is not None
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        revoke(authority, f"{own.serial_number:x}", reason="replaced")
    assert install_certificates(None, (authority.directory / "authority.crl").read_bytes()) == Installed(False, False, True)
    assert "was revoked" in " ".join(find_troubles(node.current()))
    assert refusal(lambda: install_certificates(None, before)) == "exchange.certificate_file.list_old"


def test_officers_install_only_where_they_may(authority: Authority, examiner: object, administrator: object) -> None:
    content = answered(authority)
    assert refusal(lambda: install_certificates(examiner, content)) == "accounts.not_allowed"  # type: ignore[arg-type]
    assert refusal(lambda: request_certificate(examiner, also=[])) == "accounts.not_allowed"  # type: ignore[arg-type]
    assert install_certificates(administrator, content, fingerprint=authorities.fingerprint_of(authority)).own  # type: ignore[arg-type]


def test_what_waited_goes_at_once(authority: Authority, serbia: Neighbour) -> None:
    Partner.objects.update(failures=7, next_attempt_at=clock.now() + timedelta(seconds=250))
    install(answered(authority), authority)
    assert Partner.objects.get().next_attempt_at is None


def test_monitoring_is_told_how_long_it_holds(authority: Authority) -> None:
    assert first_ends() == {}
    install(answered(authority, months=2), authority)
    left = {what: end - clock.now() for what, end in first_ends().items() if end}
    assert timedelta(days=60) < left["own"] < timedelta(days=62) and set(left) == {"own", "authority", "revocations"}
    store.own_file().write_bytes(b"damaged")
    assert first_ends() == {"own": None}


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(days=330), []),
        (timedelta(days=370), ["This node's certificate ends at"]),
        (timedelta(days=400), ["This node's certificate ended at"]),
        (timedelta(days=740), ["its list of revoked certificates ends at", "This node's certificate ended at"]),
        (
            timedelta(days=3640),
            ["authority ends at", "its list of revoked certificates ended", "This node's certificate ended at"],
        ),
    ],
)
def test_ends_are_told_thirty_days_before(authority: Authority, later: timedelta, said: list[str]) -> None:
    install(answered(authority), authority)
    with clock.frozen(clock.now() + later):
        told = list(find_troubles(node.current()))
    assert [any(words in one for one in told) for words in said] == [True] * len(said) and len(told) == len(said)


def test_doctor_says_what_a_node_with_a_real_address_lacks(monkeypatch: pytest.MonkeyPatch, serbia: Neighbour) -> None:
    present = node.current()
    told = " ".join(find_troubles(present))
    assert "No authority is installed" in told and "has no certificate" in told and "RS is listed at http://localhost" in told
    bare = replace(present, settings={"exchange_url": "http://exchange.mk.example"})
    assert "set exchange_url" in " ".join(find_troubles(bare))
    assert "set socket" in " ".join(find_troubles(replace(present, settings={"exchange_url": "https://exchange.mk.example"})))


def test_commands_from_the_authority_to_the_node(tmp_path: Path) -> None:
    words, ca = tmp_path / "words", str(tmp_path / "new-ca")
    words.write_text(PASSPHRASE + "\n")
    secret = ["--passphrase-file", str(words)]
    made = run(app, ["transport", "new-ca", ca, "--permit", "mk.example", "--permit", "rs.example", *secret])
    assert made.exit_code == 0 and "Fingerprint to read out" in made.output
    (row,) = json.loads(run(app, ["transport", "show", ca, "--json"]).output)
    fingerprint = row["fingerprint"]
    assert fingerprint in made.output
    request, bundle = str(tmp_path / "mk.csr"), str(tmp_path / "mk.pem")
    asked = run(app, ["transport", "request", request, "--also", "old.mk.example"])
    (asked_row,) = json.loads(run(app, ["transport", "show", request, "--json"]).output)
    assert asked_row["fingerprint"] in asked.output and asked_row["names"] == ["exchange.mk.example", "old.mk.example"]
    issue = ["transport", "issue", ca, request, bundle, "--partner", "mk", "--fingerprint"]
    assert run(app, [*issue, "12345", *secret]).exception.code == "exchange.ca.fingerprint_differs"
    assert "until" in run(app, [*issue, asked_row["fingerprint"], *secret]).output
    assert "the authority" in run(app, ["transport", "install", bundle, "--fingerprint", fingerprint]).output
    shown = run(app, ["transport", "show"]).output
    assert "MK exchange.mk.example, old.mk.example" in shown and "federation" in shown
    issued = json.loads(run(app, ["transport", "show", ca, "--json"]).output)[1]
    revoked = run(app, ["transport", "revoke", ca, issued["serial"], "--reason", "replaced", *secret])
    assert "Revoked: MK" in revoked.output
    assert "(replaced)" in run(app, ["transport", "show", ca]).output
    renewed = run(app, ["transport", "renew-ca", ca, "--permit", "xa.example", "--years", "5", *secret])
    assert "mk.example, rs.example, xa.example" in renewed.output
    assert run(app, ["transport", "show", str(words)]).exception.code == "exchange.certificate_file.unreadable"
