"""Loading without `transformers` and without training code gives the same numbers."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from hookline import ModelError
from hookline_stanza.encoder.bert import BertEncoder
from hookline_stanza.encoder.files import load_encoder
from hookline_stanza.encoder.ragged_batch import RaggedBatch
from hookline_stanza.encoder.stanza_encoder import load_stanza_encoder
from hookline_stanza.loading.model_folder import embedded_folder

WORDS = [
    "Reuters",
    "naïve",
    "e\u0301",
    "can’t",
    "U.S.-led",
    "東京",
    "[CLS]",
    "[MASK]s",
    "-",
    " ",
    "",
    "\u200b",
    "\x01",
    "👩‍🚀",
    "x" * 101,
    "ﬁx",
    "İstanbul",
    "1,000,000",
]
OPENING = """
import json, sys
from hookline import Document
from hookline_stanza.stage import StanzaStage
stage = StanzaStage(StanzaStage.read_options({"device": "cpu"}))
(doc,) = stage.process([Document.from_text("Zorblaxes met in Nairobi.")])
assert doc.tokens[0].lemma  # of a word that is in no dictionary
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def reference():
    """Return encoder and tokenizer of `transformers`."""
    encoder, tokenizer = load_stanza_encoder(embedded_folder())
    return encoder.model, tokenizer.plain


@pytest.fixture(scope="module")
def loaded():
    return load_encoder(embedded_folder())


def test_pieces_are_those_of_transformers(reference, loaded):
    """Words are split as `transformers` splits them with the same file."""
    expected, tokenizer = reference[1], loaded[1]
    words = [*WORDS, *Path(__file__).read_text().split()]
    pieces, expected_pieces = (
        split(words, add_special_tokens=False)["input_ids"] for split in (tokenizer, expected)
    )
    assert pieces == expected_pieces
    assert tokenizer.cls_token_id == expected.cls_token_id
    assert tokenizer.sep_token_id == expected.sep_token_id


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_weights_are_those_of_transformers(reference, loaded, dtype):
    """The forward pass over the loaded parameters gives the same bits as over a `BertModel`."""
    batch = RaggedBatch([11, 16])
    ids = torch.arange(1000, 1000 + batch.packed_size)
    with torch.inference_mode():
        states, expected = (
            BertEncoder(model, dtype, 4)(ids, batch) for model in (loaded[0], reference[0])
        )
    assert all(torch.equal(*pair) for pair in zip(states, expected, strict=True))


def test_another_activation_is_refused():
    """An encoder with an activation that is not implemented does not run with GELU instead."""
    model = SimpleNamespace(config=SimpleNamespace(hidden_act="relu"), embeddings=None)
    with pytest.raises(ModelError, match="activation `gelu`, found `relu`"):
        BertEncoder(model, torch.float32, 4)


def test_opening_imports_no_training_code():
    """Loading and annotating import neither the models of `transformers` nor torch's compiler."""
    command = [sys.executable, "-c", OPENING]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    modules = set(json.loads(done.stdout.splitlines()[-1]))
    assert "torch" in modules
    assert not {"torch._dynamo", "sympy", "transformers.modeling_utils"} & modules
