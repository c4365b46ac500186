"""Find the events of a document, and whether, for whom, when and where they hold."""
