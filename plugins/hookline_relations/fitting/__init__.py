"""Fit relation types to a user's own annotated sentences."""
