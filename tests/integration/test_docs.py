"""What the documentation shows is what happens."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def blocks(path, language):
    """Return the fenced blocks of a language in a page."""
    text = (ROOT / path).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_readme_shows_the_config_that_it_runs():
    """The config in the README is configs/news.yaml."""
    (shown,) = blocks("README.md", "yaml")
    assert yaml.safe_load(shown) == yaml.safe_load((ROOT / "configs" / "news.yaml").read_text())


@pytest.mark.parametrize("path", ["README.md", "docs/records.md"])
def test_the_record_that_is_shown_comes_out(project, path):
    """
    Everything in the record of a page is in the record of the sample article.

    The factuality of an event depends on the number format, by 0.2 at the most.
    """
    shutil.copytree(ROOT / "seeds", project.folder / "seeds")
    assert project.call("run", str(ROOT / "configs" / "news.yaml")).code == 0
    (record,) = project.records("out/news.jsonl")
    shown = json.loads(blocks(path, "json")[0])
    assert list(shown) == list(record)
    assert record["id"] == shown["id"]
    assert record["text"].startswith(shown["text"].rstrip("…"))
    assert shown["removed"] == record["removed"]
    for layer in ("sentences", "entities", "clusters", "events", "relations"):
        assert shown[layer]
        for item in shown[layer]:
            if layer == "events":
                item["factuality"] = pytest.approx(item["factuality"], abs=0.2)
            assert item in record[layer]


@pytest.mark.parametrize("path", ["README.md", "docs/config.md"])
def test_python_examples_run(project, path, monkeypatch):
    """The Python examples of a page run in order."""
    examples = blocks(path, "python")
    assert examples
    unread = shutil.ignore_patterns("*.md")  # else a run warns of it
    for name in ("configs", "seeds"):
        shutil.copytree(ROOT / name, project.folder / name, ignore=unread)
    monkeypatch.syspath_prepend(project.folder)
    namespace = {}
    for code in examples:
        exec(compile(code, path, "exec"), namespace)


def write_modules(project, path):
    """Write each Python example of a page that begins with the name of a file to that file."""
    for code in blocks(path, "python"):
        if match := re.match(r"# (\w+\.py)\n", code):
            project.write(match[1], code)


@pytest.mark.parametrize("path", ["docs/plugins.md", "docs/layers.md"])
def test_modules_pass_their_tests(project, path):
    """The modules of a page pass the tests of the page with `pytest`, as a reader would run them."""
    write_modules(project, path)
    count = len(re.findall("^def test_", "".join(blocks(path, "python")), re.MULTILINE))
    answer = subprocess.run([sys.executable, "-m", "pytest", "-q"], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout
    assert f"{count} passed" in answer.stdout


def test_the_example_of_a_layer_is_loaded_from_its_file(project):
    """The stage and the layers of docs/layers.md are there with `--plugins FILE.py`."""
    write_modules(project, "docs/layers.md")
    project.documents("in.jsonl", ["Climate policy is hard."])
    project.config("[phrases]")
    assert project.call("run", "c.yaml", "--plugins", "hookline_phrases.py").code == 0
    (record,) = project.records("out.jsonl")
    assert record["phrases"][0]["text"] == "Climate policy"


def test_the_tutorial_can_be_followed(project):
    """Every command of the tutorial works, in order, on the texts that it names."""
    for name in ("seeds", "configs", "docs/examples"):
        shutil.copytree(ROOT / name, project.folder / name)
    (project.folder / "out").mkdir()
    commands = [line for block in blocks("docs/tutorial.md", "sh") for line in block.splitlines()]
    assert len(commands) > 8
    for line in commands:
        program, *arguments = shlex.split(line)
        if program == "python":
            answer = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
            assert "Espen Hagen (Norway) met Maria Kowalska [n2]" in answer.stdout, answer
            continue
        assert program == "hookline"
        result = project.call(*arguments)
        assert result.code == (1 if arguments[0] == "diff" else 0), (line, result)


def anchors(page):
    """Return the anchors of the headings of a page, as Sphinx and the usual forges make them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.*)", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_links_lead_somewhere():
    """Relative links in every page of the repository point at files and headings that are there."""
    pages = pages_of_the_repository()
    assert len(pages) > 40
    for page in pages:
        for link in links(page):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = page.parent / name if name else page
            generated = ROOT / "docs" / "reference" / "components.md"
            assert target.exists() or target.resolve() == generated, f"{page}: {link}"
            if anchor and target.exists():
                assert anchor in anchors(target), f"{page}: {link}"


def pages_of_the_repository():
    """Return the pages of Markdown that a checkout has, not those of caches and environments."""
    folders = ("docs", "plugins", "core", "seeds", "tests", "configs")
    return [*ROOT.glob("*.md"), *(page for name in folders for page in (ROOT / name).rglob("*.md"))]


def links(page):
    """Return the targets of the links and images of a page, but not what code contains."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]*`", "", text)
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(
        r"^\[[^]]+\]: (\S+)", text, re.MULTILINE
    )


PATH = re.compile(
    r"(?<![\w./-])(?:configs|docs|plugins|seeds|tests|\.ci)/[\w./-]*\w\.(?:py|yaml|md|jsonl|txt)\b"
)


def test_files_that_pages_name_are_there():
    """A path of the repository in the text or in a command of a page is that of a file."""
    named = {path for page in pages_of_the_repository() for path in PATH.findall(page.read_text())}
    assert len(named) > 40
    generated = {"docs/reference/components.md"}
    assert [path for path in sorted(named - generated) if not (ROOT / path).exists()] == []
