"""Resolve pronouns and common nouns to what was mentioned before."""
