"""Convert model output to the layers of a document."""
