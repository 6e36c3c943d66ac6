"""A request as its officer fills it in, and what is said of it afterwards."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.biometrics.models import Verdict
from egnatia.lawenforcement.actions.draft_request import LONGEST, Check, RequestFacts
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.queries.partners import askable_codes
from egnatia.lawenforcement.reading import MOST_FILES
from egnatia.ui.forms import EgnatiaForm, FilesField, Option, ThreeBoxDateField


def _offences() -> list[tuple[str, Any]]:
    named = sorted(((code, choice.name) for code, choice in law.offences().items()), key=lambda pair: pair[1])
    return [("", _("Choose an offence")), *named]


def _involvements() -> list[tuple[str, Any]]:
    return [(code, choice.name) for code, choice in law.involvements().items()]


def _reasons(check: str) -> Any:
    def choices() -> list[tuple[str, Any]]:
        known = law.prior_check_reasons(check).items()
        return [("", _("It was searched")), *((code, choice.name) for code, choice in known)]

    return lazy(choices, list)()


def _words(label: Any, *, hint: Any = "", required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows})
    )


class RequestForm(EgnatiaForm):
    """One person, one case."""

    file_number = forms.CharField(
        label=_("National file number"), max_length=100, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"})
    )
    ordered_by = forms.CharField(
        label=_("Who ordered the search"), help_text=_("Name and office, as the log keeps it."), max_length=150
    )
    offence = forms.ChoiceField(label=_("Offence"), choices=lazy(_offences, list)())
    penalty_years = forms.IntegerField(
        label=_("Years of custody that it carries at most"),
        help_text=_("Under national law. Life is 99."),
        min_value=0,
        max_value=99,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    involvement = forms.ChoiceField(
        label=_("The person asked about is"), widget=forms.RadioSelect, choices=lazy(_involvements, list)()
    )
    grounds = _words(
        _("What substantiates that the person is?"), hint=_("Facts of this case; a general suspicion isn't enough.")
    )
    necessity = _words(
        _("Why is the search necessary?"),
        hint=_("What overriding concern of public security it serves."),
    )
    age = forms.ChoiceField(label=_("Age of the person"), widget=forms.RadioSelect, choices=Request.Age.choices)
    child_ground = _words(
        _("For a child: what substantiates that this child is suspected?"),
        hint=_("Only where the person is, or may be, under fourteen."),
        required=False,
    )
    national_databases_done_on = ThreeBoxDateField(label=_("National databases were searched on"), required=False, past=True)
    national_databases_reason = forms.ChoiceField(label=_("Or why not"), choices=_reasons("national_databases"), required=False)
    national_databases_note = _words(_("What that rests on"), required=False, rows=2)
    prum_done_on = ThreeBoxDateField(
        label=_("Fingerprint systems of other states (Prüm) were searched on"), required=False, past=True
    )
    prum_reason = forms.ChoiceField(label=_("Or why not"), choices=_reasons("prum"), required=False)
    prum_note = _words(_("What that rests on"), required=False, rows=2)
    urgent = forms.BooleanField(
        label=_("It is urgent: an imminent danger can't wait for verification"),
        required=False,
        help_text=_("It is searched at once and verified afterwards. If the urgency wasn't justified, all of it is erased."),
    )
    urgent_because = _words(_("What imminent danger?"), required=False, rows=2)
    partners = forms.MultipleChoiceField(
        label=_("Whose police are to be asked too?"),
        help_text=_(
            "They get the prints, the offence, the age as given above and that it was verified: no name, nothing else."
        ),
        widget=forms.CheckboxSelectMultiple,
        choices=(),
        required=False,
    )
    prints = FilesField(
        label=_("Prints of the person"),
        help_text=_("One ANSI/NIST file, or ISO/IEC 19794-2 records: of one person, one print of each finger."),
        most=MOST_FILES,
        accept=".nst,.nist,.eft,.an2,.an3,.int,.fmr,.iso,.bin",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        askable = askable_codes()
        if not askable:
            del self.fields["partners"]
            return
        cast(forms.ChoiceField, self.fields["partners"]).choices = [(code, law.partner(code).name) for code in askable]
        self.initial.setdefault("partners", askable)

    @classmethod
    def of(cls, request: Request, data: Any = None, files: Any = None) -> "RequestForm":
        """Filled in from a draft."""
        names = ("file_number", "ordered_by", "offence", "penalty_years", "involvement", "grounds", "necessity", "age")
        initial: dict[str, Any] = {name: getattr(request, name) for name in names}
        initial |= {name: getattr(request, name) or "" for name in ("child_ground", "urgent_because")}
        initial["urgent"] = request.urgent
        if request.partners is not None:
            initial["partners"] = request.partners
        for code, said in (request.checks or {}).items():
            day = said.get("done_on")
            initial[f"{code}_done_on"] = law.read_date(day, field=code) if day else None
            initial[f"{code}_reason"], initial[f"{code}_note"] = said.get("reason", ""), said.get("note", "")
        return cls(data, files, initial=initial)

    def facts(self) -> RequestFacts:
        given = self.cleaned_data
        return RequestFacts(
            **{name: given[name] for name in ("file_number", "ordered_by", "offence", "penalty_years", "involvement")},
            **{name: given[name] for name in ("grounds", "necessity", "age", "child_ground", "urgent", "urgent_because")},
            partners=self._partners(),
            checks={code: self._check(code) for code in law.prior_checks() if f"{code}_done_on" in self.fields},
        )

    def _partners(self) -> tuple[str, ...] | None:
        """All that may be asked stays a rule: whoever joins before the search is asked too."""
        chosen = self.cleaned_data.get("partners")
        return None if chosen is None or set(chosen) == set(askable_codes()) else tuple(chosen)

    def _check(self, code: str) -> Check:
        given = self.cleaned_data
        return Check(given[f"{code}_done_on"], given[f"{code}_reason"], given[f"{code}_note"])

    def files_given(self) -> list[bytes]:
        return [file.read() for file in self.cleaned_data["prints"]]


class RefusalForm(EgnatiaForm):
    """Why the verifying authority doesn't approve."""

    reason = forms.ChoiceField(label=_("Why is it not approved?"), choices=())
    note = forms.CharField(label=_("Remark"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", _with_first(now_text("Choose a reason"), law.verification_refusals().items()))


class DataRefusalForm(EgnatiaForm):
    """Why nothing is released to a partner."""

    reason = forms.ChoiceField(label=_("Why is nothing released?"), choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", _with_first(now_text("Choose a reason"), law.refusal_reasons().items()))


class KeepForm(EgnatiaForm):
    reason = forms.CharField(
        label=_("Why does the ongoing case still need it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class CloseForm(EgnatiaForm):
    outcome = forms.ChoiceField(label=_("What came of it?"), widget=forms.RadioSelect, choices=Request.Outcome.choices)


_DECISIONS = (
    (Verdict.Decision.SAME, Option(_("Same person"), _("What the purpose allows is released to law enforcement."))),
    (Verdict.Decision.DIFFERENT, Option(_("Not the same person"), _("Law enforcement learns nothing of this person."))),
    (Verdict.Decision.CANNOT_TELL, Option(_("Cannot tell"), _("Another examiner looks at it, without knowing what you said."))),
)


class HitVerdictForm(EgnatiaForm):
    decision = forms.ChoiceField(label=_("What do you find?"), widget=forms.RadioSelect, choices=_DECISIONS)
    reason = forms.ChoiceField(label=_("Why?"), choices=(), widget=forms.Select(attrs={"class": "govuk-!-width-full"}))
    note = forms.CharField(label=_("Remark"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (str(decision.label), [(code, choice.name) for code, choice in law.verdict_reasons(decision.value).items()])
            for decision in Verdict.Decision
        ]
        cast(forms.ChoiceField, self.fields["reason"]).choices = [("", now_text("Choose a reason")), *groups]


class LogForm(EgnatiaForm):
    """Filters of the log, in the address."""

    number = forms.CharField(label=_("Number of a request"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].marks_optional = False  # type: ignore[attr-defined]  # a filter never has to be set


def _with_first(first: str, choices: Iterable[tuple[str, law.Choice]]) -> list[tuple[str, Any]]:
    return [("", first), *((code, choice.name) for code, choice in choices)]
