"""What was asked of the partners' cooperation, and where it is: each wish with its screens and the tests that hold it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from egnatia.picture.data_files import read_data


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish. screens: (words, address); tests: "file::function"; left: what is not there yet, in words."""

    number: str
    text: str
    sources: tuple[str, ...]
    screens: tuple[tuple[str, str], ...]
    tests: tuple[str, ...]
    left: str

    @property
    def state(self) -> str:
        """answered | part | not_yet"""
        if not self.screens:
            return "not_yet"
        return "part" if self.left else "answered"


def wishes() -> list[Wish]:
    """All of them, in their order."""
    file = read_data("mandate")
    return [
        Wish(
            number=number,
            text=gettext(entry["text"]),
            sources=tuple(gettext(file["sources"][letter]) for letter in entry["from"]),
            screens=tuple((gettext(file["screens"][name]), reverse(name)) for name in entry["screens"]),
            tests=tuple(entry["tests"]),
            left=gettext(entry["left"]) if "left" in entry else "",
        )
        for number, entry in file["asked"].items()
    ]
