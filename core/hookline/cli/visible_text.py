"""Words of documents and names of files on a terminal, with control characters that can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["visible", "visible_line"]

CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
DIRECTIONS = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
ESCAPED = {code: text for code, text in (CONTROLS | DIRECTIONS).items() if chr(code) not in "\n\t"}


def visible(text: str) -> str:
    """
    Return a text with escapes for control characters and for those that turn the direction.

    Raw ones could move the cursor, recolour or retitle the terminal, or show words in another order.
    """
    return text.translate(ESCAPED)


def visible_line(line: Text) -> Text:
    """Return a line as `visible` does, with its styles."""
    from rich.text import Text

    if visible(line.plain) == line.plain:
        return line
    result = Text(style=line.style)
    for char in line.divide(range(1, len(line.plain))):
        result.append(visible(char.plain), char.spans[0].style if char.spans else None)
    return result
