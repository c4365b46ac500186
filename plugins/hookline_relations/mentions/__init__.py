"""Find what a sentence mentions: names, pronouns and nouns, and which of them are the same."""
