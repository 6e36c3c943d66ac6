"""A real nginx with the shipped configuration, on loopback, in front of one node. Used by benches and by the suite."""

import os
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[1] / "deploy" / "nginx" / "egnatia.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PAGES_NAME, EXCHANGE_NAME = "pages.localhost", "localhost"
_PATIENCE = 20.0
#: What Debian's nginx.conf says before it includes ours, besides where its access log is.
_DEBIAN = "  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;\n  ssl_prefer_server_ciphers on;\n"


@dataclass
class Nginx:
    """One nginx. `folder` is short: the path of a Unix socket has to fit into 107 characters."""

    folder: Path
    node: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """Where the node is to listen."""
        return self.folder / "node.sock"

    @property
    def configuration(self) -> Path:
        return self.folder / "nginx.conf"

    def write(self) -> None:
        """The shipped configuration with this machine's names, ports and places."""
        _make_page_certificate(self.folder)
        (self.folder / "egnatia.conf").write_text(self._adapt(SHIPPED.read_text(encoding="utf-8")), encoding="utf-8")
        temporary = "".join(
            f"  {name}_temp_path {self.folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.geteuid() == 0 else ""  # the socket belongs to whoever started the node
        self.configuration.write_text(
            f"daemon off;\nworker_processes 1;\n{user}pid {self.folder}/nginx.pid;\nerror_log {self.folder}/error.log;\n"
            f"events {{}}\nhttp {{\n  access_log {self.folder}/access.log;\n{_DEBIAN}{temporary}"
            f"  include {self.folder}/egnatia.conf;\n}}\n"
        )

    def test(self) -> subprocess.CompletedProcess[str]:
        """`nginx -t`."""
        return subprocess.run([*self._command(), "-t"], capture_output=True, text=True, check=False)

    def start(self) -> None:
        """Start it, and wait until it listens."""
        self.write()
        self.process = subprocess.Popen(self._command())
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(self.log())

    def reload(self) -> None:
        """What the path unit does when a certificate was installed."""
        subprocess.run([*self._command(), "-s", "reload"], check=True, capture_output=True)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def log(self) -> str:
        file = self.folder / "error.log"
        return file.read_text(errors="replace")[-3000:] if file.is_file() else ""

    def _command(self) -> list[str]:
        return [NGINX or "nginx", "-c", str(self.configuration), "-e", str(self.folder / "error.log")]

    def _adapt(self, text: str) -> str:
        text = re.sub(r"^\s*listen \[::\].*\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"listen 80;", f"listen unix:{self.folder}/plain.sock;", text)
        text = re.sub(r"listen 443 ", f"listen 127.0.0.1:{self.port} ", text)
        for shipped, here in {
            "/run/egnatia/node.sock": str(self.socket),
            "/srv/egnatia/": f"{self.node}/",
            "/etc/egnatia/": f"{self.folder}/",
            "exchange.example.mk": EXCHANGE_NAME,
            "egnatia.example.mk": PAGES_NAME,
        }.items():
            text = text.replace(shipped, here)
        return text


def _make_page_certificate(folder: Path) -> None:
    """What a partner's own administration would have issued for its officers' browsers."""
    if (folder / "pages.pem").is_file():
        return
    subject = ["-subj", f"/CN={PAGES_NAME}", "-addext", f"subjectAltName=DNS:{PAGES_NAME}"]
    files = ["-keyout", str(folder / "pages.key"), "-out", str(folder / "pages.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
    subprocess.run([*command, *subject, *files], check=True, capture_output=True)
