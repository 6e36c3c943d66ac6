"""Reads the rule sets: one TOML file each, with a partner's own corrections laid over them.

A file has an optional `title`, optional `[defaults]` (put under every entry that doesn't say otherwise) and `[entries.CODE]`
tables. An entry may hold `[entries.CODE.for.RS]`: what differs for one partner, read by `entry_for`.
"""

import functools
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from egnatia.law.sources import RuleError, Source, read_source

RawEntry = dict[str, Any]
T = TypeVar("T")

DATA = Path(__file__).parent / "data"
_loaders: list[tuple[Callable[[], Any], Callable[[], None]]] = []  # each typed loader and what empties its cache
_overrides: Path | None = None


def cached_rules(load: Callable[[], T]) -> Callable[[], T]:
    """Read a rule set once; `use_overrides` makes it read again."""
    cached = functools.cache(load)
    _loaders.append((cached, cached.cache_clear))
    return cached


def use_overrides(directory: Path | None) -> None:
    """Lay the partner's own `directory/*.toml` over the rules that come with Egnatia; None goes back to those alone.

    An overriding entry changes only the keys it names, may add entries, and must bring its own source. RuleError where a file
    isn't the name of a rule set, an entry has no source, or a value can't be read; the rules before then stay in force.
    """
    global _overrides
    before = _overrides
    _overrides = directory
    _forget()
    try:
        _check_override_files()
        _read_everything()
    except RuleError:
        _overrides = before
        _forget()
        raise


def overrides() -> Path | None:
    """The directory of the partner's own rules, where there is one."""
    return _overrides


def _forget() -> None:
    raw_entries.cache_clear()
    for _, clear in _loaders:
        clear()


def _read_everything() -> None:
    """Read every rule now: what is wrong has to show at the start, not when the rule is first needed."""
    for name in rule_sets():
        raw_entries(name)
    for load, _ in _loaders:
        try:
            load()
        except (KeyError, TypeError, ValueError) as error:
            raise RuleError(f"a rule lacks a key or has a wrong value: {error!r}") from error


def _check_override_files() -> None:
    if _overrides is None:
        return
    for path in sorted(_overrides.glob("*.toml")):
        if path.stem not in rule_sets():
            raise RuleError(f"{path.name}: there is no rule set of this name; see `egnatia law`")


@functools.cache
def rule_sets() -> tuple[str, ...]:
    """The names of all rule sets, in order."""
    return tuple(sorted(path.stem for path in DATA.glob("*.toml")))


def title(rule_set: str) -> str:
    """What a rule set is about, in one line."""
    return str(_read(DATA / f"{rule_set}.toml").get("title", rule_set))


@functools.cache
def raw_entries(rule_set: str) -> Mapping[str, RawEntry]:
    """The entries of a rule set as read, defaults and overrides applied, each with a source. RuleError where one has none."""
    entries = _entries_of(_read(DATA / f"{rule_set}.toml"))
    if _overrides is not None and (_overrides / f"{rule_set}.toml").exists():
        _lay_over(entries, _read(_overrides / f"{rule_set}.toml"), rule_set)
    for code, entry in entries.items():
        read_source(entry, place=f"{rule_set}.toml [{code}]")
    return entries


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path.name}: not a TOML file: {error}") from error


def _entries_of(file: dict[str, Any]) -> dict[str, RawEntry]:
    defaults = file.get("defaults", {})
    return {code: {**defaults, **entry} for code, entry in file.get("entries", {}).items()}


def _lay_over(entries: dict[str, RawEntry], file: dict[str, Any], rule_set: str) -> None:
    for code, entry in _entries_of(file).items():
        place = f"the partner's {rule_set}.toml [{code}]"
        if "source" not in entry:
            raise RuleError(f"{place}: a rule of one's own needs its own source")
        if rule_set == "retention" and code in entries:
            _refuse_longer_retention(entries[code], entry, place)
        _refuse_other_types(entries.get(code, {}), entry, place)
        entries[code] = {**entries.get(code, {}), **entry}


def _refuse_other_types(ours: RawEntry, theirs: RawEntry, place: str) -> None:
    for key in ours.keys() & theirs.keys():
        if type(ours[key]) is not type(theirs[key]):
            raise RuleError(f"{place}: {key} must be written as in {ours[key]!r}")


def _refuse_longer_retention(ours: RawEntry, theirs: RawEntry, place: str) -> None:
    # A partner may keep data for a shorter time than the regulation, never longer (Eurodac art. 29 sets the most).
    if _longest_days({**ours, **theirs}) > _longest_days(ours):
        raise RuleError(f"{place}: retention may be shortened, not lengthened")


def _longest_days(period: RawEntry) -> int:
    return int(period["n"]) * {"year": 366, "month": 31, "day": 1}[period["unit"]]


def entry_for(entry: RawEntry, partner: str | None) -> RawEntry:
    """The entry as it holds for one partner: its `for.<partner>` table laid over the rest."""
    common = {key: value for key, value in entry.items() if key != "for"}
    return {**common, **entry.get("for", {}).get(partner, {})} if partner else common


def entry_source(entry: RawEntry, rule_set: str, code: str) -> Source:
    """The citation of a raw entry of a rule set."""
    return read_source(entry, place=f"{rule_set}.toml [{code}]")
