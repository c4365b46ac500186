"""Merge the names of one thing in a document."""
