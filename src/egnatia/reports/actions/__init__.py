"""What can be done with a report: draft it, edit its passages, issue it."""
