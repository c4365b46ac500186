"""Train the embedded English model; nothing in here is needed to use it."""
