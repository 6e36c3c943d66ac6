"""The working group: members, work programme, commitments, databases and needs, channels and agreements."""
