"""Tell who utters a quotation by where it stands, whatever the verb: "“…!” Ann thundered"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["closes_quotation", "follows_call", "utters"]

QUOTES = frozenset({'"', "“", "”", "«", "»", "„", "``", "''"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
CALL = re.compile(r"[!?][\"”»'’]+ *$")
MAX_GAP = 5
MAX_WORDS = 8
"""The most words from the subject to the verb of a clause that only says who speaks."""
CONTENT = ("obj", "ccomp", "xcomp", "cop", "parataxis")


def follows_call(text: str, start: int) -> bool:
    """Return whether a quotation with a call or a question ends right before an offset: "“…!” Ann"."""
    return CALL.search(text[max(0, start - MAX_GAP) : start]) is not None


def utters(
    tree: SentenceTree, quoted: Sequence[bool], word: int, *, after_call: bool = False
) -> bool:
    """
    Return whether a clause beside a quotation can only say who speaks.

    Either a colon parts it from the quotation that it presents, or it has nothing but a subject and
    stands right behind a quotation, which a sentence before may have ended with a call.
    """
    is_beside = tree.heads[word] < 0 or tree.base(word) == "parataxis"
    subject = tree.dependent(word, "nsubj")
    if quoted[word] or not is_beside or subject is None or quoted[subject]:
        return False
    if _presents(tree, quoted, word):
        return True
    own = [index for index in {word, *tree.subtree(subject)} if tree.tags[index] != "PUNCT"]
    if tree.words[word].xpos not in FINITE or max(own) - min(own) >= MAX_WORDS:
        return False
    content = () if tree.lemmas[word] == "ask" else CONTENT  # "“…?” asked Ann", whom it may name
    if tree.dependents(word, *content, "mark", "cc"):
        return False
    return after_call if not min(own) else tree.words[min(own) - 1].text in QUOTES


def closes_quotation(tree: SentenceTree, word: int) -> bool:
    """Return whether a verb of saying opens a sentence and says nothing: "“…?” | Ann asked her."."""
    told = [child for child in tree.dependents(word, *CONTENT) if tree.base(child) != "obj"]
    return not told and tree.heads[word] < 0 and tree.first(word) == 0


def _presents(tree: SentenceTree, quoted: Sequence[bool], word: int) -> bool:
    """Return whether a colon right behind a clause opens a quotation or ends the sentence."""
    return any(
        tree.words[index].text == ":"
        and not quoted[index]
        and (index + 1 == len(tree) or tree.words[index + 1].text in QUOTES)
        and tree.heads[word] < 0
        for index in range(word + 1, len(tree))
    )
