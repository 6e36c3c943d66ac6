"""What supervisors look at: the statistics that the law asks for every month."""
