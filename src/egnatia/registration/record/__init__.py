"""What the pages of a person show: put together here, so that views and templates stay small."""
