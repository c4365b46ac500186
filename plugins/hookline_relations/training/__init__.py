"""Train the scorer of typed relations from annotated text; needs torch, which nothing else here does."""
