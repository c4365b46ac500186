"""Fill the page template with records."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import orjson

__all__ = ["page"]


def page(records: Sequence[dict[str, Any]], title: str) -> str:
    """
    Return a self-contained HTML page that shows records.

    Records are embedded as JSON, escaped so that it cannot end the script element; the page renders
    them as text, never as markup.
    """
    folder = files("hookline.view")
    template = (folder / "page.html").read_text("utf-8")
    data = orjson.dumps({"title": title, "records": list(records)}).decode()
    for char in "<>&\u2028\u2029":
        data = data.replace(char, f"\\u{ord(char):04x}")
    parts = {
        "STYLE": (folder / "page.css").read_text("utf-8"),
        "DATA": data,
        "CODE": "".join(
            part.read_text("utf-8")
            for part in sorted((folder / "code").iterdir(), key=lambda part: part.name)
        ),
    }
    for name, content in parts.items():
        template = template.replace(f"<!--{name}-->", content, 1)
    return template
