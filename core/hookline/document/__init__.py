"""Documents: text, alignment with the raw text, layers of annotation, and their written forms."""
