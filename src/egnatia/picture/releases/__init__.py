"""Releases: numbered tables for everybody, in which nobody can be told."""
