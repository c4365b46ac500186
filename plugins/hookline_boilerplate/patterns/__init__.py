"""Hand-written evidence of boilerplate: phrases in seven languages, and shapes of lines."""
