"""Who is it: persons, their signed data sets, what links them, how long they are kept."""
