"""Read a document: its words, its quotations, and lines that are no running text."""
