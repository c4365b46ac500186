"""The joint training, from data to a folder that the stage opens, with a small encoder of random weights."""

import gzip

import pytest
import torch

from hookline import Document
from hookline_stanza.encoder.casing import CASES
from hookline_stanza.loading.model_folder import embedded_folder, load_encoder
from hookline_stanza.stage import StanzaStage
from hookline_stanza.training import joint as joint_module
from hookline_stanza.training.auxiliary_sets import SETS
from hookline_stanza.training.config import JointConfig, TrainingConfig
from hookline_stanza.training.joint import JointTraining
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
    for name in SETS:
        write(folder / f"ner/{name}.train.bio.gz", "Ann\tB-PER\nran\tO\n\n")
    return folder


@pytest.fixture
def small(monkeypatch):
    """Put a random encoder of two layers in the place of the published one."""
    from transformers import BertConfig, BertModel

    tokenizer = load_encoder(embedded_folder())[1].plain

    def base(dropout):
        sizes = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
        sizes |= {"intermediate_size": 48, "type_vocab_size": CASES, "hidden_dropout_prob": dropout}
        torch.manual_seed(1)
        return BertModel(BertConfig(**sizes), add_pooling_layer=False), tokenizer

    monkeypatch.setattr(joint_module, "base_encoder", base)
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


def test_resumed_run_is_that_of_one_go(data, small, tmp_path):
    """A run that was cut at a checkpoint ends with the weights of an unbroken one."""
    whole = JointTraining(data, config(12))
    whole.run(tmp_path / "whole.pt", log=lambda _: None)
    first = JointTraining(data, config(12))
    while first.step < 5:
        first.advance()
    first.save(tmp_path / "cut.pt")
    second = JointTraining(data, config(12))
    second.run(tmp_path / "cut.pt", log=lambda _: None)
    second.average()
    whole.average()
    found, expected = weights(second), weights(whole)
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], expected[name]) for name in expected)


def test_trained_parts_make_a_folder_that_the_stage_opens(data, small, tmp_path):
    """What was trained is packaged with the embedded tokenizer and lemmatizer, and annotates text."""
    training = JointTraining(data, config(6))
    before = weights(training)
    training.run(tmp_path / "joint.pt", log=lambda _: None)
    training.average()
    kinds = "model.embeddings.token_type_embeddings.weight"
    assert not torch.equal(weights(training)[kinds], before[kinds])  # letter case is learned
    parts = [embedded_folder() / f"en/{name}/hookline.pt" for name in ("tokenize", "lemma")]
    package(training, *parts, tmp_path / "out", config(6), {})
    stage = StanzaStage(StanzaStage.read_options({"model": tmp_path / "out", "device": "cpu"}))
    (doc,) = stage.process([Document.from_text("Ann Lee lives in Rome.")])
    stage.close()
    assert [token.text for token in doc.tokens] == ["Ann", "Lee", "lives", "in", "Rome", "."]
    assert all(token.upos and token.deprel for token in doc.tokens)
