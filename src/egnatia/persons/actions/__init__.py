"""What can be done to persons and their data sets, one file per use case."""
