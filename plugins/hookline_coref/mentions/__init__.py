"""Find the mentions of a document: names, personal pronouns and common nouns."""
