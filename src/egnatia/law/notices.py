"""What a person is told before fingerprints are taken, and the words of the receipt, in the person's language.

One file per language under `data/notices/`. These are texts for the person, so they follow the person's language and not the
officer's: they are not in the catalogues.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egnatia.law.entries import get_entry
from egnatia.law.rule_files import DATA, cached_rules, overrides
from egnatia.law.sources import RuleError, Source, read_source

NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """A heading and one to three sentences."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The information notice in one language.

    language   BCP 47 code ("ar", "sr", "cnr")
    name       the language's own name ("العربية")
    rtl        whether it is written from right to left
    version    changes with every change of the text; kept with each registration
    sections   what Eurodac art. 42 wants said, in order
    footnote   the footnote to Kosovo*
    labels     words of the receipt, by key; the same keys in every language
    """

    language: str
    name: str
    rtl: bool
    version: str
    title: str
    sections: tuple[NoticeSection, ...]
    footnote: str
    labels: Mapping[str, str]
    source: Source

    @property
    def direction(self) -> str:
        """The HTML `dir` of the text."""
        return "rtl" if self.rtl else "ltr"

    @property
    def text(self) -> str:
        """The whole notice as plain text, footnote at the end."""
        parts = [self.title, *(f"{section.heading}\n{section.text}" for section in self.sections), self.footnote]
        return "\n\n".join(parts)


@cached_rules
def notices() -> Mapping[str, Notice]:
    """All notices by language code, English first, then by the language's own name."""
    files = {path.stem: path for path in (DATA / NOTICES).glob("*.toml")}
    own = overrides()
    if own is not None:
        files |= {path.stem: path for path in (own / NOTICES).glob("*.toml")}
    read = [_read(language, path) for language, path in files.items()]
    return {one.language: one for one in sorted(read, key=lambda one: (one.language != "en", one.name))}


def _read(language: str, path: Path) -> Notice:
    file: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Notice(
            language=language,
            name=file["name"],
            rtl=file["direction"] == "rtl",
            version=file["version"],
            title=file["title"],
            sections=tuple(NoticeSection(section["heading"], section["text"]) for section in file["sections"]),
            footnote=file["footnote"],
            labels=file["labels"],
            source=read_source(file, place=f"{NOTICES}/{path.name}"),
        )
    except KeyError as error:
        raise RuleError(f"{NOTICES}/{path.name}: {error.args[0]} is missing") from None


def notice(language: str) -> Notice:
    """The notice in one language; Problem `law.notice.unknown`."""
    return get_entry(notices(), language, what="notice")


def notice_languages() -> list[str]:
    """The languages a notice exists in, English first."""
    return list(notices())
