"""Extract typed relations by rule, and check what a relation type allows."""
