"""Alarms: which series are watched, what rings, what to do about it, and what came of it."""
