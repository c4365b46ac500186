"""Rebuild running text from trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .corpora import Tree, Word

INSIDE, WORD_END, SENTENCE_END = "0", "1", "2"
"""Labels of characters, as Stanza's tokenizer reads them."""


def paragraphs(trees: Sequence[Tree]) -> Iterator[list[Tree]]:
    """Group sentences into the paragraphs of their documents."""
    group: list[Tree] = []
    for tree in trees:
        if tree.opens and group:
            yield group
            group = []
        group.append(tree)
    if group:
        yield group


def spell(trees: Sequence[Tree], *, curly: bool = False) -> tuple[str, str]:
    """
    Return the text of a paragraph and one label per character.

    Args:
        trees: Sentences of the paragraph.
        curly: Whether to use typographic quotes.
    """
    text, labels = "", ""
    for tree in trees:
        after_glued = False
        for index, word in enumerate(tree.words):
            surface = _with_curly_quotes(word, after_glued) if curly else word.text
            is_last = index == len(tree.words) - 1
            text += surface
            labels += INSIDE * (len(surface) - 1) + (SENTENCE_END if is_last else WORD_END)
            if not word.glued:
                text += " "
                labels += INSIDE
            after_glued = word.glued
    return text.rstrip(), labels[: len(text.rstrip())]


def _with_curly_quotes(word: Word, after_glued: bool) -> str:
    """Return the word with typographic quotes; a quote glued only to the next word opens."""
    if word.text in ('"', "'", "``", "''"):
        opens = word.glued and not after_glued
        single = word.text == "'"
        return ("‘" if single else "“") if opens else ("’" if single else "”")
    return word.text.replace("'", "’").replace('"', "”").replace("--", "—")
