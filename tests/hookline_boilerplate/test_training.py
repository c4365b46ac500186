"""The command that trains the model, on a few invented pages."""

import json

import pytest

from hookline import Document
from hookline_boilerplate import Boilerplate

PROSE = "The river rose in the night, and by the morning it had reached the first of the houses."
PAGES = [
    {
        "page": f"page-{number}",
        "kind": "tail",
        "url": f"https://site-{number}.example/a",
        "text": "\n".join(["Home", PROSE, PROSE + str(number), "Share this", "", f"Zap {number}"]),
        "labels": [1, 0, 0, 1, 1, 1],
    }
    for number in range(12)
]


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(map(json.dumps, PAGES)), encoding="utf-8")
    return path


def trained(data, out, monkeypatch, *more):
    from hookline_boilerplate.training.__main__ import main

    monkeypatch.setattr("sys.argv", ["training", str(data), *([str(out)] if out else []), *more])
    main()


def test_one_command_writes_a_model(data, tmp_path, monkeypatch):
    """The same data and seed give the same bytes, and the bytes are a model that tells lines apart."""
    from hookline_boilerplate.judge import Judge
    from hookline_boilerplate.lines import split
    from hookline_boilerplate.network import Network

    models = []
    for name in ("one", "two"):
        trained(data, tmp_path / name, monkeypatch, "--epochs", "8")
        models.append((tmp_path / name).read_bytes())
    assert models[0] == models[1]
    lines = list(split(PAGES[0]["text"]))
    verdicts = Judge(network=Network(models[0])).verdicts(PAGES[0]["text"], lines)
    assert [verdict is not None for verdict in verdicts[:4]] == [True, False, False, True]


def test_cross_validation_reports_each_fold(data, monkeypatch, capsys):
    """With `--folds` the command writes a line for each fold and kind of page, and no model."""
    trained(data, None, monkeypatch, "--folds", "2", "--epochs", "1")
    report = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[:2] for line in report] == [["fold 0", "tail"], ["fold 1", "tail"]]


def test_numpy_and_torch_agree(data, tmp_path):
    """The stage computes what training computed, up to the rounding of the model file."""
    import numpy as np
    import torch

    from hookline_boilerplate.network import Network
    from hookline_boilerplate.page import page_of
    from hookline_boilerplate.training.fit import _inputs
    from hookline_boilerplate.training.model import LineModel, packed
    from hookline_boilerplate.training.pages import read, vocabulary

    torch.manual_seed(0)
    pages = read(data)
    listed = vocabulary(pages, sites=2, size=100)
    model = LineModel(len(listed), depth=4, width=8, dropout=0.0).eval()
    rows = [(page, at) for page in pages[:3] for at in range(len(page.labels))]
    with torch.no_grad():
        expected = torch.sigmoid(model(*_inputs(rows, listed))).numpy()
    lines = [page.lines[at] for page, at in rows]
    described = [page.described[at] for page, at in rows]
    scores = Network(packed(model, listed)).score(page_of(lines, described, listed))
    assert np.allclose(expected, scores, atol=0.01)


def test_the_packaged_model_is_small_and_loads():
    """The model that ships is a few hundred kilobytes, and the stage runs on it."""
    from importlib.resources import files

    assert len((files("hookline_boilerplate") / "model.npz").read_bytes()) < 300_000
    stage = Boilerplate(Boilerplate.read_options({}))
    [doc] = stage.process([Document.from_text(PROSE)])
    assert doc.text == PROSE
