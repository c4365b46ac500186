"""The command that trains the model, on a few invented pages."""

import json

import pytest

from hookline import Document
from hookline_boilerplate import Boilerplate
from hookline_boilerplate.features.token_odds import Words

PROSE = "The river rose in the night, and by the morning it had reached the first of the houses."
PAGES = [
    {
        "page": f"page-{number}",
        "kind": kind,
        "url": f"https://site-{number}.example/a",
        "text": "\n".join(
            ["Home", PROSE, PROSE + str(number), "The end", "Share this", "", f"Zap {number}"]
        ),
        "labels": [1, 0, 0, 0, 1, 1, 1],
    }
    for number in range(24)
    for kind in ("full", "tail")
]


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(map(json.dumps, PAGES)), encoding="utf-8")
    return path


def letters(words):
    """Stand in for the meanings of words, which an encoder gives."""
    import numpy as np

    return np.array([[word.count(char) for char in "aeinrst"] for word in words], np.float32)


def trained(data, out, monkeypatch, *more):
    from hookline_boilerplate.training import __main__ as command

    monkeypatch.setattr(command, "meanings", letters)
    monkeypatch.setattr("sys.argv", ["training", str(data), *([str(out)] if out else []), *more])
    command.main()


def test_one_command_writes_a_model(data, tmp_path, monkeypatch):
    """The same data and seed give the same bytes, and the bytes are a model that tells lines apart."""
    from hookline_boilerplate.classifier.line_classifier import Judge
    from hookline_boilerplate.lines import split
    from hookline_boilerplate.scoring.line_model import Model

    models = []
    for name in ("one", "two"):
        trained(data, tmp_path / name, monkeypatch)
        models.append((tmp_path / name).read_bytes())
    assert models[0] == models[1]
    lines = list(split(PAGES[0]["text"]))
    verdicts = Judge(model=Model(models[0])).verdicts([(PAGES[0]["text"], lines)])[0]
    assert [verdict is not None for verdict in verdicts[:5]] == [True, False, False, False, True]


def test_cross_validation_reports_each_fold(data, monkeypatch, capsys):
    """With `--folds` the command writes a line for each fold and kind of page, and no model."""
    trained(data, None, monkeypatch, "--folds", "2")
    report = [line.split("  ")[:2] for line in capsys.readouterr().out.splitlines()]
    assert report == [[f"fold {fold}", kind] for fold in (0, 1) for kind in ("full", "tail")] + [
        ["all", "full"],
        ["all", "tail"],
    ]


def test_trees_come_out_as_they_were_trained():
    """The stage computes what LightGBM computes, up to the rounding of leaves to 32 bits."""
    import lightgbm
    import numpy as np

    from hookline_boilerplate.scoring.gbdt import Trees
    from hookline_boilerplate.training.model_file import nodes

    rows = np.random.default_rng(1).normal(size=(400, 7)).astype(np.float32)
    rows[:, 0] = np.round(rows[:, 0])  # ties with the bounds
    labels = rows[:, 0] * rows[:, 1] > 0.2
    booster = lightgbm.train(
        {"objective": "binary", "verbose": -1, "use_missing": False, "min_data_in_leaf": 5},
        lightgbm.Dataset(rows, labels),
        30,
    )
    packed = {f"trees.{name}": array for name, array in nodes(booster).items()}
    scores = Trees.read(packed, "trees").score(rows)
    assert np.allclose(scores, booster.predict(rows, raw_score=True), atol=1e-4)


def test_the_network_comes_out_as_it_was_trained(monkeypatch):
    """In whole numbers the network computes what it learnt to within a fraction of what tells lines apart."""
    import numpy as np
    import torch

    from hookline_boilerplate.features.page_features import Extent
    from hookline_boilerplate.features.word_vectors import Vectors
    from hookline_boilerplate.scoring.network import Network
    from hookline_boilerplate.training import train_network as learn

    dice = np.random.default_rng(1)
    meanings = dice.normal(size=(50, 9)).astype(np.float32) / 9
    lessons, listed = [], []
    for size in (3, 30, 12, 1, 25):
        words = dice.integers(0, 50, (size, 4))
        columns = dice.normal(size=(size, 6)).astype(np.float32)
        means = meanings[words].mean(axis=1)
        labels = (columns[:, 0] + 12 * means[:, 0] > 0).astype(np.float32)
        ones = np.ones(size, np.float32)
        lessons.append(learn.Lesson(columns, means, ones, labels, ones))
        listed.append(words)
    networks = []
    packed = learn._packed
    monkeypatch.setattr(
        learn, "_packed", lambda network, table: networks.append(network) or packed(network, table)
    )
    arrays = learn.learnt(lessons, meanings, 1, learn.Schedule(epochs=60, vectors=5))
    [network] = networks
    columns = np.concatenate([lesson.columns for lesson in lessons])
    extent = Extent(list(map(len, listed)))
    words = Words((), np.concatenate(listed).ravel(), np.full(len(columns), 4))
    vectors = Vectors(arrays["vectors"].astype(np.int32), arrays["centre"])
    meant = vectors.columns(words, np.ones(len(columns)), extent)
    scores = Network(arrays).score(np.concatenate([columns, meant], axis=1), extent)
    with torch.no_grad():
        expected = [network(*learn._padded([one])[:-2])[0].numpy() for one in lessons]
    expected = np.concatenate(expected)
    assert np.abs(scores - expected).max() < 0.05 * np.std(expected)
    labels = np.concatenate([lesson.labels for lesson in lessons])
    assert ((scores > 0) == labels).mean() > 0.9


def test_a_site_does_not_count_for_itself(data):
    """The words of a page of the training data weigh as they would on a new site."""
    from hookline_boilerplate.training.site_odds import Counts
    from hookline_boilerplate.training.training_pages import read

    pages = read(data)
    mine = [page for page in pages if page.site == pages[0].site]
    others = [page for page in pages if page.site != pages[0].site]
    with_me, without_me = Counts(pages, least=3), Counts(others, least=3)
    assert (with_me.statistics(mine[0]) == without_me.statistics(mine[0])).all()
    assert dict(with_me.odds()) != dict(without_me.odds())


def test_crops_keep_labels_with_their_lines(data):
    """A part of a page has the lines of the page, in order, each with its label."""
    from random import Random

    from hookline_boilerplate.training.training_pages import crops, read

    pages = read(data)
    label_of = {
        line.text: label for line, label in zip(pages[0].lines, pages[0].labels, strict=True)
    }
    parts = crops(pages, Random(1))
    assert {part.kind for part in parts} == {"crop"}
    for part in parts:
        texts = [line.text for line in part.lines]
        starts = [line.start for line in part.lines]
        assert starts == sorted(starts)
        assert len(part.layout.own) == len(texts)
        for text, label in zip(texts, part.labels, strict=True):
            assert label_of.get(text, label) == label


def test_the_packaged_model_is_small_and_loads():
    """The model that ships is under a megabyte, and the stage runs on it."""
    from importlib.resources import files

    assert len((files("hookline_boilerplate") / "model.npz").read_bytes()) < 1_000_000
    stage = Boilerplate(Boilerplate.read_options({}))
    [doc] = stage.process([Document.from_text(PROSE)])
    assert doc.text == PROSE
