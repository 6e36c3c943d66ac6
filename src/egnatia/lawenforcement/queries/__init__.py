"""Reads of requests. What an officer may not see doesn't exist for them."""
