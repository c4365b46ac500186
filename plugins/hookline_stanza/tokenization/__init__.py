"""Split text into sentences and tokens."""
