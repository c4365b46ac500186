"""`hookline eval boilerplate`: lines removed and words lost, by kind, fold and reason."""

import json

import pytest
from click.testing import CliRunner

from hookline_eval import command

PROSE = [
    "The council of Oberfeld voted on Tuesday to rebuild the old bridge over the river Alte.",
    "The mayor said that the work would begin before the end of the year, and end in the next.",
    "The bridge was built in 1911 and has been closed to lorries since the floods of last spring.",
    "The cost is put at nine million euros, of which the state will pay more than two thirds.",
]
PAGES = [
    {
        "id": f"{site}#{kind}",
        "page": site,
        "kind": kind,
        "url": f"https://www.{site}.example/bridge",
        "text": "\n".join([*PROSE, "Share this:", "Leave a comment", "Zap", "Share on Facebook"]),
        # the last line is labelled content, but the stage removes it
        "labels": [0, 0, 0, 0, 1, 1, -1, 0],
    }
    for site in ("one", "two")
    for kind in ("full", "tail")
]


@pytest.fixture
def file(tmp_path):
    """Return the path of a file with labelled pages."""
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(map(json.dumps, PAGES)))
    return str(path)


def evaluate(*arguments):
    """Call `hookline eval boilerplate` and return the result."""
    return CliRunner().invoke(command, ["boilerplate", *arguments], catch_exceptions=True)


def test_lines_and_words_are_counted(file):
    """Lines are counted in total, by kind and by reason, and words of content that are kept."""
    result = evaluate(file, "--json", "--resamples", "0")
    measures = json.loads(result.output)["measures"]
    lines = measures["lines"]
    assert (lines["right"], lines["found"], lines["wanted"]) == (8, 12, 8)
    assert measures["lines, tail"]["found"] == 6
    assert measures["removed, by reason"]["labels"]["comments"]["precision"] == 1.0
    assert measures["removed, by reason"]["labels"]["share"]["precision"] == 0.5
    kept = measures["words kept"]
    assert kept["wanted"] - kept["right"] == 4 * len(["Share", "on", "Facebook"])


def test_lost_and_missed_lines_are_listed(file):
    """Lost lines are listed with page, line and reason, missed ones with page and line."""
    report = json.loads(evaluate(file, "--json", "--lost", "1", "--resamples", "0").output)
    assert report["listings"] == {"lost": ["one#full:8 [share] Share on Facebook"], "missed": []}
    options = ("--set", "stages.boilerplate.keep=[comments]", "--missed", "1", "--json")
    report = json.loads(evaluate(file, *options).output)
    assert report["listings"]["missed"] == ["one#full:6 Leave a comment"]


def test_a_site_is_in_one_fold(file):
    """With `--folds` there is a row for each fold that has pages, and the rows add up."""
    report = json.loads(evaluate(file, "--folds", "2", "--json", "--resamples", "0").output)
    lines = report["measures"]["lines"]
    assert sum(group["wanted"] for group in lines["groups"].values()) == lines["wanted"]
    assert all(group["wanted"] % 4 == 0 for group in lines["groups"].values())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"labels": [1]}, "expected `text`, a string, found none"),
        ({"text": "a", "labels": [[1]]}, "expected `labels`"),
        ({"text": "a", "labels": [1], "id": {}}, "expected `id`, a string or a whole number"),
        ({"text": "a\nb", "labels": [1]}, "2 lines, but 1 labels"),
        ({"text": "a", "labels": [2]}, "expected `labels`"),
        ({"text": "a"}, "expected `labels`"),
    ],
)
def test_an_invalid_page_is_refused_with_its_line(tmp_path, row, message):
    """An error in a page names the file and the line."""
    path = tmp_path / "wrong.jsonl"
    path.write_text(json.dumps(PAGES[0]) + "\n" + json.dumps(row))
    result = evaluate(str(path))
    assert f"{path.name}:2" in str(result.exception)
    assert message in str(result.exception)


@pytest.mark.parametrize("content", ["", '{"text": "a", "labels": [-1]}'])
def test_a_file_without_labels_is_refused(tmp_path, content):
    """There is nothing to measure."""
    path = tmp_path / "empty.jsonl"
    path.write_text(content)
    assert "holds no labelled line" in str(evaluate(str(path)).exception)
