"""The form that all of Egnatia's forms are."""

from django import forms

from egnatia.base.errors import Problem


class EgnatiaForm(forms.Form):
    """A form whose values go to an action; it saves nothing itself.

    page_heading   name of the field whose label is the heading of the page, for pages that ask one thing
    """

    page_heading = ""
    use_required_attribute = False  # the browser's own bubbles can't be styled, translated or read out reliably

    def add_problem(self, problem: Problem) -> None:
        """Show a Problem that an action raised: beside its field where it names one of this form, else on top."""
        field = problem.field if problem.field in self.fields else None
        self.add_error(field, forms.ValidationError(f"{problem.message} {problem.cure}", code=problem.code))
