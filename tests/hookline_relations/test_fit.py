"""Fitting relation types to annotated sentences: `hookline relations fit`."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from hookline import HooklineError, Pipeline
from hookline_relations import Relations
from hookline_relations.command import command
from hookline_relations.fitting import regression
from hookline_relations.fitting.labelled import folds_of, read_labelled

EXAMPLES = Path(__file__).with_name("data") / "fit.jsonl"
TEXT = "Eva Holm succeeded Nils Berg as rector of the college in 2021. Eva Holm thanked Ida Moen."


def fit(*arguments):
    """Call the command, and return what it prints; raise what it raises."""
    return CliRunner().invoke(command, ["fit", *map(str, arguments)], catch_exceptions=False).output


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A model of the examples, and what the command printed."""
    folder = tmp_path_factory.mktemp("models") / "own"
    return folder, fit(EXAMPLES, "-o", folder)


def relations_of(folder, **options):
    """Return the types that a stage with the fitted model finds, with both ends."""
    relations = {"use": "relations", "kinds": ["typed"], "fitted": [str(folder)], **options}
    with Pipeline.from_config({"stages": [{"use": "stanza"}, relations]}) as pipeline:
        (doc,) = pipeline.stream([TEXT])
    text = doc.text
    return {
        (item.type, *(text[end.start : end.end] for end in (item.subject, item.object)))
        for item in doc.relations
    }


def test_fitted_types_are_found(fitted):
    """A fitted type is found in a text that is not among its examples, beside the built-in ones."""
    folder, _ = fitted
    relations = relations_of(folder)
    assert ("succeeds", "Eva Holm", "Nils Berg") in relations
    assert ("talks_to", "Eva Holm", "Ida Moen") in relations
    assert not {row for row in relations if row[0] == "succeeds" and "Ida Moen" in row}


def test_fitted_types_without_the_scorer(fitted):
    """Fitted types are found without the shipped scorer, and bounded by their properties."""
    folder, _ = fitted
    assert relations_of(folder, scorer=False, types=["succeeds"]) == {
        ("succeeds", "Eva Holm", "Nils Berg")
    }
    rules = {"types": {"succeeds": {"evidence": ["inherit"]}}}
    assert relations_of(folder, types=["succeeds"], rules=rules) == set()


def test_figures_are_printed_and_kept(fitted):
    """Each type has a line of figures, and the model holds them."""
    folder, output = fitted
    rows = {
        line.split()[0]: line.split()[1:] for line in output.splitlines() if line.startswith("s")
    }
    model = json.loads((folder / "model.json").read_text("utf-8"))
    assert set(rows) == set(model["types"]) == {"sponsors", "succeeds"}
    for name, type in model["types"].items():
        assert float(rows[name][2]) == pytest.approx(type["f1"], abs=1e-4)
        assert 0.3 < type["f1"] <= 1
        assert int(rows[name][5]) == type["facts"]


def test_a_changed_model_changes_the_digest(fitted, tmp_path):
    """A run notices that a fitted model was replaced."""
    folder, _ = fitted
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in folder.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    options = Relations.read_options({"fitted": [str(copy)]})
    before = Relations.model_digest(options)
    (copy / "weights.npz").write_bytes(b"other")
    assert Relations.model_digest(options) != before != ""
    assert Relations.model_digest(Relations.read_options({})) == ""
    with pytest.raises(HooklineError, match="weights"):
        Relations(options)


def test_a_document_is_in_one_fold(tmp_path):
    """Lines with the same id are held out together."""
    path = tmp_path / "lines.jsonl"
    fact = {"type": "hires", "subject": [0, 4], "object": [11, 14]}
    lines = [{"id": f"d{n // 3}", "text": "Acme hired Ann.", "typed": [fact]} for n in range(12)]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    texts = read_labelled(str(path))
    folds = folds_of(texts, 4)
    assert sorted(set(zip([text.document for text in texts], folds, strict=True))) == sorted(
        {(f"d{number}", folds[3 * number]) for number in range(4)}
    )
    assert set(folds) == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", "lines.jsonl:2: expected"),
        ("[1]", "lines.jsonl:2: expected"),
        ("{", "lines.jsonl:2: expected"),
        (
            '{"text": "A", "typed": [{"type": "Hires", "subject": [0, 1], "object": [0, 1]}]}',
            "snake",
        ),
        (
            '{"text": "A", "typed": [{"type": "hires", "subject": [0, 9], "object": [0, 1]}]}',
            "of 1 char",
        ),
        (
            '{"text": "A", "typed": [{"type": "hires", "subject": 3, "object": [0, 1]}]}',
            ":2: expected",
        ),
        ('{"text": "A", "typed": []}', "found none"),
    ],
)
def test_lines_in_another_form_are_refused(tmp_path, line, message):
    """A line that is no annotated sentence is named by its number."""
    path = tmp_path / "lines.jsonl"
    path.write_text('{"text": "B", "typed": []}\n' + line + "\n")
    with pytest.raises(HooklineError, match=message):
        fit(path, "-o", tmp_path / "model")


def test_too_few_documents_are_refused(tmp_path):
    """Without a document for each fold nothing is fitted."""
    path = tmp_path / "lines.jsonl"
    fact = {"type": "hires", "subject": [0, 4], "object": [11, 14]}
    path.write_text(json.dumps({"text": "Acme hired Ann.", "typed": [fact]}) + "\n")
    with pytest.raises(HooklineError, match="at least 5 documents"):
        fit(path, "-o", tmp_path / "model")


def test_a_folder_of_something_else_is_kept(tmp_path):
    """The command does not write into a folder that holds other files."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(HooklineError, match="something else"):
        fit(EXAMPLES, "-o", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_without_a_model_is_named(tmp_path):
    """An option that names no model is refused when the config is checked."""
    with pytest.raises(ValueError, match="relations fit"):
        Relations.read_options({"fitted": [str(tmp_path)]})


def test_a_model_of_another_encoder_is_refused(fitted, tmp_path):
    """A model that was fitted on other states is not loaded."""
    folder, _ = fitted
    model = json.loads((folder / "model.json").read_text("utf-8"))
    (tmp_path / "model.json").write_text(json.dumps({**model, "encoder": "another"}))
    with pytest.raises(HooklineError, match="another encoder"):
        Relations(Relations.read_options({"fitted": [str(tmp_path)]}))


def test_fitting_is_deterministic():
    """The same rows and labels give the same weights."""
    random = np.random.default_rng(0)
    rows = random.normal(size=(60, 8)).astype(np.float32)
    labels = (rows[:, :2] > 0).astype(np.float64)
    first, second = regression.fit(rows, labels), regression.fit(rows, labels)
    assert np.array_equal(first.weight, second.weight)
    assert np.array_equal(first.bias, second.bias)
    assert ((first.scores(rows) > 0.5) == (labels > 0)).mean() > 0.95


def test_shifted_scores_have_the_threshold_in_the_middle():
    """A score that was at the threshold of its type is a half afterwards."""
    fitted = regression.Regression(np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    row = np.array([[-1.0]], np.float32)
    threshold = fitted.scores(row)[0]
    assert fitted.shifted(threshold.astype(np.float64), 0.5).scores(row) == pytest.approx(0.5)
