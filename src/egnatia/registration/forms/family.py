"""Who belongs to whom: somebody added, a membership or relation ended, the size of a group."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.persons.actions.add_relative import NO_GROUP, THEIRS
from egnatia.persons.actions.start_group import MOST_PERSONS
from egnatia.persons.models import Group, Person
from egnatia.persons.queries import find_by_reference
from egnatia.persons.queries.groups import find_person
from egnatia.persons.said import MAX_NOTE
from egnatia.registration.record.family import GroupPart, Named, group_name
from egnatia.ui.forms import EgnatiaForm, Option, ThreeBoxDateField

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_OTHER = ""


def _relations() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((code, relation.name) for code, relation in law.relations().items())]


def _bases() -> list[tuple[str, Any]]:
    return [(code, choice.name) for code, choice in law.said_bases().items()]


def _endings() -> list[tuple[str, Any]]:
    return [(code, choice.name) for code, choice in law.said_endings().items()]


class _Note(forms.CharField):
    def __init__(self) -> None:
        super().__init__(label=_("Remark"), required=False, max_length=MAX_NOTE)


class _Size(forms.IntegerField):
    def __init__(self) -> None:
        super().__init__(
            label=_("How many persons are they, as they say?"),
            required=False,
            min_value=1,
            max_value=MOST_PERSONS,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        )


class PersonForm(EgnatiaForm):
    """Somebody of this register: chosen from the records opened today, or by reference number.

    A child of whom only a note is held has no number; the address of the record is taken, too.
    """

    chosen = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect, required=False)
    other = forms.CharField(
        label=_("Reference number, or the address of the record"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, officer: Any, recent: list[Named], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer = officer
        self.person: Person | None = None
        self.fields["other"].marks_optional = False  # type: ignore[attr-defined]  # one of the two is needed
        if recent:
            self.offer("chosen", [*((str(one.person_id), _option(one)) for one in recent), (_OTHER, _("Somebody else"))])
            self.fields["chosen"].marks_optional = False  # type: ignore[attr-defined]
        else:
            del self.fields["chosen"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get("chosen") or cleaned.get("other", "").strip()
        self.person = self._find(text)
        if self.person is None and "chosen" not in self.errors:
            self.add_error("other", _("There is nobody here under this number. Check it.") if text else _("Say who it is."))
        return cleaned

    def _find(self, text: str) -> Person | None:
        if (match := _UUID.search(text)) is not None:
            return find_person(self.officer, UUID(match[0]))
        data_set = find_by_reference(text) if text else None
        return find_person(self.officer, data_set.person_id) if data_set is not None else None


class RelativeForm(PersonForm):
    """Somebody who belongs to the person of the record. `groups`: those the person belongs to."""

    kind = forms.ChoiceField(
        label=_("What are they to this person?"),
        choices=lazy(_relations, list)(),
        error_messages={"required": _("Choose what they are to this person.")},
    )
    group = forms.ChoiceField(label=_("Where do they belong together?"), widget=forms.RadioSelect)
    basis = forms.ChoiceField(label=_("What does it rest on?"), widget=forms.RadioSelect, choices=lazy(_bases, list)())
    on = ThreeBoxDateField(label=_("Since when?"), required=False, past=True)
    note = _Note()

    def __init__(self, *args: Any, groups: tuple[GroupPart, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {str(part.group.pk): part.group for part in groups}
        self.offer("group", [*((str(part.group.pk), _group_option(part)) for part in groups), *_NEW_GROUPS])
        self.fields["group"].initial = next(iter(self._groups), THEIRS)
        self.fields["basis"].initial = "declared"

    def values(self) -> dict[str, Any]:
        """As `add_relative` takes them."""
        cleaned = self.cleaned_data
        group = self._groups.get(cleaned["group"], cleaned["group"])
        return {name: cleaned[name] for name in ("kind", "basis", "on", "note")} | {"group": group}


class AnotherForm(EgnatiaForm):
    """The next person of a group. `groups`: those to which the one they came with belongs."""

    kind = forms.ChoiceField(
        label=_("What is the next person to this one?"),
        choices=lazy(_relations, list)(),
        error_messages={"required": _("Choose what they are to this person.")},
    )
    basis = forms.ChoiceField(label=_("What does it rest on?"), widget=forms.RadioSelect, choices=lazy(_bases, list)())
    group = forms.ChoiceField(label=_("What kind of group is it?"), widget=forms.RadioSelect)
    size = _Size()

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {str(group.pk): group for group in groups}
        own = [(pk, Option(group_name(group), _("The one they belong to already."))) for pk, group in self._groups.items()]
        self.offer("group", own or _KINDS)
        self.fields["group"].initial = own[0][0] if own else Group.Kind.FAMILY.value
        self.fields["basis"].initial = "declared"
        self.fields["size"].initial = groups[0].size if groups else None
        if len(own) == 1:
            self.fields["group"].widget = forms.HiddenInput()

    def values(self) -> dict[str, Any]:
        """As `register_another` takes them."""
        cleaned = self.cleaned_data
        return {**cleaned, "group": self._groups.get(cleaned["group"], cleaned["group"])}


class EndForm(EgnatiaForm):
    """Why, and when, something said of persons ends."""

    why = forms.ChoiceField(label=_("Why does it end?"), widget=forms.RadioSelect, choices=lazy(_endings, list)())
    on = ThreeBoxDateField(label=_("On which day?"), required=False, past=True)
    note = _Note()


class SizeForm(EgnatiaForm):
    """Of how many persons a group consists."""

    size = _Size()


_KINDS: tuple[tuple[str, Any], ...] = (
    (Group.Kind.FAMILY.value, _("A family")),
    (Group.Kind.TRAVELLING.value, _("People who travel together")),
)
_NEW_GROUPS: tuple[tuple[str, Any], ...] = (
    (THEIRS, Option(_("In the group to which the other one belongs already"), _("A new family where there is none."))),
    (Group.Kind.FAMILY.value, _("In a new family")),
    (Group.Kind.TRAVELLING.value, _("In a new travelling group")),
    (NO_GROUP, Option(_("In no group"), _("Only what they are to each other is recorded."))),
)


def _group_option(part: GroupPart) -> Option:
    return Option(part.name, " · ".join(line.named.name for line in part.present))


def _option(named: Named) -> Option:
    return Option(named.name, named.reference or _("Child under six: note only"))
