"""What a report says, gathered as values without a language; and the reports themselves."""
