"""Read the syntax of a sentence: its tree, phrases, verb groups and clauses."""
