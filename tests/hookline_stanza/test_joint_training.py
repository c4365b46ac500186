"""Joint training from data to a folder that the stage opens, with a small random encoder."""

import pytest
import torch
from stanza_training import ENTITIES, random_encoder, write_compressed, write_data

from hookline import Document
from hookline_stanza.loading.model_folder import checkpoint_path, embedded_folder
from hookline_stanza.stage import StanzaStage
from hookline_stanza.training import joint_training
from hookline_stanza.training.config import JointConfig, TrainingConfig, TrainingError
from hookline_stanza.training.joint_training import JointTraining
from hookline_stanza.training.packaging import package


@pytest.fixture
def data(tmp_path):
    write_data(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def small_encoder(monkeypatch, one_thread):
    """Replace the published encoder by a random one of two layers."""
    monkeypatch.setattr(joint_training, "load_base_encoder", random_encoder)


def config(steps, seed=20251, **joint):
    settings = {"hidden_layers": 2, "bf16": False, "checkpoint_every": 5, "cycle": "nsa", **joint}
    return TrainingConfig(seed=seed, joint=JointConfig(steps=steps, **settings))


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
    second.resume(tmp_path / "interrupted.pt", log=lambda _: None)
    assert second.step == 5
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


def test_checkpoint_of_another_configuration_is_refused(data, small_encoder, tmp_path):
    """A run does not go on with other settings or other data, and the message names them."""
    JointTraining(data, config(12)).save(tmp_path / "joint.pt")
    other = JointTraining(data, config(13, seed=3, swap=0.5))
    with pytest.raises(
        TrainingError, match=r"seed \(20251 there, 3 now\), joint.steps.*joint.swap"
    ):
        other.resume(tmp_path / "joint.pt")
    write_compressed(data / "ner/ww9.train.bio.gz", ENTITIES * 9)
    with pytest.raises(TrainingError, match=r"differs in ner/ww9\.train\.bio\.gz \("):
        JointTraining(data, config(12)).resume(tmp_path / "joint.pt")


@pytest.mark.parametrize("content", [b"", b"garbage", "torch", "truncated"])
def test_file_that_is_no_checkpoint_is_named(data, small_encoder, tmp_path, content):
    """A damaged checkpoint, or a file of another program, is an error that says what to do."""
    path = tmp_path / "joint.pt"
    training = JointTraining(data, config(12))
    training.save(path)
    if content == "torch":
        torch.save({"step": 3}, path)
    else:
        path.write_bytes(path.read_bytes()[:5000] if content == "truncated" else content)
    with pytest.raises(TrainingError, match=r"joint\.pt: expected a checkpoint.*remove it"):
        training.resume(path)


def test_more_layers_than_the_encoder_has_are_refused(data, small_encoder):
    """The heads read layers that there are."""
    with pytest.raises(TrainingError, match="hidden_layers: the encoder has 2 layers"):
        JointTraining(data, config(12, hidden_layers=3))


def test_start_without_a_model_is_named(data, small_encoder, tmp_path):
    """A start that is missing, or has an encoder of other sizes, is an error that names the key."""
    for start, problem in ((tmp_path / "nowhere", "no such folder"), (embedded_folder(), "sizes")):
        with pytest.raises(TrainingError, match=f"start: .*{problem}"):
            JointTraining(data, config(12).model_copy(update={"start": str(start)}))


def test_packaging_removes_no_other_files(data, small_encoder, tmp_path):
    """A folder with files that are no model stays as it is."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    training = JointTraining(data, config(6))
    with pytest.raises(TrainingError, match="found other files"):
        package(training, tmp_path / "t.pt", tmp_path / "l.pt", out, config(6))
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]
