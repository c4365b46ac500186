"""Classify the lines of a page as content or as a family of boilerplate."""
