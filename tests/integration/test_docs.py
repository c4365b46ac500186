"""What the documentation shows is what happens."""

import inspect
import json
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module, invalidate_caches
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
    """Everything in the record of a page is in the record of the sample article."""
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
            assert item in record[layer]


@pytest.mark.parametrize(
    "path", ["README.md", "docs/config.md", "docs/plugins.md", "docs/layers.md"]
)
def test_python_examples_run(project, path, monkeypatch):
    """The Python examples of a page run in order; one that begins with a file name is a module."""
    examples = blocks(path, "python")
    assert examples
    unread = shutil.ignore_patterns("*.md")  # else a run warns of it
    for name in ("configs", "seeds"):
        shutil.copytree(ROOT / name, project.folder / name, ignore=unread)
    monkeypatch.syspath_prepend(project.folder)
    namespace = {}
    for code in examples:
        if match := re.match(r"# (\w+)\.py\n", code):
            run_module(project, match[1], code, monkeypatch)
        else:
            exec(compile(code, path, "exec"), namespace)


def run_module(project, name, code, monkeypatch):
    """Write an example to the file that it names, import it, and call its tests."""
    project.write(f"{name}.py", code)
    invalidate_caches()
    monkeypatch.setitem(sys.modules, name, None)  # so that it is forgotten when the test ends
    del sys.modules[name]
    module = import_module(name)
    fixtures = {"tmp_path": project.folder}
    for test in [value for key, value in vars(module).items() if key.startswith("test_")]:
        test(*(fixtures[parameter] for parameter in inspect.signature(test).parameters))


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
    """Relative links in the README and the docs point at files and headings that are there."""
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)]+)\)", page.read_text()):
            if "://" in link:
                continue
            name, _, anchor = link.partition("#")
            target = page.parent / name if name else page
            generated = ROOT / "docs" / "reference" / "components.md"
            assert target.exists() or target == generated, f"{page.name}: {link}"
            if anchor:
                assert anchor in anchors(target), f"{page.name}: {link}"
