"""Tell sentences from what is none: rows of tables, menus, lists under a label."""

from __future__ import annotations

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["is_row"]

VERBS = frozenset({"VERB", "AUX"})
MAX_LABEL = 3
OPENERS = frozenset({"(", "-LRB-"})
SEPARATORS = frozenset({"|", "•", "·", "›", "»"})


def is_row(tree: SentenceTree, text: str) -> bool:
    """
    Return whether a sentence is a row of a table, a menu, or a list under a label ("Tags: …").

    `text` is that of the document. Such lines state nothing, whatever a parser makes of them, unless
    the list says after its persons what they belong to.
    """
    line = text[tree.words[0].start : tree.words[-1].end]
    if "\t" in line or any(word.text in SEPARATORS for word in tree.words):
        return True
    if any(tag in VERBS for tag in tree.tags):
        return False
    colon = next((i for i, word in enumerate(tree.words[: MAX_LABEL + 1]) if word.text == ":"), 0)
    if colon and any(word.text == "," for word in tree.words[colon:]):
        return not _lists_persons(tree, colon)
    roots = sum(head < 0 for head in tree.heads)
    return roots > 1 and "\n" in line


def _lists_persons(tree: SentenceTree, colon: int) -> bool:
    """Return whether the list says of two persons or more where they belong: "Ann Lee (Lyon)"."""
    described = sum(
        tree.label(index) == "PERSON"
        and tree.words[index + 1].text in OPENERS
        and tree.label(index + 2) == "ORG"
        for index in range(colon, len(tree) - 2)
    )
    return described > 1
