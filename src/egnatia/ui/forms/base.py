"""The form that all of Egnatia's forms are."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egnatia.base.errors import Problem

#: What is said of an empty field instead of Django's "This field is required."; the first kind that fits.
EMPTY: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.BooleanField, _("Tick the box to go on.")),
    (forms.FileField, _("Choose a file.")),
    (forms.MultipleChoiceField, _("Choose at least one.")),
    (forms.ChoiceField, _("Choose one.")),
    (forms.ModelChoiceField, _("Choose one.")),
    (forms.Field, _("Fill this in.")),
)


class EgnatiaForm(forms.Form):
    """A form whose values go to an action; it saves nothing itself.

    page_heading   name of the field whose label is the heading of the page, for pages that ask one thing
    """

    page_heading = ""
    use_required_attribute = False  # the browser's own bubbles can't be styled, translated or read out reliably

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = next(text for kind, text in EMPTY if isinstance(field, kind))

    def offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Fill in the choices of a field that are known only when the form is made."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared so by the form)
        field.choices = list(choices)

    def add_problem(self, problem: Problem) -> None:
        """Show a Problem that an action raised: beside its field where it names one of this form, else on top."""
        field = problem.field if problem.field in self.fields else None
        self.add_error(field, forms.ValidationError(f"{problem.message} {problem.cure}", code=problem.code))
