"""Forms of the working group's pages; each gives the facts that its action takes."""
