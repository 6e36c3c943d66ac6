"""Pages in a real browser: Debian's Chromium, driven by Playwright.

`page` fails its test when anything is loaded from another host, when a script fails, or when the content security policy had to
step in. `assert_accessible(page)` runs axe-core with the rules of WCAG 2.0 to 2.2, A and AA.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from egnatia.base.errors import Problem
from egnatia.ui import build
from tests import kept

#: How long a page may take, in milliseconds: a slow machine with other work, not what an officer would put up with.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)  # its own five seconds are too few
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: The kit's upload button names itself in aria-labelledby. Browsers follow that, axe doesn't; test_styleguide checks the name.
AXE_MISREADS = ("label-content-name-mismatch", True)
#: What the kit can't start it writes to the console as an ordinary line.
KIT_ERROR = re.compile("(Init|Element|Config|Support)Error")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-ui-for-media-stream",  # a camera that shows a test picture, and says yes when asked
    "--use-fake-device-for-media-stream",
]


@dataclass
class Watch:
    """What went wrong in the browser. `expected`: parts of messages that a test brings about on purpose."""

    origin: str
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def on_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("data", "blob"):
            return
        if not request.url.startswith(self.origin + "/"):
            self.problems.append(f"request to another host: {request.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") or KIT_ERROR.search(message.text):
            self.problems.append(f"{message.type}: {message.text}")

    def on_error(self, error: Exception) -> None:
        self.problems.append(f"script failed: {error}")

    def check(self) -> None:
        left = [problem for problem in self.problems if not any(part in problem for part in self.expected)]
        assert left == []


@pytest.fixture(scope="session")
def built() -> None:
    """The style sheet and scripts; skips where neither they nor node are there."""
    try:
        build.build()
        kept.static_files.clear()
    except Problem as problem:
        pytest.skip(f"the front end is not built: {problem.message} {problem.cure}")


@pytest.fixture(scope="session")
def browser(built) -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if shutil.which(chromium) is None:
        pytest.skip(f"no Chromium at {chromium}: install Debian's package chromium, or name one in CHROMIUM")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *sandbox])
        yield running
        running.close()


@pytest.fixture
def watch(live_server) -> Watch:
    return Watch(live_server.url)


@pytest.fixture
def open_context(browser, live_server, watch) -> Iterator[Callable[..., BrowserContext]]:
    """`open_context(java_script_enabled=False, viewport=…)`: a browser without history that watches what it loads."""
    opened: list[BrowserContext] = []

    def open_one(**options) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        context.on("request", watch.on_request)
        context.on("console", watch.on_console)
        context.on("weberror", lambda error: watch.on_error(error.error))
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    watch.check()


@pytest.fixture
def page(open_context) -> Page:
    return open_context(viewport=DESK).new_page()


@pytest.fixture
def sign_in(live_server) -> Callable:
    """`sign_in(page, officer)`: a session as after a full sign-in, without going through its pages."""

    def sign_in(page: Page, officer) -> None:
        client = Client()
        client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[0])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def assert_fit_for_all(assert_accessible) -> Callable[[Page, Iterable[str]], None]:
    """Of each address: axe-core finds nothing, and a phone never scrolls sideways."""

    def check(page: Page, addresses: Iterable[str]) -> None:
        for address in addresses:
            page.goto(address)
            assert_accessible(page)
            page.set_viewport_size(PHONE)
            assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], address
            page.set_viewport_size(DESK)

    return check


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """axe-core finds nothing; asked only of a page whose style sheet is really there, as an unstyled page passes easily."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a click waits for the answer to begin, not for the page to be there
        family = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        assert family.replace('"', "").startswith("Noto Sans"), f"the kit is not loaded: h1 is in {family}"
        page.evaluate(build.AXE.read_text(encoding="utf-8"))
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
        assert [
            f"{finding['id']}: {finding['help']}: {node['target']} {node['failureSummary']}"
            for finding in found["violations"]
            for node in finding["nodes"]
            if (finding["id"], "govuk-file-upload-button" in node["html"]) != AXE_MISREADS
        ] == []

    return check
