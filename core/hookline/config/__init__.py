"""Read a config: YAML with places, references to the environment, overrides, and its shape."""
