"""Read a config: YAML with source positions, environment references, overrides, validation."""
