"""The working group's tables. Rows are this node's own; partners share them by the report."""

from egnatia.cooperation.models.commitments import Commitment, CommitmentNote
from egnatia.cooperation.models.members import Member
from egnatia.cooperation.models.operations import JointOperation
from egnatia.cooperation.models.programme import Item, ItemNote
from egnatia.cooperation.models.register import RegisterEntry
from egnatia.cooperation.models.reminders import Reminder

__all__ = ["Commitment", "CommitmentNote", "Item", "ItemNote", "JointOperation", "Member", "RegisterEntry", "Reminder"]
