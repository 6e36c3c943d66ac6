"""What a date means that is being typed: a part of a page, asked for by the page itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_POST

from egnatia.ui.dates import in_words
from egnatia.ui.forms.date_boxes import DATE_BOXES, ERRORS, WrongBoxes, read_known_boxes

#: What is said only once the form is sent: until then somebody is still typing.
_STILL_TYPED = frozenset({"no_year", "not_a_number", "date.year_two_digits"})


@require_POST
def date_conversion(request: HttpRequest) -> HttpResponse:
    """The boxes of the field `of` in words, or what is wrong with them. Nothing is kept, nothing is written to a log."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    name = request.POST.get("of", "")
    boxes = {box: request.POST.get(f"{name}_{box}", "").strip() for box in (*DATE_BOXES, "calendar", "age", "margin", "kept")}
    try:
        return HttpResponse(escape(in_words(read_known_boxes(boxes))))
    except WrongBoxes as wrong:
        return HttpResponse("" if wrong.code in _STILL_TYPED else escape(ERRORS[wrong.code] % wrong.details))
