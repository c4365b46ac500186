"""Training and cross-validation of the line model, on a few invented pages."""

import json

import pytest

from hookline import Document
from hookline_boilerplate import Boilerplate
from hookline_boilerplate.features.token_odds import LineWords

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


def embed_by_letters(words):
    """Return vectors of letter counts, in place of an encoder's embeddings."""
    import numpy as np

    return np.array([[word.count(char) for char in "aeinrst"] for word in words], np.float32)


def train(data, out, monkeypatch, *more):
    from hookline_boilerplate.training import __main__ as command

    monkeypatch.setattr(command, "embed_words", embed_by_letters)
    monkeypatch.setattr("sys.argv", ["training", str(data), *([str(out)] if out else []), *more])
    command.main()


def test_one_command_writes_a_model(data, tmp_path, monkeypatch):
    """Equal data and seed give equal bytes, and those are a model that classifies lines."""
    from hookline_boilerplate.classifier.line_classifier import LineClassifier
    from hookline_boilerplate.lines import split_lines
    from hookline_boilerplate.scoring.line_model import LineModel

    models = []
    for name in ("one", "two"):
        train(data, tmp_path / name, monkeypatch)
        models.append((tmp_path / name).read_bytes())
    assert models[0] == models[1]
    lines = list(split_lines(PAGES[0]["text"]))
    [families] = LineClassifier(model=LineModel(models[0])).classify([(PAGES[0]["text"], lines)])
    assert [family is not None for family in families[:5]] == [True, False, False, False, True]


def test_cross_validation_reports_each_fold(data, monkeypatch, capsys):
    """With `--folds` the command prints a line for each fold and kind of page, and for each reason."""
    train(data, None, monkeypatch, "--folds", "2")
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    reasons = [line for line in lines if line[0] == "reason"]
    assert {"navigation", "share"} <= {name for _, name, *_ in reasons}
    assert all(line[-1] == "P 1.0000" for line in reasons)
    report = [line[:2] for line in lines if line[0] != "reason"]
    assert report == [[f"fold {fold}", kind] for fold in (0, 1) for kind in ("full", "tail")] + [
        ["all", "full"],
        ["all", "tail"],
    ]


def test_sets_of_notices_are_scored_by_language_family_and_half(tmp_path, monkeypatch, capsys):
    """The command prints how many notices go, how many for their reason, and what content goes."""
    from hookline_boilerplate.training import notices

    path = tmp_path / "some.en.tsv"
    rows = [("article", PROSE), ("article", PROSE), ("share", "Share this article")]
    rows += [("share", PROSE, "Share this article"), ("content", "Share prices fell by a third.")]
    path.write_text("\n".join(map("\t".join, rows)), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["notices", str(path), "--rules"])
    notices.main()
    assert capsys.readouterr().out.splitlines() == [
        "development  all  notices 1/1, for their reason 1, content 0/1",
        "development  content  notices 0/0, for their reason 0, content 0/1",
        "development  en  notices 1/1, for their reason 1, content 0/1",
        "development  share  notices 1/1, for their reason 1, content 0/0",
        "held back  all  notices 1/1, for their reason 1, content 0/0",
        "held back  en  notices 1/1, for their reason 1, content 0/0",
        "held back  share  notices 1/1, for their reason 1, content 0/0",
    ]


def test_mended_labels_are_scored_and_never_trained_on(data, monkeypatch):
    """Labels that readings changed are kept beside the labels of the data, line by line."""
    from hookline_boilerplate.training import training_pages

    rows = [{"id": f"{number}", **page} for number, page in enumerate(PAGES)]
    data.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.setattr(training_pages, "read_mended_labels", lambda: {"1": {3: 1, 6: -1}})
    first, second, *_ = training_pages.read_pages(data)
    assert first.labels.tolist() == first.mended_labels.tolist() == [1, 0, 0, 0, 1, 1]
    assert second.labels.tolist() == [1, 0, 0, 0, 1, 1]
    assert second.mended_labels.tolist() == [1, 0, 0, 1, 1, -1]


def test_the_mended_labels_are_ids_lines_and_labels():
    """The file of mended labels has no text of a page."""
    from hookline_boilerplate.training.mended_labels import read_mended_labels

    mended = read_mended_labels()
    labels = [label for lines in mended.values() for label in lines.values()]
    assert sum(record.endswith("#tail") for record in mended) == len(mended) / 2
    assert {label: labels.count(label) / 2 for label in (1, 0, -1)} == {1: 173, 0: 152, -1: 176}


