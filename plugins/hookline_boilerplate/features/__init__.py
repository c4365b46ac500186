"""Describe lines and pages in numbers."""
