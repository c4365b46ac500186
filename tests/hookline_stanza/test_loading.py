"""Loading: without `transformers` and without what is for training, and the same numbers come of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from hookline_stanza.encoder.bert import Transformer
from hookline_stanza.encoder.ragged_batch import Rows
from hookline_stanza.encoder.weights import load_weights
from hookline_stanza.loading.model_folder import embedded_folder, load_encoder

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
def published():
    return load_encoder(embedded_folder())


@pytest.fixture(scope="module")
def ours():
    return load_weights(embedded_folder())


def test_pieces_are_those_of_transformers(published, ours):
    """Words are split as `transformers` splits them with the same file."""
    tokenizer = published[1].plain
    _, pieces = ours
    words = [*WORDS, *Path(__file__).read_text().split()]
    found, expected = (split(words, add_special_tokens=False) for split in (pieces, tokenizer))
    assert found["input_ids"] == expected["input_ids"]
    assert pieces.cls_token_id == tokenizer.cls_token_id
    assert pieces.sep_token_id == tokenizer.sep_token_id


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_weights_are_those_of_transformers(published, ours, dtype):
    """The forward pass gives the same bits over our weights as over a `BertModel`."""
    rows = Rows([11, 16])
    ids = torch.arange(1000, 1000 + rows.places)
    with torch.inference_mode():
        models = ours[0], published[0].model
        one, other = (Transformer(model, dtype, 4)(ids, rows) for model in models)
    assert all(torch.equal(mine, theirs) for mine, theirs in zip(one, other, strict=True))


def test_opening_imports_nothing_for_training():
    """Neither the models of `transformers` nor torch's compiler are imported to load and to work."""
    command = [sys.executable, "-c", OPENING]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    modules = set(json.loads(done.stdout.splitlines()[-1]))
    assert "torch" in modules
    assert not {"torch._dynamo", "sympy", "transformers.modeling_utils"} & modules
