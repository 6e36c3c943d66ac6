"""Commitments: which are looked for, by whom and when they are to be met, how far they have come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.cooperation.actions.add_commitment import MOST_MONTHS, Terms, Wording
from egnatia.cooperation.actions.changes import TITLE, changed_meanwhile
from egnatia.cooperation.actions.record_progress import DROPPED, MET, NOTE, OF_ENDED, OF_OPEN, REOPENED
from egnatia.cooperation.forms.fields import Choice, evidence_field, line, lines, partner_choices, partner_field
from egnatia.cooperation.models import Commitment
from egnatia.cooperation.queries.commitments import Wanted
from egnatia.law.commitments import THEMES
from egnatia.ui.forms import EgnatiaForm, Option, ThreeBoxDateField

_OWNERS: tuple[Choice, ...] = ((Commitment.EACH, _("Each partner")), (Commitment.COORDINATOR, _("The coordinator")))
_ANY: Choice = ("", _("All"))
_WHAT: dict[str, Option] = {
    NOTE: Option(_("A note on the way"), _("Nothing changes but what is known.")),
    MET: Option(_("It was met"), _("Needs its evidence. What comes again gets its next day.")),
    DROPPED: Option(_("It is given up"), _("Say who decided so.")),
    REOPENED: Option(_("It is open again")),
}


def _documents() -> list[Choice]:
    acts = law.acts()
    return [_ANY, *((code, acts[code].name) for code in law.commitment_documents()), ("own", _("Added here"))]


class FilterForm(EgnatiaForm):
    """Narrows the list. Sent in the address, so that a list can be sent to a colleague."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[_ANY, ("late", _("Late")), *Commitment.State.choices])
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[_ANY, *THEMES.items()])
    owner = forms.ChoiceField(
        label=_("Who answers for it"), required=False, choices=lambda: [_ANY, *_OWNERS, *partner_choices()]
    )
    document = forms.ChoiceField(label=_("Document"), required=False, choices=_documents)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]  # none of a list's filters is needed

    def wanted(self) -> Wanted:
        """What was chosen; everything where a choice isn't one of the list."""
        return Wanted(**self.cleaned_data) if self.is_valid() else Wanted()


class TermsForm(EgnatiaForm):
    """By whom and when a standing commitment is to be met."""

    owner = partner_field(_("Who answers for it"), first=_OWNERS)
    due_on = ThreeBoxDateField(label=_("Due next"), required=False)
    months = forms.IntegerField(
        label=_("Comes again after this many months"),
        help_text=_("0: once."),
        min_value=0,
        max_value=MOST_MONTHS,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    confirmed = forms.BooleanField(label=_("The partner has confirmed wording and document"), required=False)

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in TermsForm.base_fields})

    def wording(self) -> Wording | None:
        return None


class CommitmentForm(TermsForm):
    """A commitment that isn't in the rules."""

    title = line(_("What was promised, in a sentence"), max_length=TITLE, width=0)
    document = line(_("Document"), max_length=TITLE, width=0, help_text=_("The declaration, statement or plan, with its date."))
    place = line(_("Place in it"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=list(THEMES.items()))

    field_order = ("title", "document", "place", "theme", "owner", "due_on", "months", "confirmed")

    def wording(self) -> Wording | None:
        return Wording(**{name: self.cleaned_data[name] for name in ("title", "document", "theme", "place")})


def form_for(commitment: Commitment, data: Any) -> TermsForm:
    """The form that changes a commitment; the wording only where it isn't the law's."""
    kind = TermsForm if commitment.code else CommitmentForm
    return kind(data, initial={name: getattr(commitment, name) for name in kind.base_fields})


class ProgressForm(EgnatiaForm):
    """How far a commitment has come."""

    what = forms.ChoiceField(label=_("What do you record?"), widget=forms.RadioSelect)
    text = lines(_("What was done, or what stands in the way"))
    evidence = evidence_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, initial={"seen": mark_of(commitment)})
        self._mark = mark_of(commitment)
        self.offer("what", [(code, _WHAT[code]) for code in (OF_OPEN if commitment.is_open else OF_ENDED)])

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("seen") not in ("", self._mark):
            self.add_problem(changed_meanwhile())
            self.data = {**self.data, "seen": self._mark}  # the page that is shown now is about what stands there now
        return self.cleaned_data


def mark_of(commitment: Commitment) -> str:
    """What a page was about: sent back with it, so that a page left open doesn't answer for a later day."""
    return f"{commitment.state} {commitment.due_on or ''}".strip()
