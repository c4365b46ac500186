"""Run a plan: read, compute, write in order, account for every document, resume after a kill."""
