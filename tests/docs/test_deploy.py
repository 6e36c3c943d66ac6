"""deploy/: what its page tells to type exists, and what it ships is what nginx and systemd can read."""

import re
import shlex
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer

from benches._nginx import NGINX, PAGES_NAME, Nginx
from egnatia.exchange.envelope import MAX_SEALED_BYTES
from egnatia.exchange.transport.shown import CERTIFICATE_HEADER, VERIFIED_HEADER
from tests.conftest import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
README = (DEPLOY / "README.md").read_text(encoding="utf-8")
NGINX_CONF = (DEPLOY / "nginx" / "egnatia.conf").read_text(encoding="utf-8")


def typed_commands() -> list[list[str]]:
    """Every `egnatia …` in an indented line of the page, without sudo."""
    lines = [line.strip() for line in README.splitlines() if line.startswith("    ")]
    commands = [line.removeprefix("sudo -u egnatia ") for line in lines]
    return [shlex.split(line) for line in commands if line.startswith("egnatia ") and "──" not in line]


@pytest.mark.parametrize("words", typed_commands(), ids=lambda words: " ".join(words)[:60])
def test_commands_exist_with_their_options(words: list[str]) -> None:
    from egnatia.site.command import build

    command: Any = typer.main.get_command(build())
    rest = words[3:] if words[1] == "--node" else words[1:]
    while rest and rest[0] in getattr(command, "commands", {}):
        command, rest = command.commands[rest[0]], rest[1:]
    assert not hasattr(command, "commands"), words
    known = {option for parameter in command.params for option in parameter.opts}
    assert [word for word in rest if word.startswith("--") and word not in known] == []


def test_page_has_commands_and_its_links_lead_somewhere() -> None:
    assert len(typed_commands()) >= 20
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", README):
        assert (DEPLOY / target).exists(), target
    titles = [line.lstrip("# ").lower() for line in README.splitlines() if line[:1] == "#"]
    anchors = {re.sub(r"[^a-z0-9 -]", "", title).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= anchors


needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not on this machine: THE SHIPPED CONFIGURATION WAS NOT TESTED")


@pytest.fixture
def nginx() -> Iterator[Nginx]:
    """The shipped configuration with its certificates in place; no node behind it."""
    with tempfile.TemporaryDirectory(prefix="eg-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        made = Nginx(Path(folder), Path(folder) / "node", free.getsockname()[1])
        free.close()
        transport = made.node / "keys" / "transport"
        transport.mkdir(parents=True)
        made.write()
        page = (made.folder / "pages.pem").read_bytes()
        (transport / "node.pem").write_bytes(page + (made.folder / "pages.key").read_bytes())
        (transport / "partners.pem").write_bytes(page)
        (transport / "partners.crl").write_bytes(_empty_list(made.folder))
        yield made
        made.stop()


@needs_nginx
def test_nginx_takes_the_shipped_configuration(nginx: Nginx) -> None:
    done = nginx.test()
    assert "test is successful" in done.stderr, done.stderr
    assert "[warn]" not in done.stderr


@needs_nginx
def test_no_log_of_nginx_keeps_whom_an_officer_looks_for(nginx: Nginx) -> None:
    nginx.start()
    asked, named = {"text": "Samir Haddad"}, {"Host": PAGES_NAME}
    with httpx.Client(verify=ssl.create_default_context(cafile=str(nginx.folder / "pages.pem"))) as client:
        address = f"https://127.0.0.1:{nginx.port}/persons/"
        answer = client.get(address, params=asked, headers=named, extensions={"sni_hostname": PAGES_NAME})
    assert answer.status_code == 502  # nobody is behind it: what went wrong is written down, too, if anything is
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(nginx.folder / "plain.sock"))) as client:
        assert client.get(f"http://{PAGES_NAME}/persons/", params=asked).status_code == 301
    nginx.stop()
    assert [file.name for file in nginx.folder.glob("*.log") if "Haddad" in file.read_text(errors="replace")] == []


def _empty_list(folder: Path) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    from egnatia.exchange.transport.authority import create_authority, write_revoked

    made = create_authority(folder / "ca", "six words that nobody would guess", name="Test", domains=["localhost"])
    return write_revoked(made).public_bytes(Encoding.PEM)


def test_every_location_that_reaches_the_node_sets_both_headers() -> None:
    """A location that sets one header of its own inherits none: then a client's would go through."""
    servers = NGINX_CONF.split("\nserver {")[1:]
    reaching = [server for server in servers if "proxy_pass" in server]
    assert len(reaching) == 2
    for server in reaching:
        for name in (CERTIFICATE_HEADER, VERIFIED_HEADER):
            at_server = re.findall(rf"^    proxy_set_header {name} ", server, re.MULTILINE)
            in_locations = re.findall(r"location [^{]+\{(.*?)\n    \}", server, re.DOTALL)
            for location in (one for one in in_locations if "proxy_pass" in one):
                own = "proxy_set_header" in location
                assert (name in location) if own else at_server, (name, location)
    for server in servers[:3]:
        for setting in ("ssl_protocols TLSv1.2 TLSv1.3;", "underscores_in_headers off;", "ssl_session_tickets off;"):
            assert f"\n    {setting}" in server
    assert "ssl_verify_client on;" in servers[1] and "ssl_verify_client" not in servers[2]


def test_whole_message_passes_the_limit_on_bodies() -> None:
    assert int(re.findall(r"client_max_body_size (\d+)m;", NGINX_CONF)[0]) * 1_000_000 >= MAX_SEALED_BYTES


def test_units_run_commands_that_exist_and_files_that_are_shipped() -> None:
    from egnatia.site.command import build

    known = typer.main.get_command(build()).commands  # type: ignore[attr-defined]
    units = {file.name: file.read_text(encoding="utf-8") for file in (DEPLOY / "systemd").iterdir()}
    for text in units.values():
        for command in re.findall(r"^ExecStart=/opt/egnatia/.venv/bin/egnatia (\w+)", text, re.MULTILINE):
            assert command in known
        for shipped in re.findall(r"/opt/egnatia/(deploy/\S+)", text):
            assert (REPOSITORY / shipped).exists()
    named = set(re.findall(r"egnatia-[a-z]+\.(?:service|path|timer)", README))
    assert named <= set(units)
    variables = set(re.findall(r"\$\{(EGNATIA_\w+)\}", "".join(units.values())))
    assert variables <= set(re.findall(r"^(EGNATIA_\w+)=", (DEPLOY / "environment.example").read_text(), re.MULTILINE))


def test_backup_script_is_a_shell_script() -> None:
    subprocess.run(["sh", "-n", str(DEPLOY / "backup")], check=True)
    assert (DEPLOY / "backup").stat().st_mode & 0o111
