"""One table and one clock for every limit."""
