"""The work programme by chapters."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from egnatia.base.errors import not_found
from egnatia.cooperation.models import Item
from egnatia.cooperation.queries.days import reminder_day, today


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the three mandates with its items."""

    code: str
    name: str
    items: list[Item]

    @property
    def done(self) -> int:
        return sum(item.state == Item.State.DONE for item in self.items)

    @property
    def counted(self) -> int:
        """Items that count: all but those dropped."""
        return sum(item.state != Item.State.DROPPED for item in self.items)


def chapters() -> list[Chapter]:
    """All three, in the order of the statement."""
    items: dict[str, list[Item]] = {code: [] for code in Item.Chapter.values}
    for item in Item.objects.all():
        items[item.chapter].append(item)
    return [Chapter(one.value, str(one.label), items[one.value]) for one in Item.Chapter]


def late_items() -> QuerySet[Item]:
    """Open items whose day has passed, the longest overdue first."""
    return Item.objects.filter(state__in=Item.OPEN, due_on__lt=today()).order_by("due_on")


def items_due_soon() -> QuerySet[Item]:
    return Item.objects.filter(state__in=Item.OPEN, due_on__gte=today(), due_on__lte=reminder_day()).order_by("due_on")


def get_item(item_id: UUID) -> Item:
    """Raises Problem `cooperation.item.not_found`."""
    item = Item.objects.prefetch_related("notes__by").filter(pk=item_id).first()
    if item is None:
        raise not_found("cooperation.item")
    return item
