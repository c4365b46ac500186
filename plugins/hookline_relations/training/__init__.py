"""Train the scorer of typed relations from annotated texts; requires torch."""
