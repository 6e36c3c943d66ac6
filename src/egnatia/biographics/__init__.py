"""Who may this be, by name, birth date and what else was declared: possible persons, explained, and never more."""
