"""The Python of the page "Into other tools" does what it says."""

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = """<html><body><nav><a href="/">Home</a></nav><article><h1>A day in Oslo</h1>
<p>Maria Kowalska, the president of Poland, spent two days in Norway, and on Tuesday she met Prime
Minister Espen Hagen in Oslo, where both spoke with the press about trade and fishing.</p></article></body></html>
"""


def block(word):
    """Return the block of Python with a word."""
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs/tools.md").read_text(), re.DOTALL | re.MULTILINE
    )
    (code,) = [code for code in blocks if word in code]
    return code


def test_cassis_reads_the_sample_article(project):
    """The relations of the sample article are there with their ends and polarity."""
    shutil.copytree(ROOT / "seeds", project.folder / "seeds")
    call = ("run", str(ROOT / "configs/news.yaml"), "--set", "sink={use: cas, path: out/cas}")
    assert project.call(*call).code == 0
    exec(block("cassis"), {})
    assert "agrees_with ['Japan', 'United States'] positive\n" in project.capfd.readouterr().out


@pytest.mark.filterwarnings("ignore")  # LangChain's dependencies warn
def test_langchain_cites_a_web_page(project):
    """The offsets of a chunk of a web page are those of its HTML."""
    project.write("pages/a.html", PAGE)
    exec(block("HooklineLoader"), {})
    source, start, end, text = project.capfd.readouterr().out.split(" ", 3)
    assert source == "pages/a.html"
    raw = PAGE[int(start) : int(end)]
    assert raw.startswith("A day in Oslo")
    assert raw.endswith("trade and fishing.")
    assert "Home" not in text
