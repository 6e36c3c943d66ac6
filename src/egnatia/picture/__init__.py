"""The situational picture: events without identity, counts with their vintages, alarms, and what was done about them."""
