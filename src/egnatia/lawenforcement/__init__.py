"""The law-enforcement gateway: single cases, verified by another authority, kept apart from migration in every row and page."""
