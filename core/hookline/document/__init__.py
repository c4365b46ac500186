"""Documents: text, alignment with the raw text, layers of annotation, serialization."""
