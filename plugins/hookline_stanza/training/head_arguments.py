"""Arguments of Stanza's NER, POS and parser models, as its command lines would build them."""

from __future__ import annotations

from typing import Any

from stanza.models import ner_tagger, parser, tagger

from .config import JointConfig

ENCODER_NAME = "hookline-encoder"
"""Name of the encoder in checkpoints, under which it is looked up in Stanza's foundation cache."""

SHORTHAND = "en_hookline"

NO_WORDS = 10**9
"""A frequency cutoff that keeps the vocabulary of whole words empty."""


def _common(config: JointConfig) -> dict[str, Any]:
    return {
        "lang": "en",
        "shorthand": SHORTHAND,
        "bert_model": ENCODER_NAME,
        "bert_hidden_layers": config.hidden_layers,
        "bert_finetune": True,
        "word_emb_dim": 0,
        "word_cutoff": NO_WORDS,
        "pretrain": False,
        "charlm": False,
        "num_layers": 1,
        "dropout": 0.3,
        "cpu": True,
        "cuda": False,
    }


def ner_arguments(config: JointConfig) -> dict[str, Any]:
    """Return the arguments of the NER model."""
    own = {
        "hidden_dim": 128,
        "char_emb_dim": 32,
        "char_hidden_dim": 64,
        "word_dropout": 0.02,
        "input_transform": False,
        "scheme": "bioes",
        "train_scheme": "bioes",
        "predict_tagset": 0,
        "emb_finetune": False,
        "char_lowercase": False,
    }
    return {**ner_tagger.parse_args([]), **_common(config), **own}


def pos_arguments(config: JointConfig) -> dict[str, Any]:
    """Return the arguments of the POS model."""
    own = {
        "hidden_dim": 96,
        "char_emb_dim": 32,
        "char_hidden_dim": 64,
        "char_bidirectional": True,
        "transformed_dim": 96,
        "deep_biaff_hidden_dim": 160,
        "composite_deep_biaff_hidden_dim": 64,
        "tag_emb_dim": 24,
        "word_dropout": 0.05,
        "augment_nopunct": 0.0,
    }
    return {**tagger.parse_args([]), **_common(config), **own}


def parser_arguments(config: JointConfig) -> dict[str, Any]:
    """Return the arguments of the parser, which reads encoder states alone."""
    own = {
        "hidden_dim": 96,
        "char": False,
        "tag_emb_dim": 0,
        "deep_biaff_hidden_dim": 128,
        "word_dropout": 0.05,
        "linearization": False,
        "distance": False,
        "augment_nopunct": 0.0,
    }
    return {**parser.parse_args([]), **_common(config), **own}
