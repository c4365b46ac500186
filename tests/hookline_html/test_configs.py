"""The shipped configs for web pages, end to end."""

import gzip
import json
from html import escape
from pathlib import Path

from invariants import check_record

ROOT = Path(__file__).parents[2]
CONFIGS = ROOT / "configs"


def test_pages_become_clean_records(project, page):
    """A folder of pages gives texts with meta data, and removals with offsets in the HTML."""
    project.write("pages/a.html", page)
    project.write("pages/b.html", "")
    assert project.call("run", str(CONFIGS / "html.yaml")).code == 0
    first, second = project.records("out/html.jsonl")
    check_record(first, page)
    assert first["text"].startswith(
        "Harbour opens\nThe new harbour of Oslo & Bergen opened on Friday,"
    )
    assert first["meta"]["date"] == "2024-03-01"
    assert "Home" in [
        item["text"] for item in first["removed"] if item["reason"] == "page furniture"
    ]
    assert (second["text"], second["removed"]) == ("", [])


def test_a_corpus_has_each_english_text_once(project, page):
    """Pages in other languages, without text, and duplicates are dropped with a reason."""
    article = (ROOT / "seeds" / "ln247-japan-us.txt").read_text().splitlines()
    more = "".join(f"<p>{escape(line)}</p>" for line in article[:-2])
    long = page.replace("</article>", f"{more}</article>")
    german = (
        "<p>Der Hafen wurde nach dem Krieg wieder aufgebaut und ist heute ein Ziel für viele.</p>"
    )
    pages = [long, "<html><body></body></html>", long.replace("Home", "Start"), german * 9]
    lines = [json.dumps({"id": f"p{number}", "text": html}) for number, html in enumerate(pages)]
    project.write("pages/a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    config = str(CONFIGS / "corpus.yaml")
    made = project.call("dedup", config)
    assert "out/corpus.index: 2 documents, 1 kept, 1 duplicate" in made.err
    done = project.call("run", config)
    assert done.code == 0
    for part in (
        "1 written",
        "1 dropped (duplicate)",
        "1 dropped (language unclear)",
        "(language de)",
    ):
        assert part in done.err
    written = gzip.decompress((project.folder / "out/corpus.jsonl.gz").read_bytes())
    record = json.loads(written)
    check_record(record, long)
    assert record["id"] == "p0"
