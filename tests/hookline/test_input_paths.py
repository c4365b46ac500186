"""Every file that an input names is read, and read once."""

import os

import pytest


@pytest.mark.parametrize(
    "again", ["./in.jsonl", "../{name}/in.jsonl", "{folder}/in.jsonl", "*n.jsonl", "."]
)
def test_two_spellings_of_a_path_are_one_file(project, again):
    """A file that is named twice, each time in another way, is read once."""
    project.documents("in.jsonl", ["a", "b"])
    project.config()
    folder = project.folder
    again = again.format(name=folder.name, folder=folder)
    assert project.call("run", "c.yaml", "in.jsonl", again, "--quiet").code == 0
    assert [record["id"] for record in project.records()] == ["d0", "d1"]


@pytest.mark.parametrize("path", ["in", "in/**/*.jsonl", "in/*/*.jsonl", "in/closed"])
def test_a_folder_that_cannot_be_listed_is_a_dead_letter(project, monkeypatch, path):
    """Its files are not passed over in silence: the folder fails, and other files are read."""
    project.documents("in/a.jsonl", ["a"])
    project.documents("in/open/b.jsonl", ["b"])
    (project.folder / "in/closed").mkdir()
    project.config(path=path)
    scandir, access = os.scandir, os.access

    def refused(folder="."):
        if os.fspath(folder) == "in/closed":
            raise PermissionError(13, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refused)
    monkeypatch.setattr(
        os, "access", lambda name, *mode: name != "in/closed" and access(name, *mode)
    )
    assert project.call("run", "c.yaml", "--quiet").code == 1
    (letter,) = project.records("out.failures.jsonl")
    assert letter["place"] == "in/closed"
    expected = {"in": ["d0", "d0"], "in/**/*.jsonl": ["d0", "d0"], "in/*/*.jsonl": ["d0"]}
    assert [record["id"] for record in project.records()] == expected.get(path, [])
