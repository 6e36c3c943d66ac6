"""How far a group is registered: who is, whose registration is under way, and how many they say they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from egnatia.accounts import policy
from egnatia.persons.models import Group
from egnatia.registration.models import Draft
from egnatia.registration.queries import visible_to
from egnatia.registration.record.family import GroupPart, group_part
from egnatia.registration.waiting.lines import Line, draft_lines


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """`drafts`: those under way that the officer may go on with, without names."""

    part: GroupPart
    drafts: Sequence[Line]

    @property
    def group(self) -> Group:
        return self.part.group

    @property
    def in_words(self) -> str:
        done = len(self.part.present)
        size = self.group.size or done + len(self.drafts)
        return _("%(done)d of %(size)d registered or noted") % {"done": done, "size": max(size, done)}


def progress_of(officer: Any, draft: Draft) -> GroupProgress | None:
    """That of the draft's group; None where it is of none."""
    if draft.group is None or not policy.may(officer, "person.read"):
        return None
    under_way = visible_to(officer).filter(group=draft.group, state=Draft.State.OPEN).order_by("created_at")
    return GroupProgress(group_part(officer, draft.group), draft_lines(under_way))
