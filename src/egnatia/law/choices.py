"""Short closed lists: sexes, document types, and the coded reasons officers choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.entries import Entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class Choice(Entry):
    """One value of a closed list.

    group   what the value belongs to where a list has parts: the decision of a verdict reason, correction or void
    marks   what the list says of it beyond the name, as codes: temporary, shows_nationality, erase, a NIST code …
    """

    group: str
    marks: frozenset[str]


def load_choices(rule_set: str) -> Mapping[str, Choice]:
    """The entries of a rule set that is a plain closed list."""
    return {
        code: Choice(
            code, entry["name"], entry_source(entry, rule_set, code), entry.get("group", ""), frozenset(entry.get("marks", ()))
        )
        for code, entry in raw_entries(rule_set).items()
    }


def _in_group(choices: Mapping[str, Choice], group: str) -> Mapping[str, Choice]:
    return {code: choice for code, choice in choices.items() if choice.group == group}


@cached_rules
def sexes() -> Mapping[str, Choice]:
    """male, female, x, unspecified."""
    return load_choices("sexes")


@cached_rules
def document_types() -> Mapping[str, Choice]:
    """Identity and travel documents; those marked `shows_nationality` prove one to the issuing country."""
    return load_choices("document_types")


@cached_rules
def authenticity_values() -> Mapping[str, Choice]:
    """What the officer found of a document; a known counterfeit is not in the list because it is not stored."""
    return load_choices("authenticity")


@cached_rules
def date_precisions() -> Mapping[str, Choice]:
    """How precise a birth date is: day, month, year, estimated_age."""
    return load_choices("date_precisions")


@cached_rules
def date_bases() -> Mapping[str, Choice]:
    """What a birth date rests on: documented, declared, assessed, doubt."""
    return load_choices("date_bases")


@cached_rules
def refusal_reasons() -> Mapping[str, Choice]:
    """Why follow-up data is refused to a partner."""
    return load_choices("refusal_reasons")


@cached_rules
def missing_finger_reasons() -> Mapping[str, Choice]:
    """Why a finger has no print; those marked `temporary` ask for a new capture later."""
    return load_choices("missing_finger_reasons")


@cached_rules
def _all_verdict_reasons() -> Mapping[str, Choice]:
    return load_choices("verdict_reasons")


def verdict_reasons(decision: str = "") -> Mapping[str, Choice]:
    """An examiner's reasons, all or those for one decision (same, different, cannot_tell; withdrawn: an officer's)."""
    return _in_group(_all_verdict_reasons(), decision) if decision else _all_verdict_reasons()


@cached_rules
def _change_reasons() -> Mapping[str, Choice]:
    return load_choices("change_reasons")


def correction_reasons() -> Mapping[str, Choice]:
    """Why a signed registration is corrected."""
    return _in_group(_change_reasons(), "correction")


def void_reasons() -> Mapping[str, Choice]:
    """Why a signed registration is declared void."""
    return _in_group(_change_reasons(), "void")


@cached_rules
def _evidence() -> Mapping[str, Choice]:
    return load_choices("evidence")


def evidence_kinds() -> Mapping[str, Choice]:
    """What shows that a partner's data are wrong; those marked `document` are told with the document's type."""
    return _in_group(_evidence(), "kind")


def evidence_checks() -> Mapping[str, Choice]:
    """Who checked it."""
    return _in_group(_evidence(), "check")


def evidence_refusals() -> Mapping[str, Choice]:
    """Why the owner leaves its data as they are."""
    return _in_group(_evidence(), "refusal")


@cached_rules
def _security_flags() -> Mapping[str, Choice]:
    return load_choices("security_flags")


def security_flag_grounds() -> Mapping[str, Choice]:
    """On what a security flag may be set: a closed list of four."""
    return _in_group(_security_flags(), "ground")


def security_flag_removals() -> Mapping[str, Choice]:
    """Why a security flag is removed; those marked `consult` only after the partners concerned were asked."""
    return _in_group(_security_flags(), "removal")


@cached_rules
def _memberships() -> Mapping[str, Choice]:
    return load_choices("memberships")


def said_bases() -> Mapping[str, Choice]:
    """What a membership or a relation rests on: declared, documented, assessed."""
    return _in_group(_memberships(), "basis")


def said_endings() -> Mapping[str, Choice]:
    """Why a membership or a relation ends."""
    return _in_group(_memberships(), "ending")


@cached_rules
def _tracing() -> Mapping[str, Choice]:
    return load_choices("tracing")


def tracing_scopes() -> Mapping[str, Choice]:
    """How far the consent to a tracing request goes."""
    return _in_group(_tracing(), "scope")


def tracing_closings() -> Mapping[str, Choice]:
    """Why a tracing request is closed; those marked `erase` empty it at once."""
    return _in_group(_tracing(), "closing")


def tracing_droppings() -> Mapping[str, Choice]:
    """Why a person who might be the one isn't, or isn't told of."""
    return _in_group(_tracing(), "dropping")
