"""What is handed out: the report to the ministers, every three months."""
