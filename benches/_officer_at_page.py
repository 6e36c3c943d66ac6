"""An officer at the pages of a node, played by Chromium: registers an adult with images at hand, counting pages and fields."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from egnatia.site.demo.region import PASSWORD

FLAGS = ["--disable-background-networking", "--no-first-run", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@dataclass
class Count:
    """What the registration took: pages opened, boxes typed into, choices made, characters typed."""

    pages: int = 0
    boxes: int = 0
    choices: int = 0
    characters: int = 0


def sign_in(page: Page, url: str, username: str, password: str = PASSWORD) -> None:
    """Sign in with a password."""
    page.goto(f"{url}/account/sign-in/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile("/my-work/"))


def register_adult(page: Page, url: str, images: list[Path], *, names: tuple[str, str], country: str) -> Count:
    """From *Register a person* to the signed page. `country` as an officer types it (`Afghanistan`)."""
    count = Count()

    def type_into(selector: str, text: str) -> None:
        page.locator(selector).first.fill(text)
        count.boxes += 1
        count.characters += len(text)

    def choose(selector: str) -> None:
        page.check(selector)
        count.choices += 1

    def go_on() -> None:
        page.get_by_role("button", name="Save and continue").click()
        page.wait_for_load_state()
        count.pages += 1

    page.goto(f"{url}/register/")
    page.get_by_role("button", name="Start now").click()
    count.pages += 1
    choose("[name=mode][value=both]")
    go_on()
    choose("[name=category][value='2']")
    type_into("[name=place]", "Tabanovce")
    go_on()
    type_into("[name=surnames]", names[0])
    type_into("[name=forenames]", names[1])
    for box, text in (("day", "14"), ("month", "3"), ("year", "1994")):
        type_into(f"[name=birth_date_{box}]", text)
    page.select_option("[name=birth_date_basis]", "declared")
    count.choices += 1
    choose("[name=sex][value=male]")
    type_into("[name=nationalities]", country)
    go_on()
    go_on()  # no documents
    take_fingers(page, images)
    count.choices += 1
    go_on()
    page.get_by_role("button", name="Sign the registration").click()
    page.wait_for_url(re.compile("/signed/"))
    count.pages += 2  # the review, and the page that says it is signed
    return count


def take_fingers(page: Page, images: list[Path]) -> None:
    """Upload ten images named by position and wait until the worker has read them all."""
    page.locator("input[name=images]").set_input_files([str(path) for path in images])
    page.get_by_role("button", name="Add the files").click()
    page.get_by_role("status").get_by_text("10 of 10 fingers").wait_for(timeout=300_000)
