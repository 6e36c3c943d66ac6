"""Explore: a question about one indicator, its answer, and the answer as a file."""
