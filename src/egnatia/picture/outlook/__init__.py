"""Outlook: what is to be expected of the next days and months, and how far such forecasts were off."""
