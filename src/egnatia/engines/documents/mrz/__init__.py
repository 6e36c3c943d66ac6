"""Machine-readable zones of ICAO Doc 9303 parts 3 to 7. Callers need `reading`, `corrections` and `writing`."""
