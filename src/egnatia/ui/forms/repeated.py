"""Several short texts of one kind: surnames, aliases, nationalities as written.

The page carries two spare boxes, so it works without script; with it, they wait behind "Add another".
"""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SPARE_BOXES = 2
ADD_ANOTHER = _("Add another")
JOINERS = dict.fromkeys((0x200C, 0x200D))  # zero-width, yet part of names in Persian and Urdu


class RepeatedTextInput(forms.Widget):
    """Boxes with the same name, one text in each."""

    template_name = "ui/forms/repeated.html"
    use_fieldset = True
    first_box = "0"

    def __init__(self, *, most: int, add_text: str | Promise, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.most = most
        self.add_text = add_text

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, []))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = [text for text in value or [] if text]
        boxes = (
            filled + [""] * min(SPARE_BOXES, max(self.most - len(filled), 0))
            if filled
            else [""] * min(self.most, 1 + SPARE_BOXES)
        )
        context["widget"].update(boxes=boxes, add_text=self.add_text)
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class RepeatedTextField(forms.Field):
    """A list of texts, empty ones dropped, order kept.

    most         how many may be given
    max_length   of each
    """

    default_error_messages = {  # noqa: RUF012  Django's own way
        "too_many": _("Give %(most)d at most."),
        "too_long": _("Each may have %(length)d characters at most."),
        "control": _("There is a character in it that can't be printed. Type it anew."),
    }

    def __init__(self, *, most: int = 10, max_length: int = 200, add_text: str | Promise = ADD_ANOTHER, **kwargs: Any) -> None:
        self.most = most
        self.max_length = max_length
        super().__init__(widget=RepeatedTextInput(most=most, add_text=add_text), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return [text for text in (" ".join(str(item).split()) for item in value or []) if text]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
        if any(len(text) > self.max_length for text in value):
            raise forms.ValidationError(self.error_messages["too_long"], code="too_long", params={"length": self.max_length})
        if not all(text.translate(JOINERS).isprintable() for text in value):
            raise forms.ValidationError(self.error_messages["control"], code="control")
