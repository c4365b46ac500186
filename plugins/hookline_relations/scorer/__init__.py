"""Score pairs of mentions for relation types with a small trained model."""
