"""Train the scorer on documents with coreference: `python -m hookline_coref.training --help`."""
