"""Pages that need several packages at once."""
