"""Run a plan: read, compute, write in order, count every document, resume after a kill."""
