"""What may be done with a month: close it."""
