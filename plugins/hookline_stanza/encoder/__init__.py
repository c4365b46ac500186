"""The BERT encoder of the embedded model."""
