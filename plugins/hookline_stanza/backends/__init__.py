"""Models that the stage can run: the embedded model and Stanza's own packages."""