def test_trees_score_like_lightgbm():
    """The trees give the scores of LightGBM, up to the rounding of leaves to 32 bits."""
    import lightgbm
    import numpy as np

    from hookline_boilerplate.scoring.gbdt import BoostedTrees
    from hookline_boilerplate.training.model_file import tree_arrays

    rows = np.random.default_rng(1).normal(size=(400, 7)).astype(np.float32)
    rows[:, 0] = np.round(rows[:, 0])  # ties with the bounds
    labels = rows[:, 0] * rows[:, 1] > 0.2
    booster = lightgbm.train(
        {"objective": "binary", "verbose": -1, "use_missing": False, "min_data_in_leaf": 5},
        lightgbm.Dataset(rows, labels),
        30,
    )
    arrays = {f"trees.{name}": array for name, array in tree_arrays(booster).items()}
    scores = BoostedTrees.read(arrays, "trees.").score(rows)
    assert np.allclose(scores, booster.predict(rows, raw_score=True), atol=1e-4)


def test_the_network_scores_like_torch(monkeypatch):
    """Quantized scores differ from those of torch by a small fraction of their spread."""
    import numpy as np
    import torch

    from hookline_boilerplate.features.page_features import PageIndex
    from hookline_boilerplate.features.word_vectors import WordVectors
    from hookline_boilerplate.scoring.network import Network
    from hookline_boilerplate.training import train_network

    generator = np.random.default_rng(1)
    embeddings = generator.normal(size=(50, 9)).astype(np.float32) / 9
    examples, words_by_page = [], []
    for size in (3, 30, 12, 1, 25):
        words = generator.integers(0, 50, (size, 4))
        inputs = generator.normal(size=(size, 6)).astype(np.float32)
        means = embeddings[words].mean(axis=1)
        labels = (inputs[:, 0] + 12 * means[:, 0] > 0).astype(np.float32)
        ones = np.ones(size, np.float32)
        examples.append(train_network.TrainingExample(inputs, means, ones, labels, ones))
        words_by_page.append(words)
    networks = []
    quantize = train_network._quantize
    monkeypatch.setattr(
        train_network,
        "_quantize",
        lambda network, table: networks.append(network) or quantize(network, table),
    )
    settings = train_network.NetworkSettings(epochs=60, vectors=5)
    arrays = train_network.train_network(examples, embeddings, 1, settings)
    [network] = networks
    inputs = np.concatenate([example.inputs for example in examples])
    index = PageIndex(list(map(len, words_by_page)))
    words = LineWords((), np.concatenate(words_by_page).ravel(), np.full(len(inputs), 4))
    vectors = WordVectors(arrays["vectors"].astype(np.int32), arrays["centre"])
    columns = vectors.line_columns(words, np.ones(len(inputs)), index)
    scores = Network(arrays).score(np.concatenate([inputs, columns], axis=1), index)
    with torch.no_grad():
        expected = [network(*train_network._pad([example])[:-2])[0].numpy() for example in examples]
    expected = np.concatenate(expected)
    assert np.abs(scores - expected).max() < 0.05 * np.std(expected)
    labels = np.concatenate([example.labels for example in examples])
    assert ((scores > 0) == labels).mean() > 0.9


def test_a_site_is_not_counted_for_itself(data):
    """The words of a training page have the statistics that they would have on a new site."""
    from hookline_boilerplate.training.site_odds import SiteOdds
    from hookline_boilerplate.training.training_pages import read_pages

    pages = read_pages(data)
    own = [page for page in pages if page.site == pages[0].site]
    others = [page for page in pages if page.site != pages[0].site]
    with_site, without_site = SiteOdds(pages, min_sites=3), SiteOdds(others, min_sites=3)
    assert (with_site.statistics(own[0]) == without_site.statistics(own[0])).all()
    assert dict(with_site.all()) != dict(without_site.all())


def test_crops_keep_labels_with_their_lines(data):
    """A crop has lines of its page, in order, each with its label."""
    from random import Random

    from hookline_boilerplate.training.training_pages import crop_pages, read_pages

    pages = read_pages(data)
    label_of = {
        line.text: label for line, label in zip(pages[0].lines, pages[0].labels, strict=True)
    }
    crops = crop_pages(pages, Random(1))
    assert {crop.kind for crop in crops} == {"crop"}
    for crop in crops:
        texts = [line.text for line in crop.lines]
        starts = [line.start for line in crop.lines]
        assert starts == sorted(starts)
        assert len(crop.features.lines) == len(texts)
        for text, label in zip(texts, crop.labels, strict=True):
            assert label_of.get(text, label) == label


def test_the_packaged_model_is_small_and_loads():
    """The packaged model is under a megabyte, and the stage runs with it."""
    from importlib.resources import files

    assert len((files("hookline_boilerplate") / "model.npz").read_bytes()) < 1_000_000
    stage = Boilerplate(Boilerplate.read_options({}))
    [doc] = stage.process([Document.from_text(PROSE)])
    assert doc.text == PROSE
