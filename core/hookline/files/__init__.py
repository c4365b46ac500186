"""Files: find, open, decompress and write them, on disk and at remote addresses."""
