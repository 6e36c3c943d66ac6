"""What can be done to a registration, one file per use case."""
