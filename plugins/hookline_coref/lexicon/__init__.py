"""The words that rules are about, as data."""
