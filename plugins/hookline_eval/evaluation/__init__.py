"""Run a config over annotated documents."""
