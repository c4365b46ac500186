"""Readers of annotated files: one module per format or kind of annotation."""
