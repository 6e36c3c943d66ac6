"""What waits for an officer: one query and one kind of line for each heap, shown short on *My work* and whole on a page."""
