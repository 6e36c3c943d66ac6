"""The working group's pages. Reading takes cooperation.read, changing cooperation.write."""

READ, WRITE = "cooperation.read", "cooperation.write"
