"""Tag, lemmatize and parse sentences, and find entities."""
