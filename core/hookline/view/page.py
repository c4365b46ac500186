"""Fill the page template with records."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import orjson

from hookline.view.graph import Graph
from hookline.view.summary import summarize

__all__ = ["page"]

COMPRESSION_LEVEL = 6


def page(records: Iterable[Mapping[str, Any]], title: str) -> str:
    """
    Return a self-contained HTML page that shows records.

    What the list, the search and the graph need is embedded as JSON, escaped so that it cannot end the
    script element. The rest of each record is compressed (RFC 1950, in base64) and read when the
    document is opened, so that a page of thousands of documents opens fast. The page renders records
    as text, never as markup.
    """
    summaries, contents, graph = [], [], Graph()
    for number, record in enumerate(records):
        summaries.append(summarize(record))
        graph.add(record, number)
        content = {key: value for key, value in record.items() if key not in ("id", "text")}
        compressed = zlib.compress(orjson.dumps(content), COMPRESSION_LEVEL)
        contents.append(base64.b64encode(compressed).decode())
    folder = files("hookline.view")
    index = {"title": title, "documents": summaries, "graph": graph.to_json()}
    parts = {
        "STYLE": (folder / "page.css").read_text("utf-8"),
        "INDEX": _escape(orjson.dumps(index).decode()),
        "RECORDS": "\n".join(contents),
        "CODE": "".join(
            part.read_text("utf-8")
            for part in sorted((folder / "code").iterdir(), key=lambda part: part.name)
        ),
    }
    template = (folder / "page.html").read_text("utf-8")
    head, *rest = template.split("<!--")
    filled = [head]
    for piece in rest:
        name, _, following = piece.partition("-->")
        filled += parts[name], following
    return "".join(filled)


def _escape(data: str) -> str:
    for char in "<>&\u2028\u2029":
        data = data.replace(char, f"\\u{ord(char):04x}")
    return data
