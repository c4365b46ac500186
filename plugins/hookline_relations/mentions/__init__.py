"""Find the mentions of a sentence: names, pronouns and nouns, and which are coreferent."""
