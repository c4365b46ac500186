"""Control characters of documents and of names of files never reach a terminal."""

import pytest

HOSTILE = "a\x1b[31mb\x9b2Jc\u202ed"
SEEN = r"a\x1b[31mb\x9b2Jc\u202ed"


def controls(text):
    """Return the characters of a text that a terminal would obey."""
    return {char for char in text if char != "\n" and not char.isprintable()}


def test_an_explanation_shows_them_as_escapes(project):
    """In what a stage removes and around it, and in the place of the document."""
    project.write(f"in/{HOSTILE}.txt", f"{HOSTILE} \x07 {HOSTILE}")
    project.config("[{use: clean}]", source="text")
    result = project.call("explain", "c.yaml", "in")
    assert result.code == 0
    assert not controls(result.out)
    assert f"in/{SEEN}.txt" in result.out
    assert r"\x07" in result.out
    assert r"\u202ed" in result.out


def test_a_stage_that_fails_is_explained_without_them(project):
    """The message of an exception has what the stage puts into it."""
    project.write("in.jsonl", '{"text": "RAISE \\u001b[31m"}\n')
    project.config("[{use: poison}]")
    assert not controls(project.call("explain", "c.yaml", "in.jsonl").out)


def test_a_comparison_shows_them_as_escapes(project):
    """In ids and in texts."""
    project.write(
        "a.jsonl", '{"id": "x\\u001b[1m", "text": "a\\u001b[31mb", "meta": {}, "removed": []}\n'
    )
    project.write(
        "b.jsonl", '{"id": "x\\u001b[1m", "text": "c\\u009b2Jd", "meta": {}, "removed": []}\n'
    )
    result = project.call("diff", "a.jsonl", "b.jsonl")
    assert result.code == 1
    assert not controls(result.out)
    for line in (r"x\x1b[1m", r"- a\x1b[31mb", r"+ c\x9b2Jd"):
        assert line in result.out


def test_messages_show_them_as_escapes(project):
    """In the place of a failure, and in what is wrong with a call."""
    project.write(f"in/{HOSTILE}.txt", b"\xff")
    project.config(source="text", path="in")
    result = project.call("run", "c.yaml", "--log-format", "text")
    assert result.code == 1
    assert not controls(result.err)
    assert f"in/{SEEN}.txt: byte 0 (0xff)" in result.err


@pytest.mark.parametrize("arguments", [("c.yaml", HOSTILE), (HOSTILE,), ("c.yaml", f"--{HOSTILE}")])
def test_a_wrong_call_is_shown_with_escapes(project, arguments):
    """Whatever was wrong with it."""
    project.config()
    result = project.call("run", *arguments)
    assert result.code == 2
    assert not controls(result.err)
    assert SEEN in result.err
