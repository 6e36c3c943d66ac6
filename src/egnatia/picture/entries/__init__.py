"""What comes in by hand and by file."""
