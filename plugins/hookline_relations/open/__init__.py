"""Extract open relations: a subject, a predicate and an object from every clause."""
