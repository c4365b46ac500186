"""`hookline view`: one page that holds everything and trusts nothing."""

import json
import re


def test_the_page_holds_the_records(project):
    """The records are in the page, character by character, and nothing is loaded from elsewhere."""
    nasty = "</script><script>alert(1)</script> & <b>\u2028 🙂 'quoted' <!--CODE-->"
    project.documents("in.jsonl", [nasty, "Second Document"])
    project.config("[{use: words}]")
    project.call("run", "c.yaml")
    result = project.call("view", "out.jsonl")
    assert (result.code, result.out) == (0, "out.html: 2 documents\n")
    html = (project.folder / "out.html").read_text()
    data = re.search(r'id="data">(.*?)</script>', html, re.DOTALL).group(1)
    assert [record["text"] for record in json.loads(data)["records"]] == [nasty, "Second Document"]
    assert "alert(1)</script>" not in html
    assert html.count("<script") == 2
    assert not re.search(r'(src|href)="', html)
    assert "innerHTML" not in html


def test_what_is_no_record_is_said(project):
    """A file that the sink did not write, and an output that is the input, are clear errors."""
    project.documents("in.jsonl", ["a"])
    result = project.call("view", "in.jsonl")
    assert result.code == 2
    assert "in.jsonl:1: expected a record" in result.err
    project.config()
    project.call("run", "c.yaml")
    result = project.call("view", "out.jsonl", "-o", "out.jsonl")
    assert result.code == 2
    assert "is the input file" in result.err


def test_a_file_that_is_no_page_is_left_alone(project):
    """An earlier page is replaced as a whole; any other file, device or folder is refused."""
    project.documents("in.jsonl", ["a"])
    project.config()
    project.call("run", "c.yaml")
    assert project.call("view", "out.jsonl", "-o", "pages/a.html").code == 0
    assert project.call("view", "out.jsonl", "-o", "pages/a.html").code == 0
    assert [path.name for path in (project.folder / "pages").iterdir()] == ["a.html"]
    project.write("notes.html", "<p>mine</p>")
    for target, message in (
        ("notes.html", "is not a page that hookline wrote"),
        ("c.yaml", "is not a page that hookline wrote"),
        ("/dev/null", "is a device or a pipe"),
        ("pages", "is a folder"),
        ("-", "is standard output"),
    ):
        result = project.call("view", "out.jsonl", "-o", target)
        assert result.code == 2
        assert message in result.err
    assert (project.folder / "notes.html").read_text() == "<p>mine</p>"
