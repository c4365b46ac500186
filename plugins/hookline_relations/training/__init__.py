"""Train the scorer of typed relations from annotated text; nothing else here needs torch."""
