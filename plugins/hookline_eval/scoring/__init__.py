"""Counts per document, ratios of the counts, and their confidence intervals."""
