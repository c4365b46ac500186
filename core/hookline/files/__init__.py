"""Files: finding, opening, decompressing and writing them, on disk and at addresses."""
