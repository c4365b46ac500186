"""Joint training from data to a folder that the stage opens, with a small random encoder."""

import gzip

import pytest
import torch

from hookline import Document
from hookline_stanza.encoder.casing import CASE_COUNT
from hookline_stanza.encoder.stanza_encoder import load_stanza_encoder
from hookline_stanza.loading.model_folder import checkpoint_path, embedded_folder
from hookline_stanza.stage import StanzaStage
from hookline_stanza.training import joint_training
from hookline_stanza.training.auxiliary_sets import CORPORA
from hookline_stanza.training.config import JointConfig, TrainingConfig
from hookline_stanza.training.joint_training import JointTraining
from hookline_stanza.training.packaging import package

ENTITIES = "Ann\tB-Person\nLee\tI-Person\nlives\tO\nin\tO\nRome\tB-Location\n.\tO\n\n"
TREES = """# newdoc id = d
1\tAnn\tAnn\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_
2\tsleeps\tsleep\tVERB\tVBZ\tMood=Ind\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt") as file:
        file.write(text)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    write(folder / "ner/ww9.train.bio.gz", ENTITIES * 8)
    for name in ("ewt", "gum_open"):
        write(folder / f"parse/{name}.train.conllu.gz", TREES * 8)
    for name in CORPORA:
        write(folder / f"ner/{name}.train.bio.gz", "Ann\tB-PER\nran\tO\n\n")
    return folder


@pytest.fixture
def small_encoder(monkeypatch):
    """Replace the published encoder by a random one of two layers."""
    from transformers import BertConfig, BertModel

    tokenizer = load_stanza_encoder(embedded_folder())[1].plain

    def base(dropout):
        sizes = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
        sizes |= {
            "intermediate_size": 48,
            "type_vocab_size": CASE_COUNT,
            "hidden_dropout_prob": dropout,
        }
        torch.manual_seed(1)
        return BertModel(BertConfig(**sizes), add_pooling_layer=False), tokenizer

    monkeypatch.setattr(joint_training, "load_base_encoder", base)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def config(steps):
    return TrainingConfig(
        joint=JointConfig(steps=steps, hidden_layers=2, bf16=False, checkpoint_every=5, cycle="nsa")
    )


def weights(training):
    return {
        name: value.clone()
        for model in (training.encoder, *training.heads.models().values())
        for name, value in model.state_dict().items()
    }


def test_resumed_run_equals_an_uninterrupted_one(data, small_encoder, tmp_path):
    """A run resumed from a checkpoint ends with the weights of an uninterrupted one."""
    whole = JointTraining(data, config(12))
    whole.run(tmp_path / "whole.pt", log=lambda _: None)
    first = JointTraining(data, config(12))
    while first.step < 5:
        first.advance()
    first.save(tmp_path / "interrupted.pt")
    second = JointTraining(data, config(12))
    second.run(tmp_path / "interrupted.pt", log=lambda _: None)
    second.use_mean_weights()
    whole.use_mean_weights()
    actual, expected = weights(second), weights(whole)
    assert actual.keys() == expected.keys()
    assert all(torch.equal(actual[name], expected[name]) for name in expected)


def test_trained_model_can_be_packaged_and_opened(data, small_encoder, tmp_path):
    """The trained heads, packaged with the embedded tokenizer and lemmatizer, annotate text."""
    training = JointTraining(data, config(6))
    before = weights(training)
    training.run(tmp_path / "joint.pt", log=lambda _: None)
    training.use_mean_weights()
    case_vectors = "model.embeddings.token_type_embeddings.weight"
    assert not torch.equal(
        weights(training)[case_vectors], before[case_vectors]
    )  # letter case is trained
    checkpoints = [checkpoint_path(embedded_folder(), name) for name in ("tokenize", "lemma")]
    package(training, *checkpoints, tmp_path / "out", config(6))
    assert "2 layers, 24 wide" in (tmp_path / "out/MODEL_CARD.md").read_text()
    stage = StanzaStage(StanzaStage.read_options({"model": tmp_path / "out", "device": "cpu"}))
    (doc,) = stage.process([Document.from_text("Ann Lee lives in Rome.")])
    stage.close()
    assert [token.text for token in doc.tokens] == ["Ann", "Lee", "lives", "in", "Rome", "."]
    assert all(token.upos and token.deprel for token in doc.tokens)
