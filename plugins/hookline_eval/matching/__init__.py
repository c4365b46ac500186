"""Rules that decide which annotations of a pipeline agree with the annotated file."""
