"""Reads of the statistics."""
