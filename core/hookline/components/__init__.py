"""Contracts: components, hooks, units of work and the report."""
