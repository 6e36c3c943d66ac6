"""Every form of the site comes out in the kit's markup, those of libraries too."""

from pathlib import Path
from typing import Any

from django import forms
from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as TemplateEngine
from django.utils.functional import cached_property

#: The first class that fits the widget gives its kit class; the order matters, as Textarea is no TextInput but DateInput is.
KIT_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (widgets.CheckboxInput, "govuk-checkboxes__input"),
    (widgets.FileInput, "govuk-file-upload"),
    (widgets.Textarea, "govuk-textarea"),
    (widgets.RadioSelect, ""),  # a Select by inheritance only: its options carry their own classes
    (widgets.CheckboxSelectMultiple, ""),
    (widgets.Select, "govuk-select"),
    (widgets.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (widgets.Input, "govuk-input"),
)


class KitBoundField(BoundField):
    """A field of a form on its way into a page."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Adds the kit's class, and its error class where something is wrong."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        kit = next((name for kind, name in KIT_CLASSES if isinstance(widget, kind)), "")
        if kit and not widget.is_hidden:
            own = str(widget.attrs.get("class", ""))
            error = f"{kit.split()[0]}--error" if self.errors and kit != "govuk-checkboxes__input" else ""
            built["class"] = " ".join(part for part in (kit, error, own) if part)
        return built

    @property
    def focus_id(self) -> str:
        """The id of the first box that a person can type into: where the error summary leads."""
        first_box = getattr(self.field.widget, "first_box", "")
        if first_box:
            return f"{self.auto_id}_{first_box}"
        if isinstance(self.field.widget, (widgets.RadioSelect, widgets.CheckboxSelectMultiple)):
            return f"{self.auto_id}_0"
        return self.auto_id

    @property
    def is_page_heading(self) -> bool:
        """Whether this field's label is the heading of the page (one question a page)."""
        return getattr(self.form, "page_heading", "") == self.name

    @property
    def shows_optional(self) -> bool:
        """Whether the label says "(optional)": what must be filled in is the rule, the rest is marked."""
        return not self.field.required and not self.field.disabled and getattr(self.field, "marks_optional", True)


class KitRenderer(DjangoTemplates):
    """`FORM_RENDERER`: the kit's templates before Django's own."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"
    bound_field_class = KitBoundField

    @cached_property
    def engine(self) -> TemplateEngine:
        folders = [Path(__file__).parent / "templates", Path(forms.__file__).parent / "templates"]
        return TemplateEngine({"APP_DIRS": True, "DIRS": folders, "NAME": "forms", "OPTIONS": {}})
