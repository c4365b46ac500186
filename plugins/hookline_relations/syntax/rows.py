"""Tell sentences from what is none: rows of tables, menus, lists under a label."""

from __future__ import annotations

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["is_row"]

VERBS = frozenset({"VERB", "AUX"})
MAX_LABEL = 3
SEPARATORS = frozenset({"|", "•", "·", "›"})
OPENING, CLOSING = "«", "»"
"""Marks of quotation; the second alone separates the links of a menu."""


def is_row(tree: SentenceTree, text: str) -> bool:
    """
    Return whether a sentence is a row of a table, a menu, or a list under a label ("Tags: …").

    `text` is that of the document. Such lines state nothing, whatever a parser makes of them.
    """
    line = text[tree.words[0].start : tree.words[-1].end]
    forms = {word.text for word in tree.words}
    if "\t" in line or not SEPARATORS.isdisjoint(forms):
        return True
    if CLOSING in forms and not _is_quotation(text, tree.words[0].start, tree.words[-1].end):
        return True
    if any(tag in VERBS for tag in tree.tags):
        return False
    colon = next((i for i, word in enumerate(tree.words[: MAX_LABEL + 1]) if word.text == ":"), 0)
    if colon and any(word.text == "," for word in tree.words[colon:]):
        return True
    roots = sum(head < 0 for head in tree.heads)
    return roots > 1 and "\n" in line


def _is_quotation(text: str, start: int, end: int) -> bool:
    """Return whether a quotation opens within a sentence, or was opened before and not closed."""
    is_open = text.rfind(OPENING, 0, start) > text.rfind(CLOSING, 0, start)
    return is_open or OPENING in text[start:end]
