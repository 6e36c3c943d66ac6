"""Uncertain dates: what a person said of a birth date, in the calendar they said it in, and which days that may have been.

A library of its own (persiantools, hijridate; no Django, no network). Modules are imported by their full names. The
way of a date: `reading` takes what an officer typed → `uncertain.UncertainDate` holds it → `conversion` shows it beside the
Gregorian calendar → `agreement` says how well two of them agree → `records` keeps it as JSON. `calendars` alone converts. The
levels and what can't be known are told in docs/dates.md.
"""
