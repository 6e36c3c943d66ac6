"""Forecasts, alarms and late reports of counted movements: pure functions over arrays, no database."""
