"""
Train the embedded English model; not needed to use it.

To change the encoder: `base_encoder` (the published model to start from), `config` (learning rates and
the layers that the heads read) and, for an architecture other than BERT, `encoder.bert` of the plugin.
All sizes are read from the configuration that is saved with the weights.
"""
