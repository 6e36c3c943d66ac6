"""The examiner's desk: probe and candidate side by side, and a verdict."""
