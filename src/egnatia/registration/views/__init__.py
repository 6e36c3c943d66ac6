"""The pages of a registration, one module per part of the way."""
